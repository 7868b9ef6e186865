// How every operation runs on its threads.
#ifndef NIN_PARALLEL_H
#define NIN_PARALLEL_H

#include "kernels/kernels.h"
#include "ops/sizes.h"

#include <omp.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

// Opens a parallel region: `NIN_PARALLEL(context) { ... }`. There is no other way to open one.
// Inside, denormal numbers are flushed to zero, because each costs a hundred cycles and none
// matters. At the end, each thread gets back its former mode. Neither `break` nor `return` may
// leave the region.
#define NIN_PARALLEL(context)                                                                      \
  NIN_PRAGMA(omp parallel num_threads((context)->threads))                                         \
  for (nin_region region_ = nin_enter_region(); region_.inside; nin_leave_region(&region_))

// A parallel region with one loop: i = 0, step, 2 * step, ... < count.
#define NIN_PARALLEL_FOR(context, i, count, step)                                                  \
  NIN_PARALLEL(context)                                                                            \
  NIN_PRAGMA(omp for schedule(static))                                                             \
  for (size_t i = 0; i < (count); i += (step))

#define NIN_PRAGMA(...) _Pragma(#__VA_ARGS__)

typedef struct nin_region {
  uint64_t mode;
  bool inside;
} nin_region;

static inline nin_region nin_enter_region(void) {
  nin_region region = {0, true};
#if defined(__x86_64__)
  region.mode = _mm_getcsr();
  _mm_setcsr((unsigned)region.mode | 0x8040u); // FTZ, DAZ
#elif defined(__aarch64__)
  __asm__ volatile("mrs %0, fpcr" : "=r"(region.mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(region.mode | 1u << 24)); // FZ
#endif
  return region;
}

static inline void nin_leave_region(nin_region* region) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)region->mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(region->mode));
#endif
  region->inside = false;
}

// The share of this thread of a parallel region in `count` items, in multiples of `grain` items.
typedef struct nin_range {
  size_t first, last;
} nin_range;

static inline nin_range nin_share(size_t count, size_t grain) {
  const size_t team = (size_t)omp_get_num_threads(), me = (size_t)omp_get_thread_num();
  const size_t grains = nin_divide_up(count, grain);
  return (nin_range){nin_minimum(grains * me / team * grain, count),
                     nin_minimum(grains * (me + 1) / team * grain, count)};
}

// Defines `kernels` as those of a context, or returns an error.
#define NIN_KERNELS_OR_RETURN(kernels, context)                                                    \
  if (!(context) || (context)->threads < 1) return NIN_INVALID_ARGUMENT;                           \
  const nin_kernels* kernels = nin_kernels_of((context)->isa);                                     \
  if (!kernels) return NIN_ISA_UNAVAILABLE

// The elements of one slice of an elementwise operation.
enum { NIN_SLICE = 1 << 14 };

#endif
