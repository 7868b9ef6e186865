// The number of threads that OpenMP would use, and the number that it really gives.
#include "ops/parallel.h"

int32_t nin_processors(void) { return omp_get_num_procs(); }

int32_t nin_default_threads(void) {
  const int processors = omp_get_num_procs(), limit = omp_get_max_threads();
  return limit < processors ? limit : processors;
}

int32_t nin_team_size(const nin_context* context) {
  if (!context || context->threads < 1) return 0;
  int32_t size = 0;
  NIN_PARALLEL(context) {
#pragma omp single
    size = omp_get_num_threads();
  }
  return size;
}
