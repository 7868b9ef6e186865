// 2-d convolution: forward, gradient of the data, gradient of the weights.
//
//   y[n][p][q][o] = b[o] + sum over r,s,c of x[n][p*stride+r-padding][q*stride+s-padding][c] *
//   w[r][s][c][o]
//
// out_height = (height + 2*padding - kernel_height) / stride + 1, likewise the width.
//
// A plan is made once and fixes the geometry, the algorithms and the memory. Weights are packed
// once per step. The passes then run on any number of images up to that of the plan.
#ifndef NIN_CONV2D_H
#define NIN_CONV2D_H

#include "nin_context.h"

#include <stddef.h>

typedef struct nin_conv2d_geometry {
  size_t height, width, in_channels, out_channels;
  size_t kernel_height, kernel_width, stride, padding;
} nin_conv2d_geometry;

// How much accuracy may be given up for speed.
typedef enum nin_math {
  NIN_MATH_FAST = 0, // Winograd wherever it is faster
  NIN_MATH_STRICT,   // Winograd with small tiles, as accurate as usual direct sums
  NIN_MATH_DIRECT,   // no Winograd
  // As fast; 1x1 convolutions round x, w and dy to bf16 (to nearest, ties to even) and sum in fp32,
  // with the same bits on every instruction set. Bias gradients and sparse gradients stay fp32.
  NIN_MATH_BF16,
} nin_math;

// How a pass is computed.
typedef enum nin_conv2d_algorithm {
  NIN_CONV2D_DIRECT = 0, // one matrix product per kernel row, read in place
  NIN_CONV2D_WINOGRAD,
  NIN_CONV2D_SPARSE, // gradients of a 1x1 kernel: skips the zeros in dy
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
  int32_t tile;              // the Winograd tile, if a pass uses one
  size_t tile_extent;        // the side of its outputs, else 0
  bool accumulates_in_place; // the accumulator has the layout of the gradient
  // Floats of the buffers that the caller provides.
  size_t packed_forward, packed_backward, weight_accumulator, workspace;
} nin_conv2d_plan;

// Fills `plan`. The choice of algorithms depends on `geometry`, `math` and `sparse_gradient` only.
// `sparse_gradient` promises that most of dy is zero, as before a max pooling.
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

// dx = adjoint(dy), set to zero where mask <= 0. `mask` has the shape of dx. It is x itself if that
// is the output of a ReLU, whose backward pass this includes, and null otherwise.
NIN_MUST_CHECK nin_status nin_conv2d_backward_data_f32(const nin_conv2d_plan* plan, size_t images,
                                                       const float* dy,
                                                       const float* packed_backward,
                                                       const float* mask, float* dx,
                                                       float* workspace);

// accumulator += weight gradient, dbias[o] += sum over n,p,q of dy[n][p][q][o]. The accumulator
// must be zeros before the first call. `dbias` may be null.
NIN_MUST_CHECK nin_status nin_conv2d_backward_weights_f32(const nin_conv2d_plan* plan,
                                                          size_t images, const float* x,
                                                          const float* dy, float* accumulator,
                                                          float* dbias, float* workspace);

// accumulator -> dw[kh][kw][in][out], which is overwritten. Both may be the same memory if the plan
// `accumulates_in_place`.
NIN_MUST_CHECK nin_status nin_conv2d_finish_weights_f32(const nin_conv2d_plan* plan,
                                                        const float* accumulator, float* dw);

#endif
