// 2-d convolution: forward, gradient of the data, gradient of the weights.
//
//   y[n][p][q][o] = b[o] + sum over r,s,c of x[n][p*stride+r-padding][q*stride+s-padding][c] * w[r][s][c][o]
//
// out_height = (height + 2*padding - kernel_height) / stride + 1, likewise the width.
//
// A plan fixes geometry, algorithms and memory once; weights are packed once per step; the passes
// then run on any number of images up to the plan's.
#ifndef NIN_CONV2D_H
#define NIN_CONV2D_H

#include "nin_context.h"

#include <stddef.h>

typedef struct nin_conv2d_geometry {
  size_t height, width, in_channels, out_channels;
  size_t kernel_height, kernel_width, stride, padding;
} nin_conv2d_geometry;

// How much accuracy may be given for speed.
typedef enum nin_math {
  NIN_MATH_FAST = 0, // Winograd wherever it is faster
  NIN_MATH_STRICT,   // Winograd with tiles so small that it is as accurate as usual direct sums
  NIN_MATH_DIRECT,   // no Winograd
  // As fast; 1x1 convolutions round x, w and dy to bf16 (to nearest, ties to even) and sum in fp32,
  // with the same bits on every instruction set. Bias gradients and sparse gradients stay fp32.
  NIN_MATH_BF16,
} nin_math;

// How a pass is computed.
typedef enum nin_conv2d_algorithm {
  NIN_CONV2D_DIRECT = 0, // one matrix product per kernel row, read in place
  NIN_CONV2D_WINOGRAD,
  NIN_CONV2D_SPARSE, // gradients of a 1x1 kernel: touches only what is not zero in dy
  NIN_CONV2D_POINTWISE_BF16,
  NIN_CONV2D_ALGORITHM_COUNT
} nin_conv2d_algorithm;

typedef struct nin_conv2d_plan {
  nin_context context;
  nin_conv2d_geometry geometry;
  size_t max_images;
  nin_math math;
  nin_conv2d_algorithm forward, backward_data, backward_weights;
  size_t out_height, out_width;
  int32_t tile;              // which Winograd tile, where a pass uses one
  size_t tile_extent;        // outputs of that tile, each way; else 0
  bool accumulates_in_place; // the accumulator is laid out as the gradient
  // Elements (floats) of the buffers the caller provides.
  size_t packed_forward, packed_backward, weight_accumulator, workspace;
} nin_conv2d_plan;

// Fills `plan`. The choice of algorithms depends on `geometry`, `math` and `sparse_gradient` only:
// the latter promises that most of dy is zero, as behind a max pooling.
NIN_MUST_CHECK nin_status nin_conv2d_make_plan(const nin_context* context,
                                               const nin_conv2d_geometry* geometry,
                                               size_t max_images, nin_math math,
                                               bool sparse_gradient, nin_conv2d_plan* plan);

// w[kh][kw][in][out] -> packed_forward[plan->packed_forward].
NIN_MUST_CHECK nin_status nin_conv2d_pack_forward(const nin_conv2d_plan* plan, const float* w,
                                                  float* packed_forward);

// w[kh][kw][in][out] -> packed_backward[plan->packed_backward].
NIN_MUST_CHECK nin_status nin_conv2d_pack_backward(const nin_conv2d_plan* plan, const float* w,
                                                   float* packed_backward);

// y = conv(x) + bias, then max(y, 0) when `relu`. `bias` may be null.
NIN_MUST_CHECK nin_status nin_conv2d_forward_f32(const nin_conv2d_plan* plan, size_t images,
                                                 const float* x, const float* packed_forward,
                                                 const float* bias, bool relu, float* y,
                                                 float* workspace);

// dx = adjoint(dy), zeroed where mask <= 0. `mask` has the shape of dx and may be null: it is the
// output of the ReLU that made x.
NIN_MUST_CHECK nin_status nin_conv2d_backward_data_f32(const nin_conv2d_plan* plan, size_t images,
                                                       const float* dy,
                                                       const float* packed_backward,
                                                       const float* mask, float* dx,
                                                       float* workspace);

// accumulator += weight gradient, dbias[o] += sum over n,p,q of dy[n][p][q][o]. The accumulator
// starts as zeros and may sum over many calls. `dbias` may be null.
NIN_MUST_CHECK nin_status nin_conv2d_backward_weights_f32(const nin_conv2d_plan* plan,
                                                          size_t images, const float* x,
                                                          const float* dy, float* accumulator,
                                                          float* dbias, float* workspace);

// accumulator -> dw[kh][kw][in][out], overwritten. The two may be the same memory where the plan
// `accumulates_in_place`.
NIN_MUST_CHECK nin_status nin_conv2d_finish_weights_f32(const nin_conv2d_plan* plan,
                                                        const float* accumulator, float* dw);

#endif
