// The micro-kernel of the forward passes and of the data gradients: MR x NR sums in registers, a
// panel of B, and rows of A in the memory of the activations, whose elements are broadcast.
//
// Sums are split into chunks of about KC products, which are added up in a second set of
// accumulators. Rounding errors then grow with KC + K/KC instead of K. The second set is used so
// rarely that it costs two percent.

// Bias, ReLU, mask and store of a tile; the last panel may have fewer than NR columns.
INLINE void gemm_rows_store(const int mr, const bool whole, const nin_gemm_rows* g, size_t i,
                            size_t j, vf sum[MR][NV]) {
  FULLY_UNROLLED for (int v = 0; v < NV; v++) {
    const size_t column = j + (size_t)v * VL, n = whole ? VL : g->columns - column;
    if (!whole && column >= g->columns) break;
    if (g->bias) {
      const vf bias = v_load_upto(g->bias + column, n);
      FULLY_UNROLLED for (int r = 0; r < mr; r++) sum[r][v] = v_add(sum[r][v], bias);
    }
    if (g->relu) {
      FULLY_UNROLLED for (int r = 0; r < mr; r++) sum[r][v] = v_relu(sum[r][v]);
    }
    if (g->mask) {
      FULLY_UNROLLED for (int r = 0; r < mr; r++)
        sum[r][v] = v_where_positive(v_load_upto(g->mask[i + (size_t)r] + column, n), sum[r][v]);
    }
    FULLY_UNROLLED for (int r = 0; r < mr; r++)
      v_store_upto(g->c[i + (size_t)r] + column, n, sum[r][v]);
  }
}

// Prefetches what is outside the near caches, spread over the loop of multiply-adds: the lines of
// one row of C and of its mask, and a share of what the next call reads.
INLINE void gemm_rows_prefetch(const nin_gemm_rows* g, size_t row, size_t j, size_t lines) {
  FULLY_UNROLLED for (size_t l = 0; l < NR; l += LINE) {
    __builtin_prefetch(g->c[row] + j + l, 1, 3);
    if (g->mask) __builtin_prefetch(g->mask[row] + j + l, 0, 3);
  }
  prefetch_share(g->next, j / NR * g->rows + row, lines);
}

INLINE void gemm_rows_tile(const int mr, const nin_gemm_rows* g, size_t i, size_t j, const float* b,
                           size_t lines) {
  const float* a[MR];
  vf sum[MR][NV], total[MR][NV];
  FULLY_UNROLLED for (int r = 0; r < mr; r++) {
    a[r] = g->a[i + (size_t)r];
    FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_zero();
  }
  const size_t kc = g->kc ? g->kc : KC, most = kc + kc / 2;
  size_t ahead = g->far ? 0 : (size_t)mr; // rows that were prefetched
  bool spilled = false;
  size_t pending = 0;
  for (size_t s = 0; s < g->segments; s++) {
    const ptrdiff_t origin = (ptrdiff_t)s * g->segment_stride;
    for (size_t k0 = 0; k0 < g->segment_length;) {
      size_t k1 = g->segment_length - k0 > most ? k0 + kc : g->segment_length;
      if (pending + (k1 - k0) > most) {
        FULLY_UNROLLED for (int r = 0; r < mr; r++) {
          FULLY_UNROLLED for (int v = 0; v < NV; v++) {
            total[r][v] = spilled ? v_add(total[r][v], sum[r][v]) : sum[r][v];
            sum[r][v] = v_zero();
          }
        }
        spilled = true;
        pending = 0;
      }
      pending += k1 - k0;
      const ptrdiff_t end = origin + (ptrdiff_t)k1;
      for (ptrdiff_t k = origin + (ptrdiff_t)k0; k < end;) {
        ptrdiff_t stop = end;
        if (ahead < (size_t)mr) {
          gemm_rows_prefetch(g, i + ahead++, j, lines);
          if (end - k > PREFETCH_STEPS) stop = k + PREFETCH_STEPS;
        }
        for (; k < stop; k++) {
          vf w[NV];
          FULLY_UNROLLED for (int v = 0; v < NV; v++) w[v] = v_load(b + v * VL);
          b += NR;
          FULLY_UNROLLED for (int r = 0; r < mr; r++) {
            const vf x = v_set1(a[r][k]);
            FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_fma(x, w[v], sum[r][v]);
          }
        }
      }
      k0 = k1;
    }
  }
  if (spilled) {
    FULLY_UNROLLED for (int r = 0; r < mr; r++) {
      FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_add(total[r][v], sum[r][v]);
    }
  }
  if (g->columns - j >= NR)
    gemm_rows_store(mr, true, g, i, j, sum);
  else
    gemm_rows_store(mr, false, g, i, j, sum);
}

#define GEMM_ROWS_REST(n)                                                                          \
  case n:                                                                                          \
    if (n < MR) gemm_rows_tile(n < MR ? n : 1, g, i, j, b, lines);                                 \
    break;

// The outer loop is over panels, the inner one over tiles, so that a panel stays in a near cache
// while all rows of the block use it.
static void gemm_rows(const nin_gemm_rows* g) {
  const size_t panel = g->segments * g->segment_length * NR;
  const size_t lines = lines_per_step(g->next, (g->columns + NR - 1) / NR * g->rows);
  const float* b = g->b;
  for (size_t j = 0; j < g->columns; j += NR, b += panel) {
    size_t i = 0;
    for (; i + MR <= g->rows; i += MR) gemm_rows_tile(MR, g, i, j, b, lines);
    switch (g->rows - i) { FOR_EACH_REST(GEMM_ROWS_REST) }
  }
}

#undef GEMM_ROWS_REST
