// Products of bf16 numbers by AVX512_BF16, sixteen pairs a vector. VDPBF16PS adds the product of
// the upper halves to the sum, then that of the lower halves, each with one rounding to the
// nearest; denormals count as zero whatever the mode.

enum { BF16_PARTS = 1 };
typedef __m512bh vb;

INLINE vb bf16_load(int part, const uint32_t* pairs) {
  (void)part;
  return (__m512bh)_mm512_loadu_si512(pairs);
}
INLINE vb bf16_set1(int part, const uint32_t* pair) {
  (void)part;
  return (__m512bh)_mm512_set1_epi32((int)*pair);
}
INLINE vf bf16_dot(vb a, vb b, vf sum) { return _mm512_dpbf16_ps(sum, a, b); }

INLINE __mmask16 bf16_lanes(size_t n) { return (__mmask16)((n >= VL ? 0 : 1u << n) - 1u); }

// y[i] = the pair of x[2i] and x[2i+1].
INLINE void bf16_round_pairs(size_t pairs, const float* x, uint32_t* y) {
  for (size_t i = 0; i < 2 * pairs; i += VL) {
    const __mmask16 lanes = bf16_lanes(2 * pairs - i);
    const __m256i rounded = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(lanes, x + i));
    _mm256_mask_storeu_epi16((uint16_t*)(void*)y + i, lanes, rounded);
  }
}

// y[i] = the pair of x0[i] and x1[i].
INLINE void bf16_round_two(size_t count, const float* x0, const float* x1, uint32_t* y) {
  for (size_t i = 0; i < count; i += VL) {
    const __mmask16 lanes = bf16_lanes(count - i);
    const __m256i low = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(lanes, x0 + i));
    const __m256i high = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(lanes, x1 + i));
    const __m512i upper = _mm512_slli_epi32(_mm512_cvtepu16_epi32(high), 16);
    _mm512_mask_storeu_epi32(y + i, lanes, _mm512_or_si512(upper, _mm512_cvtepu16_epi32(low)));
  }
}
