// Matrix products of bf16 numbers with sums in fp32: MR x NR sums in registers as in gemm_rows.h,
// two products a step. Sums are not cut: what the operands lost in rounding is far more than what
// a long sum loses.

// Vectors of B whose sums are made in one go. With four, NEON would be short of registers.
enum { BF16_NV = 2 };
_Static_assert(NV % BF16_NV == 0, "a panel is whole steps");

// What a tile prefetches during its sums, row by row: the lines of C and of its mask, and a share
// of what the next calls read.
typedef struct bf16_ahead {
  const float *c, *mask; // of the tile; the mask may be null
  size_t stride, row, rows;
  nin_upcoming next[2];
  size_t step, lines[2]; // the share of the first row
} bf16_ahead;

INLINE void gemm_bf16_prefetch(const bf16_ahead* t) {
  FULLY_UNROLLED for (size_t l = 0; l < NR; l += LINE) {
    __builtin_prefetch(t->c + t->row * t->stride + l, 1, 3);
    if (t->mask) __builtin_prefetch(t->mask + t->row * t->stride + l, 0, 3);
  }
  prefetch_share(t->next[0], t->step + t->row, t->lines[0]);
  prefetch_share(t->next[1], t->step + t->row, t->lines[1]);
}

// Pairs between two prefetches: as many multiply-adds as in gemm_rows.h.
enum { BF16_PREFETCH_STEPS = PREFETCH_STEPS / 2 };

// `row` pairs from one row of A to the next, `step` pairs from one pair of k to the next. Rows
// beyond the last are summed like others; they must be readable.
INLINE void gemm_bf16_strip(const uint32_t* a, size_t row, size_t step, const uint32_t* b,
                            size_t pairs, const int first, vf sum[MR][NV], bf16_ahead ahead) {
  FULLY_UNROLLED for (int r = 0; r < MR; r++) {
    FULLY_UNROLLED for (int v = 0; v < BF16_NV; v++) sum[r][first + v] = v_zero();
  }
  for (size_t k = pairs; k > 0;) {
    size_t stop = 0;
    if (ahead.row < ahead.rows) {
      gemm_bf16_prefetch(&ahead);
      ahead.row++;
      if (k > BF16_PREFETCH_STEPS) stop = k - BF16_PREFETCH_STEPS;
    }
    for (; k > stop; k--) {
      FULLY_UNROLLED for (int part = 0; part < BF16_PARTS; part++) {
        vb w[BF16_NV];
        FULLY_UNROLLED for (int v = 0; v < BF16_NV; v++)
          w[v] = bf16_load(part, b + (first + v) * VL);
        FULLY_UNROLLED for (size_t r = 0; r < MR; r++) {
          const vb x = bf16_set1(part, a + r * row);
          FULLY_UNROLLED for (int v = 0; v < BF16_NV; v++)
            sum[r][first + v] = bf16_dot(x, w[v], sum[r][first + v]);
        }
      }
      a += step;
      b += NR;
    }
  }
}

INLINE void gemm_bf16_sums(const uint32_t* a, size_t row, size_t step, const uint32_t* b,
                           size_t pairs, vf sum[MR][NV], bf16_ahead ahead) {
  FULLY_UNROLLED for (int v = 0; v < NV; v += BF16_NV) {
    gemm_bf16_strip(a, row, step, b, pairs, v, sum, ahead);
    ahead.rows = 0;
  }
}

// Bias, ReLU, mask and store of the tile at row i and column j.
INLINE void gemm_bf16_store(const bool whole, const nin_bf16_rows* g, size_t i, size_t j,
                            vf sum[MR][NV]) {
  FULLY_UNROLLED for (int v = 0; v < NV; v++) {
    const size_t column = j + (size_t)v * VL, n = whole ? VL : g->columns - column;
    if (!whole && column >= g->columns) break;
    const vf bias = g->bias ? v_load_upto(g->bias + column, n) : v_zero();
    FULLY_UNROLLED for (size_t r = 0; r < MR; r++) {
      if (i + r >= g->rows) break;
      const size_t at = (i + r) * g->columns + column;
      vf y = g->bias ? v_add(sum[r][v], bias) : sum[r][v];
      if (g->relu) y = v_relu(y);
      if (g->mask) y = v_where_positive(v_load_upto(g->mask + at, n), y);
      v_store_upto(g->c + at, n, y);
    }
  }
}

