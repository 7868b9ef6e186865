// Pooling of NHWC rows: the channel is the lane. One call makes one row of outputs.

static void max_pool_row(const nin_pool2d_geometry* g, const float* image, size_t p, float* y,
                         uint8_t* index) {
  const size_t c = g->channels, h0 = p * g->stride;
  const size_t rows = g->height - h0 < g->kernel ? g->height - h0 : g->kernel;
  for (size_t q = 0; q < g->out_width; q++) {
    const size_t w0 = q * g->stride;
    const size_t columns = g->width - w0 < g->kernel ? g->width - w0 : g->kernel;
    const float* window = image + (h0 * g->width + w0) * c;
    for (size_t l = 0; l < c; l += VL) {
      const size_t n = c - l < VL ? c - l : VL;
      vf best = v_load_tail(window + l, n), where = v_zero();
      for (size_t r = 0; r < rows; r++) {
        for (size_t s = 0; s < columns; s++) {
          const float* from = window + (r * g->width + s) * c + l;
          const vf x = n == VL ? v_load(from) : v_load_tail(from, n);
          where = v_where_greater(x, best, v_set1((float)(r * g->kernel + s)), where);
          best = v_where_greater(x, best, x, best);
        }
      }
      v_store_tail(y + q * c + l, n, best);
      if (index) {
        float place[VL];
        v_store(place, where);
        for (size_t i = 0; i < n; i++) index[q * c + l + i] = (uint8_t)place[i];
      }
    }
  }
}

// Windows over [first, last] of an axis hold position `x`.
INLINE void windows_over(size_t x, size_t kernel, size_t stride, size_t out, size_t* first,
                         size_t* last) {
  *first = x < kernel ? 0 : (x - kernel) / stride + 1;
  *last = x / stride < out ? x / stride : out - 1;
}

// One row h of dx: a pixel gathers from the windows over it that had their maximum there.
static void max_pool_backward_row(const nin_pool2d_geometry* g, const float* dy,
                                  const uint8_t* index, size_t h, float* dx) {
  const size_t c = g->channels;
  size_t p0, p1;
  windows_over(h, g->kernel, g->stride, g->out_height, &p0, &p1);
  for (size_t w = 0; w < g->width; w++) {
    size_t q0, q1;
    windows_over(w, g->kernel, g->stride, g->out_width, &q0, &q1);
    float* restrict to = dx + w * c;
    for (size_t i = 0; i < c; i++) to[i] = 0;
    for (size_t p = p0; p <= p1; p++) {
      for (size_t q = q0; q <= q1; q++) {
        const float* restrict from = dy + (p * g->out_width + q) * c;
        const uint8_t* restrict at = index + (p * g->out_width + q) * c;
        const uint8_t here = (uint8_t)((h - p * g->stride) * g->kernel + w - q * g->stride);
        for (size_t i = 0; i < c; i++) to[i] += at[i] == here ? from[i] : 0;
      }
    }
  }
}

static void average_pool_row(const nin_pool2d_geometry* g, const float* image, size_t p, float* y) {
  const size_t c = g->channels, h0 = p * g->stride;
  const size_t rows = g->height - h0 < g->kernel ? g->height - h0 : g->kernel;
  for (size_t q = 0; q < g->out_width; q++) {
    const size_t w0 = q * g->stride;
    const size_t columns = g->width - w0 < g->kernel ? g->width - w0 : g->kernel;
    const float* window = image + (h0 * g->width + w0) * c;
    const vf scale = v_set1(1 / (float)(rows * columns));
    for (size_t l = 0; l < c; l += VL) {
      const size_t n = c - l < VL ? c - l : VL;
      vf sum = v_zero();
      for (size_t r = 0; r < rows; r++) {
        for (size_t s = 0; s < columns; s++)
          sum = v_add(sum, v_load_tail(window + (r * g->width + s) * c + l, n));
      }
      v_store_tail(y + q * c + l, n, v_mul(sum, scale));
    }
  }
}

// One row h of dx: every window over a pixel gives it an equal share.
static void average_pool_backward_row(const nin_pool2d_geometry* g, const float* dy, size_t h,
                                      const float* mask, float* dx) {
  const size_t c = g->channels;
  size_t p0, p1;
  windows_over(h, g->kernel, g->stride, g->out_height, &p0, &p1);
  for (size_t w = 0; w < g->width; w++) {
    size_t q0, q1;
    windows_over(w, g->kernel, g->stride, g->out_width, &q0, &q1);
    for (size_t l = 0; l < c; l += VL) {
      const size_t n = c - l < VL ? c - l : VL;
      vf sum = v_zero();
      for (size_t p = p0; p <= p1; p++) {
        const size_t over = g->height - p * g->stride;
        const size_t rows = over < g->kernel ? over : g->kernel;
        for (size_t q = q0; q <= q1; q++) {
          const size_t beyond = g->width - q * g->stride;
          const size_t columns = beyond < g->kernel ? beyond : g->kernel;
          const vf share = v_set1(1 / (float)(rows * columns));
          sum = v_fma(share, v_load_tail(dy + (p * g->out_width + q) * c + l, n), sum);
        }
      }
      if (mask) sum = v_where_positive(v_load_tail(mask + w * c + l, n), sum);
      v_store_tail(dx + w * c + l, n, sum);
    }
  }
}

static void mean_rows(size_t rows, size_t columns, const float* x, float* mean) {
  for (size_t l = 0; l < columns; l += VL) {
    const size_t n = columns - l < VL ? columns - l : VL;
    vf sum = v_zero();
    for (size_t r = 0; r < rows; r++) sum = v_add(sum, v_load_tail(x + r * columns + l, n));
    v_store_tail(mean + l, n, v_mul(sum, v_set1(1 / (float)rows)));
  }
}

static void spread_row(size_t rows, size_t columns, const float* dy, const float* mask, float* dx) {
  for (size_t l = 0; l < columns; l += VL) {
    const size_t n = columns - l < VL ? columns - l : VL;
    const vf share = v_mul(v_load_tail(dy + l, n), v_set1(1 / (float)rows));
    for (size_t r = 0; r < rows; r++) {
      const size_t at = r * columns + l;
      v_store_tail(dx + at, n, mask ? v_where_positive(v_load_tail(mask + at, n), share) : share);
    }
  }
}
