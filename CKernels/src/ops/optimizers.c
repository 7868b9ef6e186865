// Optimizer steps. Threads share slices of the parameters.
#include "ops/parallel.h"

nin_status nin_sgd_step_f32(const nin_context* context, const nin_sgd* options, size_t count,
                            const float* g, float* buffer, float* p) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!options || !g || !p || (options->momentum != 0 && !buffer)) return NIN_INVALID_ARGUMENT;
  NIN_PARALLEL_FOR(context, i, count, NIN_SLICE)
    kernels->sgd(options, nin_minimum(NIN_SLICE, count - i), g + i, buffer ? buffer + i : NULL,
                 p + i);
  return NIN_OK;
}

nin_status nin_adam_step_f32(const nin_context* context, const nin_adam* options, size_t count,
                             const float* g, float* m, float* v, float* p) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!options || !g || !m || !v || !p || options->step < 1) return NIN_INVALID_ARGUMENT;
  NIN_PARALLEL_FOR(context, i, count, NIN_SLICE)
    kernels->adam(options, nin_minimum(NIN_SLICE, count - i), g + i, m + i, v + i, p + i);
  return NIN_OK;
}

nin_status nin_sum_of_squares_f32(const nin_context* context, size_t count, const float* g,
                                  double* sum) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  (void)kernels;
  if (!g || !sum) return NIN_INVALID_ARGUMENT;
  enum { PARTS = 64 };
  double part[PARTS] = {0};
  const size_t length = nin_divide_up(count, PARTS);
  NIN_PARALLEL_FOR(context, k, PARTS, 1) {
    for (size_t i = k * length; i < nin_minimum(count, (k + 1) * length); i++)
      part[k] += (double)g[i] * (double)g[i];
  }
  *sum = 0;
  for (size_t k = 0; k < PARTS; k++) *sum += part[k];
  return NIN_OK;
}
