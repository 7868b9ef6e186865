// Chooses the table of kernels by feature bits, never by the name of the processor.
#include "kernels/kernels.h"

extern const nin_kernels nin_kernels_scalar, nin_kernels_wide16;
extern const nin_bf16_kernels nin_bf16_kernels_scalar, nin_bf16_kernels_wide16;

#if defined(__x86_64__)
extern const nin_kernels nin_kernels_avx2, nin_kernels_avx512;
extern const nin_bf16_kernels nin_bf16_kernels_avx2, nin_bf16_kernels_avx512,
    nin_bf16_kernels_avx512bf16;

static const nin_kernels* avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &nin_kernels_avx2 : NULL;
}
static const nin_kernels* avx512(void) {
  return __builtin_cpu_supports("avx512f") ? &nin_kernels_avx512 : NULL;
}
static const nin_kernels* neon(void) { return NULL; }
static bool has_avx512bf16(void) {
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl");
}
#elif defined(__aarch64__)
extern const nin_kernels nin_kernels_neon;
extern const nin_bf16_kernels nin_bf16_kernels_neon;

static const nin_kernels* avx2(void) { return NULL; }
static const nin_kernels* avx512(void) { return NULL; }
static const nin_kernels* neon(void) { return &nin_kernels_neon; }
#else
static const nin_kernels* avx2(void) { return NULL; }
static const nin_kernels* avx512(void) { return NULL; }
static const nin_kernels* neon(void) { return NULL; }
#endif

const nin_kernels* nin_kernels_of(nin_isa isa) {
  switch (isa) {
  case NIN_ISA_SCALAR:
    return &nin_kernels_scalar;
  case NIN_ISA_AVX2:
    return avx2();
  case NIN_ISA_AVX512:
    return avx512();
  case NIN_ISA_NEON:
    return neon();
  case NIN_ISA_WIDE16:
    return &nin_kernels_wide16;
  default:
    return NULL;
  }
}

const nin_bf16_kernels* nin_bf16_kernels_of(nin_isa isa) {
  if (!nin_kernels_of(isa)) return NULL;
  switch (isa) {
#if defined(__x86_64__)
  case NIN_ISA_AVX2:
    return &nin_bf16_kernels_avx2;
  case NIN_ISA_AVX512:
    return has_avx512bf16() ? &nin_bf16_kernels_avx512bf16 : &nin_bf16_kernels_avx512;
#elif defined(__aarch64__)
  case NIN_ISA_NEON:
    return &nin_bf16_kernels_neon;
#endif
  case NIN_ISA_WIDE16:
    return &nin_bf16_kernels_wide16;
  default:
    return &nin_bf16_kernels_scalar;
  }
}

bool nin_isa_has_bf16(nin_isa isa) {
#if defined(__x86_64__)
  return nin_bf16_kernels_of(isa) == &nin_bf16_kernels_avx512bf16;
#else
  (void)isa;
  return false;
#endif
}

bool nin_isa_available(nin_isa isa) { return nin_kernels_of(isa) != NULL; }

int32_t nin_isa_width(nin_isa isa) {
  const nin_kernels* kernels = nin_kernels_of(isa);
  return kernels ? kernels->width : 0;
}

nin_isa nin_isa_best(void) {
  const nin_isa fastest_first[] = {NIN_ISA_AVX512, NIN_ISA_AVX2, NIN_ISA_NEON};
  for (size_t i = 0; i < sizeof fastest_first / sizeof *fastest_first; i++) {
    if (nin_isa_available(fastest_first[i])) return fastest_first[i];
  }
  return NIN_ISA_SCALAR;
}
