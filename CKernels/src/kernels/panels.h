// Panels: a matrix cut into strips of NR columns, each stored row after row, the last one padded
// with zeros. The micro-kernels stream them from front to back.

static void pack_panels(size_t rows, size_t columns, const float* x, size_t stride, float* panels,
                        size_t panel_stride) {
  for (size_t j = 0; j < columns; j += NR, panels += panel_stride) {
    const size_t n = columns - j < NR ? columns - j : NR;
    for (size_t i = 0; i < rows; i++) {
      const float* from = x + i * stride + j;
      float* to = panels + i * NR;
      for (int v = 0; v < NV; v++) {
        const size_t l = (size_t)v * VL;
        v_store(to + l, n >= l + VL ? v_load(from + l) : n > l ? v_load_tail(from + l, n - l) : v_zero());
      }
    }
  }
}

// Four running sums, added up in a fixed order.
static void sum_columns(size_t rows, size_t columns, const float* x, size_t stride, float* sum) {
  for (size_t l = 0; l < columns; l += VL) {
    const size_t n = columns - l < VL ? columns - l : VL;
    vf s[4] = {v_zero(), v_zero(), v_zero(), v_zero()};
    for (size_t k = 0; k < rows; k++) {
      const float* from = x + k * stride + l;
      s[k % 4] = v_add(s[k % 4], n == VL ? v_load(from) : v_load_tail(from, n));
    }
    const vf all = v_add(v_add(s[0], s[1]), v_add(s[2], s[3]));
    v_store_tail(sum + l, n, v_add(v_load_tail(sum + l, n), all));
  }
}
