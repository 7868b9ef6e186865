// The vector vocabulary (see scalar.h) for AVX-512. A vector has 16 floats. Tiles of 12 x 32 take
// 24 of the 32 registers.

enum { VL = 16, NV = 2, MR = 12, MC = 48, KC = 128 };
typedef __m512 vf;

INLINE vf v_zero(void) { return _mm512_setzero_ps(); }
INLINE vf v_set1(float x) { return _mm512_set1_ps(x); }
INLINE vf v_load(const float* p) { return _mm512_loadu_ps(p); }
INLINE void v_store(float* p, vf a) { _mm512_storeu_ps(p, a); }
INLINE __mmask16 v_tail_mask(size_t n) { return (__mmask16)((n >= VL ? 0 : 1u << n) - 1u); }
INLINE vf v_load_tail(const float* p, size_t n) { return _mm512_maskz_loadu_ps(v_tail_mask(n), p); }
INLINE void v_store_tail(float* p, size_t n, vf a) { _mm512_mask_storeu_ps(p, v_tail_mask(n), a); }
INLINE vf v_add(vf a, vf b) { return _mm512_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm512_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm512_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm512_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm512_sqrt_ps(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return _mm512_fmadd_ps(a, b, c); }
INLINE vf v_fma_bf16(vf a, vf b, vf c) { return v_fma(a, b, c); }
INLINE vf v_relu(vf a) { return _mm512_max_ps(_mm512_setzero_ps(), a); }
INLINE vf v_where_positive(vf m, vf a) {
  return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(m, _mm512_setzero_ps(), _CMP_GT_OQ), a);
}
INLINE vf v_where_greater(vf a, vf b, vf x, vf y) {
  const __mmask16 take =
      _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ) | _mm512_cmp_ps_mask(a, a, _CMP_UNORD_Q);
  return _mm512_mask_blend_ps(take, y, x);
}
INLINE size_t v_places(vf a, uint32_t first, uint32_t* place) {
  const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __mmask16 there = _mm512_cmp_ps_mask(a, _mm512_setzero_ps(), _CMP_NEQ_UQ);
  const __m512i all = _mm512_add_epi32(lanes, _mm512_set1_epi32((int)first));
  _mm512_storeu_si512(place, _mm512_maskz_compress_epi32(there, all));
  return (size_t)__builtin_popcount(there);
}
