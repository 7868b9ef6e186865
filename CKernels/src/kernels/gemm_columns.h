// The micro-kernel of the weight gradients: K runs over pixels, A is read by columns where the
// activations lie, B is a panel of output gradients, and the tile is added to C.

INLINE void gemm_columns_tile(const int mr, const nin_gemm_columns* g, size_t i) {
  vf sum[MR][NV];
  FULLY_UNROLLED for (int r = 0; r < mr; r++) {
    FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_zero();
  }
  const float* b = g->b;
  const size_t step = g->step;
  for (size_t l = 0; l < g->planes * g->lines; l++) {
    const float* a = g->a + l / g->lines * g->plane_stride + l % g->lines * g->line_stride + i;
    for (size_t k = g->line_length; k > 0; k--) {
      vf w[NV];
      FULLY_UNROLLED for (int v = 0; v < NV; v++) w[v] = v_load(b + v * VL);
      b += NR;
      FULLY_UNROLLED for (int r = 0; r < mr; r++) {
        const vf x = v_set1(a[r]);
        FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_fma(x, w[v], sum[r][v]);
      }
      a += step;
    }
  }
  FULLY_UNROLLED for (int r = 0; r < mr; r++) {
    float* c = g->c + (i + (size_t)r) * g->c_stride;
    if (g->columns == NR) {
      FULLY_UNROLLED for (int v = 0; v < NV; v++)
        v_store(c + v * VL, v_add(v_load(c + v * VL), sum[r][v]));
    } else {
      FULLY_UNROLLED for (int v = 0; v < NV; v++) {
        if ((size_t)v * VL >= g->columns) break;
        const size_t n = g->columns - (size_t)v * VL;
        v_store_tail(c + v * VL, n, v_add(v_load_tail(c + v * VL, n), sum[r][v]));
      }
    }
  }
}

#define GEMM_COLUMNS_TAIL(n)                                                                       \
  case n:                                                                                          \
    if (n < MR) gemm_columns_tile(n < MR ? n : 1, g, i);                                            \
    break;

static void gemm_columns(const nin_gemm_columns* g) {
  size_t i = 0;
  for (; i + MR <= g->rows; i += MR) gemm_columns_tile(MR, g, i);
  switch (g->rows - i) {
    GEMM_COLUMNS_TAIL(1) GEMM_COLUMNS_TAIL(2) GEMM_COLUMNS_TAIL(3) GEMM_COLUMNS_TAIL(4)
    GEMM_COLUMNS_TAIL(5) GEMM_COLUMNS_TAIL(6) GEMM_COLUMNS_TAIL(7) GEMM_COLUMNS_TAIL(8)
    GEMM_COLUMNS_TAIL(9) GEMM_COLUMNS_TAIL(10) GEMM_COLUMNS_TAIL(11)
  }
}

#undef GEMM_COLUMNS_TAIL
