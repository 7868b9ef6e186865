// The vector vocabulary with vectors of one float, which the other instruction sets are compared
// with.
//
//   VL  floats in a vector
//   NV  vectors in a row of a panel; NR = VL * NV columns
//   MR  rows of a tile of sums
//   MC  rows that are multiplied with one panel before the next
//   KC  products of a partial sum, before it is added to the total

enum { VL = 1, NV = 4, MR = 4, MC = 48, KC = 128 };
typedef float vf;

INLINE vf v_zero(void) { return 0; }
INLINE vf v_set1(float x) { return x; }
INLINE vf v_load(const float* p) { return *p; }
INLINE void v_store(float* p, vf a) { *p = a; }
INLINE vf v_load_tail(const float* p, size_t n) { return n ? *p : 0; }
INLINE void v_store_tail(float* p, size_t n, vf a) {
  if (n) *p = a;
}
INLINE vf v_add(vf a, vf b) { return a + b; }
INLINE vf v_sub(vf a, vf b) { return a - b; }
INLINE vf v_mul(vf a, vf b) { return a * b; }
INLINE vf v_div(vf a, vf b) { return a / b; }
INLINE vf v_sqrt(vf a) { return __builtin_sqrtf(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return a * b + c; }
// a * b + c with one rounding for factors of at most 12 bits: their product is exact in double, and
// the sum's two roundings are as good as one.
INLINE vf v_fma_bf16(vf a, vf b, vf c) { return (float)((double)a * (double)b + (double)c); }
// max(a, 0), where a NaN stays a NaN.
INLINE vf v_relu(vf a) { return a < 0 ? 0 : a; }
// a where m > 0, else 0.
INLINE vf v_where_positive(vf m, vf a) { return m > 0 ? a : 0; }
// x where a > b or a is NaN, else y.
INLINE vf v_where_greater(vf a, vf b, vf x, vf y) { return a > b || a != a ? x : y; }
// Writes first + i for each lane i with a[i] != 0, in order, and returns how many there are. Writes
// VL places in all.
INLINE size_t v_places(vf a, uint32_t first, uint32_t* place) {
  *place = first;
  return a != 0;
}
