// One step of an optimizer over a flat array of parameters, by PyTorch's formulas.
#ifndef NIN_OPTIMIZERS_H
#define NIN_OPTIMIZERS_H

#include "nin_context.h"

#include <stddef.h>

typedef struct nin_sgd {
  float learning_rate, momentum, weight_decay, gradient_scale;
  bool nesterov, first_step;
} nin_sgd;

// g = gradient_scale*g + weight_decay*p; buffer = first_step ? g : momentum*buffer + g;
// p -= learning_rate * (nesterov ? g + momentum*buffer : momentum != 0 ? buffer : g).
// `buffer` may be null when momentum is 0. `g` is only read.
NIN_MUST_CHECK nin_status nin_sgd_step_f32(const nin_context* context, const nin_sgd* options,
                                           size_t count, const float* g, float* buffer, float* p);

typedef struct nin_adam {
  float learning_rate, beta1, beta2, epsilon, weight_decay, gradient_scale;
  bool decoupled; // AdamW: p *= 1 - learning_rate*weight_decay first, nothing added to g
  int64_t step;   // from 1
} nin_adam;

// g = gradient_scale*g (+ weight_decay*p unless decoupled); m = beta1*m + (1-beta1)*g;
// v = beta2*v + (1-beta2)*g*g;
// p -= learning_rate/(1-beta1^step) * m / (sqrt(v)/sqrt(1-beta2^step) + epsilon).
NIN_MUST_CHECK nin_status nin_adam_step_f32(const nin_context* context, const nin_adam* options,
                                            size_t count, const float* g, float* m, float* v,
                                            float* p);

// *sum = sum of g[i]^2, in double. The order of the sum depends on `count` only.
NIN_MUST_CHECK nin_status nin_sum_of_squares_f32(const nin_context* context, size_t count,
                                                 const float* g, double* sum);

#endif
