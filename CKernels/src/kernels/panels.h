// Panels: a matrix split into strips of NR columns. Each is stored row by row, and the last one is
// padded with zeros. The micro-kernels read them from front to back.

// One strip of n columns.
INLINE void pack_panel(size_t rows, size_t n, const float* x, size_t stride, float* panel) {
  for (size_t i = 0; i < rows; i++) {
    FULLY_UNROLLED for (int v = 0; v < NV; v++) {
      const size_t l = (size_t)v * VL;
      v_store(panel + i * NR + l, n > l ? v_load_upto(x + i * stride + l, n - l) : v_zero());
    }
  }
}

static void pack_panels(size_t rows, size_t columns, const float* x, size_t stride, float* panels,
                        size_t panel_stride) {
  size_t j = 0;
  for (; j + NR <= columns; j += NR, panels += panel_stride)
    pack_panel(rows, NR, x + j, stride, panels);
  if (j < columns) pack_panel(rows, columns - j, x + j, stride, panels);
}

// Four running sums, added up in a fixed order.
INLINE void sum_vector(size_t i, size_t n, size_t rows, const float* x, size_t stride, float* sum) {
  vf s[4] = {v_zero(), v_zero(), v_zero(), v_zero()};
  size_t k = 0;
  for (; k + 4 <= rows; k += 4) {
    FULLY_UNROLLED for (size_t u = 0; u < 4; u++)
      s[u] = v_add(s[u], v_load_upto(x + (k + u) * stride + i, n));
  }
  FULLY_UNROLLED for (size_t u = 0; u < 3; u++) {
    if (k + u < rows) s[u] = v_add(s[u], v_load_upto(x + (k + u) * stride + i, n));
  }
  const vf all = v_add(v_add(s[0], s[1]), v_add(s[2], s[3]));
  v_store_upto(sum + i, n, v_add(v_load_upto(sum + i, n), all));
}

static void sum_columns(size_t rows, size_t columns, const float* x, size_t stride, float* sum) {
  FOR_EACH_VECTOR(columns, sum_vector, rows, x, stride, sum);
}
