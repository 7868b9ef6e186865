// Where an operation runs: on which instruction set and on how many threads.
#ifndef NIN_CONTEXT_H
#define NIN_CONTEXT_H

#include "nin_status.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum nin_isa {
  NIN_ISA_SCALAR = 0,
  NIN_ISA_AVX2,
  NIN_ISA_AVX512,
  NIN_ISA_NEON,
  // The 16-wide kernels in portable C, which tests them on machines without AVX-512.
  NIN_ISA_WIDE16,
  NIN_ISA_COUNT
} nin_isa;

typedef struct nin_context {
  nin_isa isa;
  int32_t threads;
} nin_context;

// Whether this build and this processor can run `isa`.
bool nin_isa_available(nin_isa isa);

// The fastest available instruction set, by feature bits.
nin_isa nin_isa_best(void);

// Floats in a vector of `isa`; 0 if it is not available.
int32_t nin_isa_width(nin_isa isa);

// Whether this processor has instructions for products of bf16 numbers that go with `isa`.
bool nin_isa_has_bf16(nin_isa isa);

// The number of processors that this process may run on, by its affinity mask.
int32_t nin_processors(void);

// The number of threads that OpenMP would use, by OMP_NUM_THREADS, affinity mask and processors.
int32_t nin_default_threads(void);

// The number of threads that a parallel region with `context->threads` really gets.
int32_t nin_team_size(const nin_context* context);

#endif
