// The vector vocabulary (see scalar.h) in portable C with the sizes of avx512.h. It tests the
// 16-wide kernels on machines without AVX-512; its speed depends on the compiler.

// Functions with vector arguments are all inlined, so it does not matter how vectors are passed.
#pragma clang diagnostic ignored "-Wpsabi"

enum { VL = 16, NV = 2, MR = 12, MC = 48, KC = 128 };
typedef float vf __attribute__((vector_size(64)));
typedef int32_t vi __attribute__((vector_size(64)));

INLINE vf v_set1(float x) { return x - (vf){0}; }
INLINE vf v_zero(void) { return (vf){0}; }
INLINE vf v_load(const float* p) {
  vf a;
  __builtin_memcpy(&a, p, sizeof a);
  return a;
}
INLINE void v_store(float* p, vf a) { __builtin_memcpy(p, &a, sizeof a); }
INLINE vf v_load_tail(const float* p, size_t n) {
  vf a = {0};
  __builtin_memcpy(&a, p, (n < VL ? n : VL) * sizeof *p);
  return a;
}
INLINE void v_store_tail(float* p, size_t n, vf a) {
  __builtin_memcpy(p, &a, (n < VL ? n : VL) * sizeof *p);
}
INLINE vf v_add(vf a, vf b) { return a + b; }
INLINE vf v_sub(vf a, vf b) { return a - b; }
INLINE vf v_mul(vf a, vf b) { return a * b; }
INLINE vf v_div(vf a, vf b) { return a / b; }
INLINE vf v_sqrt(vf a) {
  for (int i = 0; i < VL; i++) a[i] = __builtin_sqrtf(a[i]);
  return a;
}
INLINE vf v_fma(vf a, vf b, vf c) { return a * b + c; }
INLINE vf v_fma_bf16(vf a, vf b, vf c) {
  typedef double vd __attribute__((vector_size(128)));
  const vd sum = __builtin_convertvector(a, vd) * __builtin_convertvector(b, vd) +
                 __builtin_convertvector(c, vd);
  return __builtin_convertvector(sum, vf);
}
INLINE vf v_select(vi take, vf x, vf y) { return (vf)((take & (vi)x) | (~take & (vi)y)); }
INLINE vf v_relu(vf a) { return v_select(a < v_zero(), v_zero(), a); }
INLINE vf v_where_positive(vf m, vf a) { return v_select(m > v_zero(), a, v_zero()); }
INLINE vf v_where_greater(vf a, vf b, vf x, vf y) { return v_select((a > b) | (a != a), x, y); }
INLINE size_t v_places(vf a, uint32_t first, uint32_t* place) {
  size_t found = 0;
  FULLY_UNROLLED for (int i = 0; i < VL; i++) {
    place[found] = first + (uint32_t)i;
    found += a[i] != 0;
  }
  return found;
}
