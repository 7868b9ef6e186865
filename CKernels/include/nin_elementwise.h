// Elementwise operations: a ReLU that is not part of a convolution, and dropout.
#ifndef NIN_ELEMENTWISE_H
#define NIN_ELEMENTWISE_H

#include "nin_context.h"

#include <stddef.h>

// y[i] = max(x[i], 0). In place when y == x.
NIN_MUST_CHECK nin_status nin_relu_forward_f32(const nin_context* context, size_t count,
                                               const float* x, float* y);

// dx[i] = dy[i] where y[i] > 0, else 0. In place when dx == dy.
NIN_MUST_CHECK nin_status nin_relu_backward_f32(const nin_context* context, size_t count,
                                                const float* dy, const float* y, float* dx);

// y[i] = x[i] / (1 - p) if element `first + i` of the stream `key` is kept, else 0.
// Element e is kept when hash(e) >= p * 2^32, with 32-bit arithmetic and
//   z = e ^ low(key); z = (z ^ z>>16) * 0x7feb352d; z = (z ^ z>>15) * 0x846ca68b; z ^= z>>16;
//   z += high(key);  and the same three lines once more.
// The gradient is computed by the same call on dy. In place when y == x. 0 <= p < 1.
NIN_MUST_CHECK nin_status nin_dropout_f32(const nin_context* context, size_t count, uint64_t key,
                                          uint32_t first, float p, const float* x, float* y);

#endif
