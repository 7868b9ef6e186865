// Element by element: ReLU, dropout, the triad.

static void relu(size_t count, const float* x, float* y) {
  for (size_t i = 0; i < count; i += VL) {
    const size_t n = count - i < VL ? count - i : VL;
    v_store_tail(y + i, n, v_relu(v_load_tail(x + i, n)));
  }
}

static void relu_backward(size_t count, const float* dy, const float* y, float* dx) {
  for (size_t i = 0; i < count; i += VL) {
    const size_t n = count - i < VL ? count - i : VL;
    v_store_tail(dx + i, n, v_where_positive(v_load_tail(y + i, n), v_load_tail(dy + i, n)));
  }
}

// Two rounds of a 32-bit mixer (multipliers: Wellons, "Prospecting for hash functions", 2018), the
// second one keyed again; plain integers, which the compiler turns into vectors of this set.
INLINE uint32_t dropout_hash(uint32_t z, uint32_t low, uint32_t high) {
  z ^= low;
  z = (z ^ z >> 16) * 0x7feb352du;
  z = (z ^ z >> 15) * 0x846ca68bu;
  z = (z ^ z >> 16) + high;
  z = (z ^ z >> 16) * 0x7feb352du;
  z = (z ^ z >> 15) * 0x846ca68bu;
  return z ^ z >> 16;
}

static void dropout(size_t count, uint64_t key, uint32_t first, uint32_t threshold, float scale,
                    const float* x, float* y) {
  const uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
  for (size_t i = 0; i < count; i++) {
    const uint32_t hash = dropout_hash(first + (uint32_t)i, low, high);
    y[i] = hash >= threshold ? x[i] * scale : 0;
  }
}

static void triad(size_t count, float s, const float* b, const float* c, float* a) {
  for (size_t i = 0; i < count; i += VL) {
    const size_t n = count - i < VL ? count - i : VL;
    v_store_tail(a + i, n, v_fma(v_set1(s), v_load_tail(c + i, n), v_load_tail(b + i, n)));
  }
}

// Enough independent chains to hide the latency of the multiply-add; returns operations done.
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