static void gemm_bf16_rows(const nin_bf16_rows* g) {
  const uint32_t* b = g->b;
  const size_t lines = lines_per_step(g->next, (g->columns + NR - 1) / NR * g->rows);
  for (size_t j = 0; j < g->columns; j += NR, b += g->pairs * NR) {
    for (size_t i = 0; i < g->rows; i += MR) {
      vf sum[MR][NV];
      const size_t at = i * g->columns + j;
      gemm_bf16_sums(g->a + i * g->pairs, g->pairs, 1, b, g->pairs, sum,
                     (bf16_ahead){
                         .c = g->c + at,
                         .mask = g->mask ? g->mask + at : NULL,
                         .stride = g->columns,
                         .rows = g->rows - i < MR ? g->rows - i : MR,
                         .next = {g->next},
                         .step = j / NR * g->rows + i,
                         .lines = {lines},
                     });
      if (g->columns - j >= NR)
        gemm_bf16_store(true, g, i, j, sum);
      else
        gemm_bf16_store(false, g, i, j, sum);
    }
  }
}

// c += sums.
INLINE void gemm_bf16_add(const bool whole, const nin_bf16_columns* g, vf sum[MR][NV]) {
  FULLY_UNROLLED for (size_t r = 0; r < MR; r++) {
    if (r >= g->rows) break;
    FULLY_UNROLLED for (int v = 0; v < NV; v++) {
      const size_t column = (size_t)v * VL, n = whole ? VL : g->columns - column;
      if (!whole && column >= g->columns) break;
      float* c = g->c + r * g->c_stride + column;
      v_store_upto(c, n, v_add(v_load_upto(c, n), sum[r][v]));
    }
  }
}

static void gemm_bf16_columns(const nin_bf16_columns* g) {
  vf sum[MR][NV];
  gemm_bf16_sums(g->a, 1, MR, g->b, g->pairs, sum,
                 (bf16_ahead){
                     .c = g->c,
                     .stride = g->c_stride,
                     .rows = g->rows,
                     .next = {g->next[0], g->next[1]},
                     .lines = {lines_per_step(g->next[0], g->rows),
                               lines_per_step(g->next[1], g->rows)},
                 });
  if (g->columns == NR)
    gemm_bf16_add(true, g, sum);
  else
    gemm_bf16_add(false, g, sum);
}

static void round_bf16(size_t count, const float* x, uint32_t* pairs) {
  bf16_round_pairs(count / 2, x, pairs);
  if (count % 2 == 1) bf16_round_pairs(1, (const float[2]){x[count - 1], 0}, pairs + count / 2);
}

// The pairs x0[j], x1[j] of one strip; missing numbers are zeros.
INLINE void pack_bf16_strip(size_t n, size_t width, const float* x0, const float* x1,
                            uint32_t* to) {
  const float zeros[NIN_MOST_NR] = {0};
  bf16_round_two(n, x0, x1 ? x1 : zeros, to);
  for (size_t j = n; j < width; j++) to[j] = 0;
}

static void pack_bf16(size_t columns, size_t width, const float* x0, const float* x1, uint32_t* to,
                      size_t panel_stride) {
  size_t j = 0;
  for (; j + width <= columns; j += width, to += panel_stride)
    pack_bf16_strip(width, width, x0 + j, x1 ? x1 + j : NULL, to);
  if (j < columns) pack_bf16_strip(columns - j, width, x0 + j, x1 ? x1 + j : NULL, to);
}

const nin_bf16_kernels NIN_BF16_TABLE = {
    .round = round_bf16,
    .pack = pack_bf16,
    .rows = gemm_bf16_rows,
    .columns = gemm_bf16_columns,
};
