// What every operation needs to run its share of work on every thread.
#ifndef NIN_PARALLEL_H
#define NIN_PARALLEL_H

#include "kernels/kernels.h"

#include <omp.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

// Denormals cost a hundred cycles each and carry no signal: flushed to zero while a thread works,
// restored before it leaves, since the mode belongs to the thread and the thread to the caller.
static inline uint64_t nin_flush_denormals(void) {
#if defined(__x86_64__)
  const uint64_t mode = _mm_getcsr();
  _mm_setcsr((unsigned)mode | 0x8040u); // FTZ, DAZ
  return mode;
#elif defined(__aarch64__)
  uint64_t mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | 1u << 24)); // FZ
  return mode;
#else
  return 0;
#endif
}

static inline void nin_restore_denormals(uint64_t mode) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
#else
  (void)mode;
#endif
}

// *product *= factor; false when no size can hold it with its bytes.
static inline bool nin_multiply(size_t* product, size_t factor) {
  return !__builtin_mul_overflow(*product, factor, product) && *product <= SIZE_MAX / 64;
}

static inline size_t nin_minimum(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t nin_maximum(size_t a, size_t b) { return a > b ? a : b; }
static inline size_t nin_divide_up(size_t a, size_t b) { return (a + b - 1) / b; }

// What this thread of a parallel region takes of `count` things that are best taken `grain` at a
// time.
typedef struct nin_range {
  size_t first, last;
} nin_range;

static inline nin_range nin_share(size_t count, size_t grain) {
  const size_t team = (size_t)omp_get_num_threads(), me = (size_t)omp_get_thread_num();
  const size_t grains = nin_divide_up(count, grain);
  return (nin_range){nin_minimum(grains * me / team * grain, count),
                     nin_minimum(grains * (me + 1) / team * grain, count)};
}

// The kernels of a context, or an early return.
#define NIN_KERNELS_OR_RETURN(kernels, context)                                                    \
  if (!(context) || (context)->threads < 1) return NIN_INVALID_ARGUMENT;                           \
  const nin_kernels* kernels = nin_kernels_of((context)->isa);                                     \
  if (!kernels) return NIN_ISA_UNAVAILABLE

// Elements a thread takes at a time from an elementwise operation.
enum { NIN_SLICE = 1 << 14 };

#endif
