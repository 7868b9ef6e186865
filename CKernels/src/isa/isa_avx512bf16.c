// What AVX512_BF16 adds to AVX-512: the products of bf16 numbers alone.
#include "isa/prologue.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16,avx2,fma"))), apply_to = function)
#define NIN_BF16_TABLE nin_bf16_kernels_avx512bf16
#include "simd/avx512.h"
#include "simd/avx512bf16.h"
#include "kernels/blocks.h"
#include "kernels/vectors.h"
#include "kernels/prefetch.h"
#include "kernels/gemm_bf16.h"
#pragma clang attribute pop
#endif
