// The vector vocabulary (see scalar.h) for NEON. A vector has 4 floats. Tiles of 6 x 16 take 24 of
// the 32 registers.

enum { VL = 4, NV = 4, MR = 6, MC = 48, KC = 128 };
typedef float32x4_t vf;

INLINE vf v_zero(void) { return vdupq_n_f32(0); }
INLINE vf v_set1(float x) { return vdupq_n_f32(x); }
INLINE vf v_load(const float* p) { return vld1q_f32(p); }
INLINE void v_store(float* p, vf a) { vst1q_f32(p, a); }
// Lane by lane, because a copy of n floats through memory would call a function.
INLINE vf v_load_tail(const float* p, size_t n) {
  vf a = v_zero();
  if (n >= VL) return v_load(p);
  if (n > 0) a = vld1q_lane_f32(p, a, 0);
  if (n > 1) a = vld1q_lane_f32(p + 1, a, 1);
  if (n > 2) a = vld1q_lane_f32(p + 2, a, 2);
  return a;
}
INLINE void v_store_tail(float* p, size_t n, vf a) {
  if (n >= VL) return v_store(p, a);
  if (n > 0) vst1q_lane_f32(p, a, 0);
  if (n > 1) vst1q_lane_f32(p + 1, a, 1);
  if (n > 2) vst1q_lane_f32(p + 2, a, 2);
}
INLINE vf v_add(vf a, vf b) { return vaddq_f32(a, b); }
INLINE vf v_sub(vf a, vf b) { return vsubq_f32(a, b); }
INLINE vf v_mul(vf a, vf b) { return vmulq_f32(a, b); }
INLINE vf v_div(vf a, vf b) { return vdivq_f32(a, b); }
INLINE vf v_sqrt(vf a) { return vsqrtq_f32(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return vfmaq_f32(c, a, b); }
INLINE vf v_fma_bf16(vf a, vf b, vf c) { return v_fma(a, b, c); }
// FMAX returns NaN when an operand is NaN.
INLINE vf v_relu(vf a) { return vmaxq_f32(a, vdupq_n_f32(0)); }
INLINE vf v_where_positive(vf m, vf a) {
  return vreinterpretq_f32_u32(vandq_u32(vcgtq_f32(m, vdupq_n_f32(0)), vreinterpretq_u32_f32(a)));
}
INLINE vf v_where_greater(vf a, vf b, vf x, vf y) {
  const uint32x4_t take = vorrq_u32(vcgtq_f32(a, b), vmvnq_u32(vceqq_f32(a, a)));
  return vbslq_f32(take, x, y);
}
INLINE size_t v_places(vf a, uint32_t first, uint32_t* place) {
  size_t found = 0;
  FULLY_UNROLLED for (int i = 0; i < VL; i++) {
    place[found] = first + (uint32_t)i;
    found += a[i] != 0;
  }
  return found;
}
