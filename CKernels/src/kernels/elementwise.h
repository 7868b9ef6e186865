// Elementwise operations: ReLU and dropout.

INLINE void relu_vector(size_t i, size_t n, const float* x, float* y) {
  v_store_upto(y + i, n, v_relu(v_load_upto(x + i, n)));
}

static void relu(size_t count, const float* x, float* y) {
  FOR_EACH_VECTOR(count, relu_vector, x, y);
}

INLINE void relu_backward_vector(size_t i, size_t n, const float* dy, const float* y, float* dx) {
  v_store_upto(dx + i, n, v_where_positive(v_load_upto(y + i, n), v_load_upto(dy + i, n)));
}

static void relu_backward(size_t count, const float* dy, const float* y, float* dx) {
  FOR_EACH_VECTOR(count, relu_backward_vector, dy, y, dx);
}

// Two rounds of a 32-bit mixer (multipliers: Wellons, "Prospecting for hash functions", 2018), with
// a key before each. The compiler vectorizes this integer code for the instruction set.
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
