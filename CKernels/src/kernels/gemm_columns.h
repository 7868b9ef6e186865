// The micro-kernel of the weight gradients. K runs over pixels, A is read by columns in the memory
// of the activations, B is a panel of output gradients, and the tile is added to C.

// Every loop over the sums has constant bounds and is unrolled: the sums stay in registers only if
// all indices into them are known when the code is compiled.
INLINE void gemm_columns_store(const int mr, const bool whole, const nin_gemm_columns* g, size_t i,
                               vf sum[MR][NV]) {
  FULLY_UNROLLED for (int r = 0; r < mr; r++) {
    float* c = g->c + (i + (size_t)r) * g->c_stride;
    FULLY_UNROLLED for (int v = 0; v < NV; v++) {
      const size_t column = (size_t)v * VL, n = whole ? VL : g->columns - column;
      if (!whole && column >= g->columns) break;
      v_store_upto(c + column, n, v_add(v_load_upto(c + column, n), sum[r][v]));
    }
  }
}

// See gemm_rows_prefetch.
INLINE void gemm_columns_prefetch(const nin_gemm_columns* g, size_t row, const size_t lines[2]) {
  FULLY_UNROLLED for (size_t l = 0; l < NR; l += LINE)
    __builtin_prefetch(g->c + row * g->c_stride + l, 1, 3);
  prefetch_share(g->next[0], row, lines[0]);
  prefetch_share(g->next[1], row, lines[1]);
}

INLINE void gemm_columns_tile(const int mr, const nin_gemm_columns* g, size_t i,
                              const size_t lines[2]) {
  vf sum[MR][NV];
  FULLY_UNROLLED for (int r = 0; r < mr; r++) {
    FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_zero();
  }
  const float* b = g->b;
  const size_t step = g->step;
  size_t ahead = 0; // rows that were prefetched
  for (size_t l = 0; l < g->planes * g->lines; l++) {
    const float* a = g->a + l / g->lines * g->plane_stride + l % g->lines * g->line_stride + i;
    for (size_t k = g->line_length; k > 0;) {
      size_t stop = 0;
      if (ahead < (size_t)mr) {
        gemm_columns_prefetch(g, i + ahead++, lines);
        if (k > PREFETCH_STEPS) stop = k - PREFETCH_STEPS;
      }
      for (; k > stop; k--) {
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
  }
  if (g->columns == NR)
    gemm_columns_store(mr, true, g, i, sum);
  else
    gemm_columns_store(mr, false, g, i, sum);
}

#define GEMM_COLUMNS_REST(n)                                                                       \
  case n:                                                                                          \
    if (n < MR) gemm_columns_tile(n < MR ? n : 1, g, i, lines);                                    \
    break;

static void gemm_columns(const nin_gemm_columns* g) {
  const size_t lines[2] = {lines_per_step(g->next[0], g->rows),
                           lines_per_step(g->next[1], g->rows)};
  size_t i = 0;
  for (; i + MR <= g->rows; i += MR) gemm_columns_tile(MR, g, i, lines);
  switch (g->rows - i) { FOR_EACH_REST(GEMM_COLUMNS_REST) }
}

#undef GEMM_COLUMNS_REST
