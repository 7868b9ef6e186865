// Every template, and the table of what they became. The including file has named the vector
// vocabulary before and defines NIN_TABLE.
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

const nin_kernels NIN_TABLE = {
    .width = VL,
    .mr = MR,
    .nr = NR,
    .gemm_rows = gemm_rows,
    .gemm_columns = gemm_columns,
    .pack_panels = pack_panels,
    .sum_columns = sum_columns,
    .sparse_data = sparse_data,
    .sparse_lists = sparse_lists,
    .sparse_weights = sparse_weights,
    .winograd =
        {
            [NIN_F4X4_3X3] = WINOGRAD_TABLE(6, 4, 6, 4),
            [NIN_F4X4_5X5] = WINOGRAD_TABLE(8, 4, 8, 4),
            [NIN_F2X2_5X5] = WINOGRAD_TABLE(6, 2, 6, 2),
        },
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
