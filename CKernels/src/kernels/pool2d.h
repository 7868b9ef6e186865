// Pooling of NHWC rows, with channels as lanes. One call computes one row of outputs.

// The part of a window that lies inside the image, along one axis.
typedef struct pool_span {
  size_t first, count; // in the image
  size_t place;        // of the first, in the window
  size_t whole;        // with the padding, where that counts
} pool_span;

INLINE pool_span span_at(const nin_pool2d_geometry* g, size_t p, size_t extent) {
  const size_t start = p * g->stride; // from where the padding begins
  const size_t place = start < g->padding ? g->padding - start : 0;
  const size_t first = start + place - g->padding;
  const size_t inside = extent - first, rest = g->kernel - place;
  const size_t count = inside < rest ? inside : rest, room = extent + 2 * g->padding - start;
  return (pool_span){first, count, place,
                     !g->counts_padding ? count : room < g->kernel ? room : g->kernel};
}

// The part of a window that lies inside the image.
typedef struct pool_window {
  size_t offset, rows, columns;
  size_t place; // of the first pixel, in the window
  float share;  // of each pixel in the mean
} pool_window;

INLINE pool_window window_at(const nin_pool2d_geometry* g, size_t p, size_t q) {
  const pool_span h = span_at(g, p, g->height), w = span_at(g, q, g->width);
  return (pool_window){(h.first * g->width + w.first) * g->channels, h.count, w.count,
                       h.place * g->kernel + w.place, 1 / (float)(h.whole * w.whole)};
}

INLINE void max_pool_vector(size_t i, size_t n, const nin_pool2d_geometry* g, const float* image,
                            pool_window window, float* y, uint8_t* index) {
  const float* x0 = image + window.offset + i;
  vf best = v_load_upto(x0, n), where = v_set1((float)window.place);
  for (size_t r = 0; r < window.rows; r++) {
    for (size_t s = 0; s < window.columns; s++) {
      const vf x = v_load_upto(x0 + (r * g->width + s) * g->channels, n);
      where = v_where_greater(x, best, v_set1((float)(window.place + r * g->kernel + s)), where);
      best = v_where_greater(x, best, x, best);
    }
  }
  v_store_upto(y + i, n, best);
  if (index) {
    float place[VL];
    v_store(place, where);
    for (size_t l = 0; l < n; l++) index[i + l] = (uint8_t)place[l];
  }
}

static void max_pool_row(const nin_pool2d_geometry* g, const float* image, size_t p, float* y,
                         uint8_t* index) {
  for (size_t q = 0; q < g->out_width; q++, y += g->channels) {
    const pool_window window = window_at(g, p, q);
    FOR_EACH_VECTOR(g->channels, max_pool_vector, g, image, window, y,
                    index ? index + q * g->channels : NULL);
  }
}

// Finds the windows of an axis that hold position `x`, counted from the start of the padding: first
// to last.
INLINE void windows_over(size_t x, size_t kernel, size_t stride, size_t out, size_t* first,
                         size_t* last) {
  *first = x < kernel ? 0 : (x - kernel) / stride + 1;
  *last = x / stride < out ? x / stride : out - 1;
}

// Row h of dx. Each pixel adds up the gradients of the windows that have their maximum there.
static void max_pool_backward_row(const nin_pool2d_geometry* g, const float* dy,
                                  const uint8_t* index, size_t h, float* dx) {
  const size_t c = g->channels;
  size_t p0, p1;
  windows_over(h + g->padding, g->kernel, g->stride, g->out_height, &p0, &p1);
  for (size_t w = 0; w < g->width; w++) {
    size_t q0, q1;
    windows_over(w + g->padding, g->kernel, g->stride, g->out_width, &q0, &q1);
    float* restrict to = dx + w * c;
    for (size_t i = 0; i < c; i++) to[i] = 0;
    for (size_t p = p0; p <= p1; p++) {
      for (size_t q = q0; q <= q1; q++) {
        const float* restrict from = dy + (p * g->out_width + q) * c;
        const uint8_t* restrict at = index + (p * g->out_width + q) * c;
        const uint8_t here = (uint8_t)((h + g->padding - p * g->stride) * g->kernel + w +
                                       g->padding - q * g->stride);
        for (size_t i = 0; i < c; i++) to[i] += at[i] == here ? from[i] : 0;
      }
    }
  }
}

