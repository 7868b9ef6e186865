// The three passes of a convolution, each of which has its own algorithm. conv2d.c validates the
// public calls and passes them on to the algorithms that the plan names.
#ifndef NIN_CONV2D_PASSES_H
#define NIN_CONV2D_PASSES_H

#include "ops/parallel.h"

// The arguments of a pass: y from x in the forward pass, or dx from dy, which are called y and x
// here.
typedef struct nin_conv2d_call {
  const nin_conv2d_plan* plan;
  const nin_kernels* kernels;
  size_t images;
  const float *x, *packed;
  const float *bias, *mask; // or null
  bool relu;
  float *y, *workspace;
} nin_conv2d_call;

// The forward pass, or the gradient of the data.
typedef struct nin_conv2d_data_pass {
  // Floats of packed weights and of workspace; false on overflow.
  bool (*measure)(const nin_conv2d_plan*, const nin_kernels*, size_t* packed, size_t* workspace);
  void (*pack)(const nin_conv2d_plan*, const nin_kernels*, const float* w, float* packed);
  void (*run)(const nin_conv2d_call*);
} nin_conv2d_data_pass;

// The gradient of the weights.
typedef struct nin_conv2d_weights_pass {
  // Floats of the accumulator and of workspace; false on overflow.
  bool (*measure)(const nin_conv2d_plan*, const nin_kernels*, size_t* accumulator,
                  size_t* workspace);
  void (*run)(const nin_conv2d_plan*, const nin_kernels*, size_t images, const float* x,
              const float* dy, float* accumulator, float* dbias, float* workspace);
  // Brings the accumulator into the order of the weights; null if it has that order already.
  void (*finish)(const nin_conv2d_plan*, const nin_kernels*, const float* accumulator, float* dw);
} nin_conv2d_weights_pass;

extern const nin_conv2d_data_pass nin_direct_forward, nin_direct_backward_data;
extern const nin_conv2d_data_pass nin_winograd_forward, nin_winograd_backward_data;
extern const nin_conv2d_data_pass nin_sparse_backward_data;
extern const nin_conv2d_data_pass nin_pointwise_bf16_forward, nin_pointwise_bf16_backward_data;
extern const nin_conv2d_weights_pass nin_direct_backward_weights, nin_winograd_backward_weights,
    nin_sparse_backward_weights, nin_pointwise_bf16_backward_weights;

// Whether the convolution is one matrix product with the pixels as rows.
static inline bool nin_is_pointwise(const nin_conv2d_geometry* g) {
  return g->kernel_height == 1 && g->kernel_width == 1 && g->stride == 1 && g->padding == 0;
}

// Whether an algorithm can be used and pays off; nin_winograd_serves also sets the tile. The direct
// algorithm can always be used. For the gradient of the data, Winograd's needs a stride of 1.
bool nin_winograd_serves(const nin_conv2d_plan* plan, nin_winograd_tile* tile);
bool nin_sparse_serves(const nin_conv2d_plan* plan);
bool nin_pointwise_bf16_serves(const nin_conv2d_plan* plan);

#endif
