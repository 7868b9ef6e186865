// The limits of a processor: the triad of STREAM, and multiply-adds in registers.

INLINE void triad_vector(size_t i, size_t n, float s, const float* b, const float* c, float* a) {
  v_store_upto(a + i, n, v_fma(v_set1(s), v_load_upto(c + i, n), v_load_upto(b + i, n)));
}

static void triad(size_t count, float s, const float* b, const float* c, float* a) {
  FOR_EACH_VECTOR(count, triad_vector, s, b, c, a);
}

// Runs enough independent chains to hide the latency of the multiply-add. Returns the operations
// done.
static double fma_chain(size_t iterations) {
  enum { CHAINS = 12 };
  vf x[CHAINS];
  for (int c = 0; c < CHAINS; c++) x[c] = v_set1((float)c);
  const vf a = v_set1(0.999f), b = v_set1(0.001f);
  for (size_t i = 0; i < iterations; i++) {
    FULLY_UNROLLED for (int c = 0; c < CHAINS; c++) x[c] = v_fma(x[c], a, b);
  }
  vf sum = x[0];
  for (int c = 1; c < CHAINS; c++) sum = v_add(sum, x[c]);
  float lanes[VL];
  v_store(lanes, sum);
  // The sum is positive: the test only keeps the chains alive.
  return lanes[0] < 0 ? 0 : (double)(2 * VL * CHAINS) * (double)iterations;
}
