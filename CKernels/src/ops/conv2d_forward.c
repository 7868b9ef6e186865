// y = conv(x) + bias, ReLU: blocks of pixels against panels of weights.
#include "ops/winograd.h"

// Output pixels first..first+count, as rows of one matrix product.
static void block(const nin_conv2d_plan* plan, const nin_kernels* kernels, const float* x,
                  size_t height, size_t width, const float* packed, const float* bias, bool relu,
                  float* y, size_t first, size_t count) {
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t pixels = plan->out_height * plan->out_width;
  const float* a[NIN_ROW_BLOCK];
  float* c[NIN_ROW_BLOCK];
  for (size_t i = 0; i < count; i++) {
    const size_t at = first + i, image = at / pixels, p = at % pixels / plan->out_width;
    const size_t q = at % plan->out_width;
    a[i] = x + ((image * height + p * g->stride) * width + q * g->stride) * g->in_channels;
    c[i] = y + at * g->out_channels;
  }
  kernels->gemm_rows(&(nin_gemm_rows){
      .rows = count,
      .columns = g->out_channels,
      .a = a,
      .c = c,
      .segments = g->kernel_height,
      .segment_length = g->kernel_width * g->in_channels,
      .segment_stride = (ptrdiff_t)(width * g->in_channels),
      .b = packed,
      .bias = bias,
      .relu = relu,
  });
}

nin_status nin_conv2d_forward_f32(const nin_conv2d_plan* plan, size_t images, const float* x,
                                  const float* packed_forward, const float* bias, bool relu,
                                  float* y, float* workspace) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!x || !packed_forward || !y || !workspace || images > plan->max_images)
    return NIN_INVALID_ARGUMENT;
  if (plan->algorithm == NIN_CONV2D_WINOGRAD) {
    const nin_correlation c = nin_forward_correlation(plan, kernels);
    nin_winograd_correlate(&c, kernels, &plan->context, images, x, packed_forward, bias, relu, NULL,
                           y, workspace);
    return NIN_OK;
  }
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t height = nin_padded_height(g), width = nin_padded_width(g);
  const size_t rows = images * plan->out_height * plan->out_width;
#pragma omp parallel num_threads(plan->context.threads)
  {
    const uint64_t mode = nin_flush_denormals();
    if (g->padding > 0)
      nin_copy_padded(images, g->height, g->width, g->in_channels, x, height, width, g->padding,
                      g->padding, workspace);
    const float* input = g->padding > 0 ? workspace : x;
    const nin_range mine = nin_share(rows, (size_t)kernels->mr);
    for (size_t first = mine.first; first < mine.last; first += NIN_ROW_BLOCK)
      block(plan, kernels, input, height, width, packed_forward, bias, relu, y, first,
            nin_minimum(NIN_ROW_BLOCK, mine.last - first));
    nin_restore_denormals(mode);
  }
  return NIN_OK;
}
