// Products of bf16 numbers for instruction sets without them, bit for bit as VDPBF16PS computes
// them (see avx512bf16.h): denormals count as zero, in operands, sums and results; each product
// joins the sum with one rounding, that of the upper halves first. Denormals are left to the mode
// that a parallel region sets. Arm flushes what is tiny before rounding, x86 what is tiny after it:
// a sum that rounds up to the smallest normal number is zero there, and a zero that was flushed may
// have the other sign.

typedef uint32_t vu __attribute__((vector_size(VL * 4)));

// How often a pair of operands is taken up: once for each half.
enum { BF16_PARTS = 2 };
typedef vf vb;

// Keeps the compiler from loading pairs early, or from holding them from one part to the next: that
// would push sums out of the registers.
#define BF16_LOAD_NOW __asm__ volatile("" : : : "memory")

// A bf16 number is the upper half of a float.
INLINE vb bf16_part(int part, vu pairs) {
  const vu bits = part == 0 ? pairs & 0xffff0000u : pairs << 16;
  vf values;
  __builtin_memcpy(&values, &bits, sizeof values);
  return values;
}
INLINE vb bf16_load(int part, const uint32_t* pairs) {
  BF16_LOAD_NOW;
  vu bits;
  __builtin_memcpy(&bits, pairs, sizeof bits);
  return bf16_part(part, bits);
}
INLINE vb bf16_set1(int part, const uint32_t* pair) {
  BF16_LOAD_NOW;
  return bf16_part(part, (vu){0} + *pair);
}
INLINE vf bf16_dot(vb a, vb b, vf sum) { return v_fma_bf16(a, b, sum); }

// To the nearest, ties to even; a NaN stays one.
INLINE uint32_t bf16_round(float x) {
  uint32_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  const uint32_t upper = bits >> 16;
  const uint32_t nearest = (bits + 0x7fff + (upper & 1)) >> 16;
  const bool is_nan = (bits & 0x7fffffff) > 0x7f800000, is_tiny = (bits & 0x7f800000) == 0;
  return is_nan ? upper | 0x40 : is_tiny ? upper & 0x8000 : nearest;
}

// y[i] = the pair of x[2i] and x[2i+1].
INLINE void bf16_round_pairs(size_t pairs, const float* x, uint32_t* y) {
  for (size_t i = 0; i < pairs; i++) y[i] = bf16_round(x[2 * i]) | bf16_round(x[2 * i + 1]) << 16;
}

// y[i] = the pair of x0[i] and x1[i].
INLINE void bf16_round_two(size_t count, const float* x0, const float* x1, uint32_t* y) {
  for (size_t i = 0; i < count; i++) y[i] = bf16_round(x0[i]) | bf16_round(x1[i]) << 16;
}
