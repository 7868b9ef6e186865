// Elementwise operations. Threads share slices of fixed length.
#include "ops/parallel.h"

#include <math.h>

nin_status nin_relu_forward_f32(const nin_context* context, size_t count, const float* x,
                                float* y) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!x || !y) return NIN_INVALID_ARGUMENT;
  NIN_PARALLEL_FOR(context, i, count, NIN_SLICE)
    kernels->relu(nin_minimum(NIN_SLICE, count - i), x + i, y + i);
  return NIN_OK;
}

nin_status nin_relu_backward_f32(const nin_context* context, size_t count, const float* dy,
                                 const float* y, float* dx) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!dy || !y || !dx) return NIN_INVALID_ARGUMENT;
  NIN_PARALLEL_FOR(context, i, count, NIN_SLICE)
    kernels->relu_backward(nin_minimum(NIN_SLICE, count - i), dy + i, y + i, dx + i);
  return NIN_OK;
}

nin_status nin_dropout_f32(const nin_context* context, size_t count, uint64_t key, uint32_t first,
                           float p, const float* x, float* y) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!x || !y || !(p >= 0 && p < 1)) return NIN_INVALID_ARGUMENT;
  const uint32_t threshold = (uint32_t)ceil((double)p * 0x1p32);
  const float scale = 1 / (1 - p);
  NIN_PARALLEL_FOR(context, i, count, NIN_SLICE)
    kernels->dropout(nin_minimum(NIN_SLICE, count - i), key, first + (uint32_t)i, threshold, scale,
                     x + i, y + i);
  return NIN_OK;
}
