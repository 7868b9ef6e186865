// Gradients of a 1x1 convolution whose output gradient is mostly zeros, as before a max pooling.
// They add up the products of the nonzero gradients only. So few products do not hide the latency
// of their rows, which are prefetched.

// The most vectors of a block. Its sums fit into the registers.
enum { SPARSE_WIDE = VL == 16 ? 16 : 12 };

// The sizes of blocks of vectors, largest first. Single vectors follow for the rest.
#define SPARSE_BLOCKS(X) X(SPARSE_WIDE) X(12) X(8) X(6) X(4)

// Lists which of `count` values are not zero, in order. Branches could not be predicted, so there
// are none.
INLINE size_t sparse_places(size_t count, const float* x, uint32_t place[NIN_SPARSE_MOST + VL]) {
  size_t found = 0;
  for (size_t l = 0; l < count; l += VL)
    found += v_places(v_load_upto(x + l, count - l), (uint32_t)l, place + found);
  return found;
}

// dx[0..] = sum of dy[place] * wt[place][0..] for `vectors` vectors, of which the last has n
// floats.
INLINE void sparse_data_block(const int vectors, size_t found, const uint32_t* place,
                              const float* dy, const float* wt, size_t in, size_t n,
                              const float* mask, float* dx) {
  vf sum[SPARSE_WIDE];
  FULLY_UNROLLED for (int v = 0; v < vectors; v++) sum[v] = v_zero();
  for (size_t k = 0; k < found; k++) {
    const vf g = v_set1(dy[place[k]]);
    const float* w = wt + place[k] * in;
    FULLY_UNROLLED for (int v = 0; v < vectors; v++)
      sum[v] = v_fma(g, v_load_upto(w + v * VL, n), sum[v]);
  }
  FULLY_UNROLLED for (int v = 0; v < vectors; v++) {
    if (mask) sum[v] = v_where_positive(v_load_upto(mask + v * VL, n), sum[v]);
    v_store_upto(dx + v * VL, n, sum[v]);
  }
}

// dx[pixel][in] = dy[pixel][out] * wt[out][in], zero where mask <= 0.
static void sparse_data(size_t pixels, size_t in, size_t out, const float* dy, const float* wt,
                        const float* mask, float* dx) {
  uint32_t place[NIN_SPARSE_MOST + VL];
  for (size_t p = 0; p < pixels; p++, dy += out, dx += in, mask = mask ? mask + in : NULL) {
    const size_t found = sparse_places(out, dy, place);
    size_t i = 0;
#define SPARSE_DATA_BLOCKS(n)                                                                      \
  for (; i + n * VL <= in; i += n * VL)                                                            \
    sparse_data_block(n, found, place, dy, wt + i, in, VL, mask ? mask + i : NULL, dx + i);
    SPARSE_BLOCKS(SPARSE_DATA_BLOCKS)
    for (; i < in; i += VL)
      sparse_data_block(1, found, place, dy, wt + i, in, in - i, mask ? mask + i : NULL, dx + i);
  }
}

// Lists the nonzero entries of each of `outs` columns of dy over at most NIN_SPARSE_PIXELS pixels:
// list[column][entry], with count[column] entries. Adds their sum to dbias[column] unless it is
// null.
static void sparse_lists(size_t pixels, size_t outs, const float* dy, size_t out,
                         nin_sparse_entry* list, uint32_t* count, float* dbias) {
  enum { AHEAD = 4 };
  uint32_t place[NIN_SPARSE_MOST + VL];
  for (size_t o = 0; o < outs; o++) count[o] = 0;
  for (size_t p = 0; p < pixels; p++) {
    const float* row = dy + p * out;
    for (size_t l = 0; l < outs && p + AHEAD < pixels; l += LINE)
      __builtin_prefetch(row + AHEAD * out + l, 0, 3);
    const size_t found = sparse_places(outs, row, place);
    for (size_t k = 0; k < found; k++) {
      const size_t o = place[k];
      list[o * NIN_SPARSE_PIXELS + count[o]++] = (nin_sparse_entry){row[o], (uint32_t)p};
      if (dbias) dbias[o] += row[o];
    }
  }
}

INLINE void sparse_weights_block(const int vectors, size_t entries, const nin_sparse_entry* list,
                                 const float* x, size_t in, size_t n, float* dw) {
  vf sum[SPARSE_WIDE];
  FULLY_UNROLLED for (int v = 0; v < vectors; v++)
    sum[v] = v_load_upto(dw + v * VL, n);
  for (size_t k = 0; k < entries; k++) {
    const vf g = v_set1(list[k].value);
    const float* from = x + list[k].pixel * in;
    FULLY_UNROLLED for (int v = 0; v < vectors; v++)
      sum[v] = v_fma(g, v_load_upto(from + v * VL, n), sum[v]);
  }
  FULLY_UNROLLED for (int v = 0; v < vectors; v++) v_store_upto(dw + v * VL, n, sum[v]);
}

// dwt[column][in] += the entries of each column times their pixels of x. The first block of inputs
// prefetches the next pixels.
static void sparse_weights(size_t in, size_t outs, const float* x, const nin_sparse_entry* list,
                           const uint32_t* count, float* dwt, nin_upcoming next) {
  const size_t lines = lines_per_step(next, outs);
  size_t i = 0;
#define SPARSE_WEIGHTS_BLOCK(vectors, n)                                                           \
  for (size_t o = 0; o < outs; o++) {                                                              \
    if (i == 0) prefetch_share(next, o, lines);                                                    \
    sparse_weights_block(vectors, count[o], list + o * NIN_SPARSE_PIXELS, x + i, in, n,            \
                         dwt + o * in + i);                                                        \
  }
#define SPARSE_WEIGHTS_BLOCKS(n)                                                                   \
  for (; i + n * VL <= in; i += n * VL) SPARSE_WEIGHTS_BLOCK(n, VL)
  SPARSE_BLOCKS(SPARSE_WEIGHTS_BLOCKS)
  for (; i < in; i += VL) SPARSE_WEIGHTS_BLOCK(1, in - i)
}
