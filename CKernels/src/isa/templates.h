// All templates, and the tables of the functions that they give. The including file has included a
// vector vocabulary and defined NIN_TABLE and NIN_BF16_TABLE before.
#include "kernels/blocks.h"
#include "kernels/prefetch.h"
#include "kernels/vectors.h"

#include "kernels/gemm_rows.h"
#include "kernels/gemm_columns.h"
#include "kernels/panels.h"
#include "kernels/winograd_points.h"
#include "kernels/winograd.h"
#include "kernels/sparse.h"
#include "kernels/pool2d.h"
#include "kernels/elementwise.h"
#include "kernels/images.h"
#include "kernels/optimizers.h"
#include "kernels/probe.h"
#include "simd/bf16.h"
#include "kernels/gemm_bf16.h"

const nin_kernels NIN_TABLE = {
    .width = VL,
    .mr = MR,
    .nr = NR,
    .mc = MC,
    .gemm_rows = gemm_rows,
    .gemm_columns = gemm_columns,
    .pack_panels = pack_panels,
    .sum_columns = sum_columns,
    .sparse_data = sparse_data,
    .sparse_lists = sparse_lists,
    .sparse_weights = sparse_weights,
    .winograd = {NIN_WINOGRAD_TILES(WINOGRAD_ENTRY)},
    .max_pool_row = max_pool_row,
    .max_pool_backward_row = max_pool_backward_row,
    .average_pool_row = average_pool_row,
    .average_pool_backward_row = average_pool_backward_row,
    .mean_rows = mean_rows,
    .spread_row = spread_row,
    .relu = relu,
    .relu_backward = relu_backward,
    .dropout = dropout,
    .resize_row = resize_row,
    .resize_column = resize_column,
    .bytes_to_f32 = bytes_to_f32,
    .sgd = sgd,
    .adam = adam,
    .triad = triad,
    .fma_chain = fma_chain,
};
