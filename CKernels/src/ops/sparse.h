// A 1x1 convolution whose output gradient is mostly zeros.
#ifndef NIN_OPS_SPARSE_H
#define NIN_OPS_SPARSE_H

#include "ops/conv2d.h"

// Floats of workspace.
bool nin_sparse_workspace(const nin_conv2d_plan* plan, size_t* count);

// w[in][out] <-> [out][in].
void nin_sparse_transpose(const nin_context* context, size_t rows, size_t columns, const float* x,
                          float* to);

void nin_sparse_backward_data(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                              size_t images, const float* dy, const float* transposed,
                              const float* mask, float* dx);
void nin_sparse_backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                 size_t images, const float* x, const float* dy,
                                 float* accumulator, float* dbias, float* workspace);

#endif
