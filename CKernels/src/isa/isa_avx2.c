#include "isa/prologue.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NIN_TABLE nin_kernels_avx2
#define NIN_BF16_TABLE nin_bf16_kernels_avx2
#include "simd/avx2.h"
#include "isa/templates.h"
#pragma clang attribute pop
#endif
