// The limits of the machine: multiply-adds and memory traffic.
#include "ops/parallel.h"

nin_status nin_probe_fma(const nin_context* context, size_t iterations, double* flops) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!flops) return NIN_INVALID_ARGUMENT;
  double sum = 0;
  NIN_PARALLEL(context) {
    const double own = kernels->fma_chain(iterations);
#pragma omp atomic
    sum += own;
  }
  *flops = sum;
  return NIN_OK;
}

nin_status nin_probe_triad(const nin_context* context, size_t count, float s, const float* b,
                           const float* c, float* a) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!a || !b || !c) return NIN_INVALID_ARGUMENT;
  NIN_PARALLEL_FOR(context, i, count, NIN_SLICE)
    kernels->triad(nin_minimum(NIN_SLICE, count - i), s, b + i, c + i, a + i);
  return NIN_OK;
}
