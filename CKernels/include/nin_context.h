// Where an operation runs: which instruction set, on how many threads.
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
  // The 16-wide template in portable C: AVX-512's twin for machines that lack it.
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

// Floats in a vector of `isa`, 0 when it is not available.
int32_t nin_isa_width(nin_isa isa);

// Whether this processor has instructions for products of bf16 numbers that go with `isa`.
bool nin_isa_has_bf16(nin_isa isa);

// Threads that OpenMP would use here (OMP_NUM_THREADS, affinity mask and processors considered).
int32_t nin_default_threads(void);

// Threads that a parallel region asked for `context->threads` really gets.
int32_t nin_team_size(const nin_context* context);

#endif
