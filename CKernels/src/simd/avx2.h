// The vector vocabulary (see scalar.h) for AVX2 with FMA. A vector has 8 floats. Tiles of 6 x 16
// take 12 of the 16 registers and leave room for two vectors of a panel and a broadcast.

enum { VL = 8, NV = 2, MR = 6, MC = 48, KC = 128 };
typedef __m256 vf;

INLINE vf v_zero(void) { return _mm256_setzero_ps(); }
INLINE vf v_set1(float x) { return _mm256_set1_ps(x); }
INLINE vf v_load(const float* p) { return _mm256_loadu_ps(p); }
INLINE void v_store(float* p, vf a) { _mm256_storeu_ps(p, a); }
INLINE __m256i v_tail_mask(size_t n) {
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), lanes);
}
INLINE vf v_load_tail(const float* p, size_t n) { return _mm256_maskload_ps(p, v_tail_mask(n)); }
INLINE void v_store_tail(float* p, size_t n, vf a) { _mm256_maskstore_ps(p, v_tail_mask(n), a); }
INLINE vf v_add(vf a, vf b) { return _mm256_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm256_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm256_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm256_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm256_sqrt_ps(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return _mm256_fmadd_ps(a, b, c); }
INLINE vf v_fma_bf16(vf a, vf b, vf c) { return v_fma(a, b, c); }
// MAXPS returns its second operand when one is NaN.
INLINE vf v_relu(vf a) { return _mm256_max_ps(_mm256_setzero_ps(), a); }
INLINE vf v_where_positive(vf m, vf a) {
  return _mm256_and_ps(_mm256_cmp_ps(m, _mm256_setzero_ps(), _CMP_GT_OQ), a);
}
INLINE vf v_where_greater(vf a, vf b, vf x, vf y) {
  return _mm256_blendv_ps(x, y, _mm256_and_ps(_mm256_cmp_ps(a, b, _CMP_NGT_UQ),
                                              _mm256_cmp_ps(a, a, _CMP_ORD_Q)));
}
// Entry m lists the positions of the bits of m, lowest first, in four bits each.
#define BIT(m, i)                                                                                  \
  ((m) >> (i)&1 ? (uint32_t)(i) << 4 * __builtin_popcount((m) & ((1u << (i)) - 1)) : 0)
#define BITS(m)                                                                                    \
  BIT(m, 1) | BIT(m, 2) | BIT(m, 3) | BIT(m, 4) | BIT(m, 5) | BIT(m, 6) | BIT(m, 7)
#define BITS4(m) BITS(m), BITS(m + 1), BITS(m + 2), BITS(m + 3)
#define BITS16(m) BITS4(m), BITS4(m + 4), BITS4(m + 8), BITS4(m + 12)
#define BITS64(m) BITS16(m), BITS16(m + 16), BITS16(m + 32), BITS16(m + 48)
static const uint32_t bits_of[256] = {BITS64(0u), BITS64(64u), BITS64(128u), BITS64(192u)};
INLINE size_t v_places(vf a, uint32_t first, uint32_t* place) {
  const __m256 there = _mm256_cmp_ps(a, _mm256_setzero_ps(), _CMP_NEQ_UQ);
  const uint32_t bits = (uint32_t)_mm256_movemask_ps(there);
  const __m256i shift = _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28);
  const __m256i listed = _mm256_srlv_epi32(_mm256_set1_epi32((int)bits_of[bits]), shift);
  const __m256i lanes = _mm256_and_si256(listed, _mm256_set1_epi32(7));
  const __m256i all = _mm256_add_epi32(lanes, _mm256_set1_epi32((int)first));
  _mm256_storeu_si256((__m256i*)(void*)place, all);
  return (size_t)__builtin_popcount(bits);
}
