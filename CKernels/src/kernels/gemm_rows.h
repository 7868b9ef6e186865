// The micro-kernel of the forward passes and of the data gradients: MR x NR outputs in registers,
// a panel of B streamed past them, A broadcast from rows that lie where the activations lie.
//
// Sums are cut into chunks of about CHUNK products that are added up in a second set of
// accumulators: rounding errors then grow with CHUNK + K/CHUNK, not with K, and the second set is
// touched so rarely that it costs two percent.

enum { NR = VL * NV, CHUNK = 128 };

// Bias, ReLU, mask and store of a tile whose columns all exist.
INLINE void gemm_rows_store(const int mr, const nin_gemm_rows* g, size_t i, size_t j,
                            vf sum[MR][NV]) {
  if (g->bias) {
    FULLY_UNROLLED for (int v = 0; v < NV; v++) {
      const vf bias = v_load(g->bias + j + v * VL);
      FULLY_UNROLLED for (int r = 0; r < mr; r++) sum[r][v] = v_add(sum[r][v], bias);
    }
  }
  if (g->relu) {
    FULLY_UNROLLED for (int r = 0; r < mr; r++) {
      FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_relu(sum[r][v]);
    }
  }
  if (g->mask) {
    FULLY_UNROLLED for (int r = 0; r < mr; r++) {
      const float* mask = g->mask[i + (size_t)r] + j;
      FULLY_UNROLLED for (int v = 0; v < NV; v++)
        sum[r][v] = v_where_positive(v_load(mask + v * VL), sum[r][v]);
    }
  }
  FULLY_UNROLLED for (int r = 0; r < mr; r++) {
    float* c = g->c[i + (size_t)r] + j;
    FULLY_UNROLLED for (int v = 0; v < NV; v++) v_store(c + v * VL, sum[r][v]);
  }
}

// The same for the last panel, which may have fewer columns than NR.
INLINE void gemm_rows_store_tail(const int mr, const nin_gemm_rows* g, size_t i, size_t j,
                                 vf sum[MR][NV]) {
  FULLY_UNROLLED for (int v = 0; v < NV; v++) {
    const size_t column = j + (size_t)v * VL, n = g->columns - column;
    if (column >= g->columns) break;
    FULLY_UNROLLED for (int r = 0; r < mr; r++) {
      vf y = sum[r][v];
      if (g->bias) y = v_add(y, v_load_tail(g->bias + column, n));
      if (g->relu) y = v_relu(y);
      if (g->mask) y = v_where_positive(v_load_tail(g->mask[i + (size_t)r] + column, n), y);
      v_store_tail(g->c[i + (size_t)r] + column, n, y);
    }
  }
}

INLINE void gemm_rows_tile(const int mr, const nin_gemm_rows* g, size_t i, size_t j,
                           const float* b) {
  const float* a[MR];
  vf sum[MR][NV], total[MR][NV];
  FULLY_UNROLLED for (int r = 0; r < mr; r++) {
    a[r] = g->a[i + (size_t)r];
    FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_zero();
  }
  const size_t chunk = g->chunk ? g->chunk : CHUNK, most = chunk + chunk / 2;
  bool spilled = false;
  size_t pending = 0;
  for (size_t s = 0; s < g->segments; s++) {
    const ptrdiff_t origin = (ptrdiff_t)s * g->segment_stride;
    for (size_t k0 = 0; k0 < g->segment_length;) {
      size_t k1 = g->segment_length - k0 > most ? k0 + chunk : g->segment_length;
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
      for (ptrdiff_t k = origin + (ptrdiff_t)k0; k < end; k++) {
        vf w[NV];
        FULLY_UNROLLED for (int v = 0; v < NV; v++) w[v] = v_load(b + v * VL);
        b += NR;
        FULLY_UNROLLED for (int r = 0; r < mr; r++) {
          const vf x = v_set1(a[r][k]);
          FULLY_UNROLLED for (int v = 0; v < NV; v++) sum[r][v] = v_fma(x, w[v], sum[r][v]);
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
    gemm_rows_store(mr, g, i, j, sum);
  else
    gemm_rows_store_tail(mr, g, i, j, sum);
}

#define GEMM_ROWS_TAIL(n)                                                                          \
  case n:                                                                                          \
    if (n < MR) gemm_rows_tile(n < MR ? n : 1, g, i, j, b);                                         \
    break;

// Panels outside, tiles inside: a panel stays in the nearest cache that holds it while the rows of
// the block pass.
static void gemm_rows(const nin_gemm_rows* g) {
  const size_t panel = g->segments * g->segment_length * NR;
  const float* b = g->b;
  for (size_t j = 0; j < g->columns; j += NR, b += panel) {
    size_t i = 0;
    for (; i + MR <= g->rows; i += MR) gemm_rows_tile(MR, g, i, j, b);
    switch (g->rows - i) {
      GEMM_ROWS_TAIL(1) GEMM_ROWS_TAIL(2) GEMM_ROWS_TAIL(3) GEMM_ROWS_TAIL(4) GEMM_ROWS_TAIL(5)
      GEMM_ROWS_TAIL(6) GEMM_ROWS_TAIL(7) GEMM_ROWS_TAIL(8) GEMM_ROWS_TAIL(9) GEMM_ROWS_TAIL(10)
      GEMM_ROWS_TAIL(11)
    }
  }
}

#undef GEMM_ROWS_TAIL