INLINE void average_pool_vector(size_t i, size_t n, const nin_pool2d_geometry* g,
                                const float* image, pool_window window, float* y) {
  const float* x0 = image + window.offset + i;
  vf sum = v_zero();
  for (size_t r = 0; r < window.rows; r++) {
    for (size_t s = 0; s < window.columns; s++)
      sum = v_add(sum, v_load_upto(x0 + (r * g->width + s) * g->channels, n));
  }
  v_store_upto(y + i, n, v_mul(sum, v_set1(window.share)));
}

static void average_pool_row(const nin_pool2d_geometry* g, const float* image, size_t p, float* y) {
  for (size_t q = 0; q < g->out_width; q++, y += g->channels) {
    const pool_window window = window_at(g, p, q);
    FOR_EACH_VECTOR(g->channels, average_pool_vector, g, image, window, y);
  }
}

// A pixel gets a share of the gradient of each window over it.
INLINE void average_pool_backward_vector(size_t i, size_t n, const nin_pool2d_geometry* g,
                                         const float* dy, size_t h, size_t w, const float* mask,
                                         float* dx) {
  size_t p0, p1, q0, q1;
  windows_over(h + g->padding, g->kernel, g->stride, g->out_height, &p0, &p1);
  windows_over(w + g->padding, g->kernel, g->stride, g->out_width, &q0, &q1);
  vf sum = v_zero();
  for (size_t p = p0; p <= p1; p++) {
    for (size_t q = q0; q <= q1; q++) {
      const vf share = v_set1(window_at(g, p, q).share);
      sum = v_fma(share, v_load_upto(dy + (p * g->out_width + q) * g->channels + i, n), sum);
    }
  }
  if (mask) sum = v_where_positive(v_load_upto(mask + i, n), sum);
  v_store_upto(dx + i, n, sum);
}

static void average_pool_backward_row(const nin_pool2d_geometry* g, const float* dy, size_t h,
                                      const float* mask, float* dx) {
  const size_t c = g->channels;
  for (size_t w = 0; w < g->width; w++)
    FOR_EACH_VECTOR(c, average_pool_backward_vector, g, dy, h, w, mask ? mask + w * c : NULL,
                    dx + w * c);
}

INLINE void mean_vector(size_t i, size_t n, size_t rows, size_t columns, const float* x,
                        float* mean) {
  vf sum = v_zero();
  for (size_t r = 0; r < rows; r++) sum = v_add(sum, v_load_upto(x + r * columns + i, n));
  v_store_upto(mean + i, n, v_mul(sum, v_set1(1 / (float)rows)));
}

static void mean_rows(size_t rows, size_t columns, const float* x, float* mean) {
  FOR_EACH_VECTOR(columns, mean_vector, rows, columns, x, mean);
}

INLINE void spread_vector(size_t i, size_t n, size_t rows, size_t columns, const float* dy,
                          const float* mask, float* dx) {
  const vf share = v_mul(v_load_upto(dy + i, n), v_set1(1 / (float)rows));
  for (size_t at = i; at < rows * columns; at += columns)
    v_store_upto(dx + at, n,
                 mask ? v_where_positive(v_load_upto(mask + at, n), share) : share);
}

static void spread_row(size_t rows, size_t columns, const float* dy, const float* mask, float* dx) {
  FOR_EACH_VECTOR(columns, spread_vector, rows, columns, dy, mask, dx);
}
