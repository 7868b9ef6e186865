// Stands in for OpenMP's runtime where the kernels are checked on one thread.
#ifndef OMP_H
#define OMP_H

static inline int omp_get_num_procs(void) { return 1; }
static inline int omp_get_max_threads(void) { return 1; }
static inline int omp_get_num_threads(void) { return 1; }
static inline int omp_get_thread_num(void) { return 0; }

#endif
