// The two-dimensional transforms of F(m, r) with n = m + r - 1 points in each direction: columns
// first, then rows, with channels as lanes. WINOGRAD_DEFINE instantiates this source for every
// tile.

INLINE void winograd_input_vector(size_t l, size_t lanes, const int n, const float* x, size_t line,
                                  size_t c, float* v, size_t stride) {
  vf t[NIN_MOST_SIDE][NIN_MOST_SIDE], d[NIN_MOST_SIDE], o[NIN_MOST_SIDE];
  for (int j = 0; j < n; j++) {
    FULLY_UNROLLED for (int i = 0; i < n; i++)
      d[i] = v_load_upto(x + (size_t)i * line + (size_t)j * c + l, lanes);
    winograd_bt(n, d, o);
    FULLY_UNROLLED for (int i = 0; i < n; i++) t[i][j] = o[i];
  }
  for (int i = 0; i < n; i++) {
    winograd_bt(n, t[i], o);
    FULLY_UNROLLED for (int j = 0; j < n; j++)
      v_store_upto(v + (size_t)(i * n + j) * stride + l, lanes, o[j]);
  }
}

INLINE void winograd_output_vector(size_t l, size_t lanes, const int m, const int n,
                                   const nin_winograd_output* g) {
  vf t[NIN_MOST_SIDE][NIN_MOST_SIDE], d[NIN_MOST_SIDE], o[NIN_MOST_SIDE];
  const vf shift = g->bias ? v_load_upto(g->bias + l, lanes) : v_zero();
  for (int j = 0; j < n; j++) {
    FULLY_UNROLLED for (int i = 0; i < n; i++)
      d[i] = v_load_upto(g->m + (size_t)(i * n + j) * g->stride + l, lanes);
    winograd_at(n, m, d, o);
    FULLY_UNROLLED for (int i = 0; i < m; i++) t[i][j] = o[i];
  }
  for (size_t i = 0; i < g->rows; i++) {
    winograd_at(n, m, t[i], o);
    for (size_t j = 0; j < g->columns; j++) {
      const size_t at = i * g->line + j * g->pixel + l;
      vf value = v_add(o[j], shift);
      if (g->relu) value = v_relu(value);
      if (g->mask) value = v_where_positive(v_load_upto(g->mask + at, lanes), value);
      v_store_upto(g->y + at, lanes, value);
    }
  }
}

// Where a tile reaches over the edge of dy, or a panel over its last channel, there are zeros.
INLINE void winograd_gradient_vector(size_t l, size_t lanes, const int m, const int n,
                                     const float* dy, size_t line, size_t c, size_t rows,
                                     size_t columns, float* d, size_t stride, size_t panel) {
  vf t[NIN_MOST_SIDE][NIN_MOST_SIDE], g[NIN_MOST_SIDE], o[NIN_MOST_SIDE];
  float* to = d + l / NR * panel + l % NR;
  for (int j = 0; j < m; j++) {
    FULLY_UNROLLED for (int i = 0; i < m; i++) {
      const bool inside = (size_t)i < rows && (size_t)j < columns && lanes > 0;
      g[i] = inside ? v_load_upto(dy + (size_t)i * line + (size_t)j * c + l, lanes) : v_zero();
    }
    winograd_a(n, m, g, o);
    FULLY_UNROLLED for (int i = 0; i < n; i++) t[i][j] = o[i];
  }
  for (int i = 0; i < n; i++) {
    winograd_a(n, m, t[i], o);
    FULLY_UNROLLED for (int j = 0; j < n; j++) v_store(to + (size_t)(i * n + j) * stride, o[j]);
  }
}

INLINE void winograd_gradient(const int m, const int n, const float* dy, size_t line, size_t c,
                              size_t rows, size_t columns, float* d, size_t stride, size_t panel) {
  FOR_EACH_VECTOR(c, winograd_gradient_vector, m, n, dy, line, c, rows, columns, d, stride, panel);
  for (size_t l = (c + VL - 1) / VL * VL; l < (c + NR - 1) / NR * NR; l += VL)
    winograd_gradient_vector(l, 0, m, n, dy, line, c, rows, columns, d, stride, panel);
}

INLINE vf winograd_load_lanes(const float* p, size_t lanes, size_t lane_stride) {
  if (!p || lanes == 0) return v_zero();
  if (lane_stride == 1) return v_load_upto(p, lanes);
  float lane[VL];
  for (size_t i = 0; i < VL; i++) lane[i] = i < lanes ? p[i * lane_stride] : 0;
  return v_load(lane);
}

INLINE void winograd_weights(const int n, const int r, const float* const* taps, size_t lanes,
                             size_t lane_stride, float* u, size_t stride) {
  for (size_t l = 0; l < NR; l += VL) {
    vf t[NIN_MOST_SIDE][NIN_MOST_SIDE], w[NIN_MOST_SIDE], o[NIN_MOST_SIDE];
    const size_t left = l < lanes ? lanes - l : 0;
    for (int j = 0; j < r; j++) {
      FULLY_UNROLLED for (int i = 0; i < r; i++) {
        const float* tap = taps[i * r + j];
        w[i] = winograd_load_lanes(tap && left ? tap + l * lane_stride : NULL, left, lane_stride);
      }
      winograd_g(n, r, w, o);
      FULLY_UNROLLED for (int i = 0; i < n; i++) t[i][j] = o[i];
    }
    for (int i = 0; i < n; i++) {
      winograd_g(n, r, t[i], o);
      FULLY_UNROLLED for (int j = 0; j < n; j++)
        v_store(u + (size_t)(i * n + j) * stride + l, o[j]);
    }
  }
}

INLINE void winograd_adjoint_vector(size_t l, size_t lanes, const int n, const int r,
                                    const float* du, size_t stride, float* const* taps) {
  vf t[NIN_MOST_SIDE][NIN_MOST_SIDE], d[NIN_MOST_SIDE], o[NIN_MOST_SIDE];
  for (int j = 0; j < n; j++) {
    FULLY_UNROLLED for (int i = 0; i < n; i++)
      d[i] = v_load_upto(du + (size_t)(i * n + j) * stride + l, lanes);
    winograd_gt(n, r, d, o);
    FULLY_UNROLLED for (int i = 0; i < r; i++) t[i][j] = o[i];
  }
  for (int i = 0; i < r; i++) {
    winograd_gt(n, r, t[i], o);
    for (int j = 0; j < r; j++) {
      if (taps[i * r + j]) v_store_upto(taps[i * r + j] + l, lanes, o[j]);
    }
  }
}

#define WINOGRAD_DEFINE(m, r)                                                                      \
  _Static_assert(m + r - 1 <= NIN_MOST_SIDE && r <= NIN_MOST_SIDE_TAPS, "buffers hold a tile");    \
  static void winograd_input_##m##_##r(const float* x, size_t line, size_t c, float* v,            \
                                       size_t stride) {                                            \
    FOR_EACH_VECTOR(c, winograd_input_vector, m + r - 1, x, line, c, v, stride);                   \
  }                                                                                                \
  static void winograd_output_##m##_##r(const nin_winograd_output* g) {                            \
    FOR_EACH_VECTOR(g->channels, winograd_output_vector, m, m + r - 1, g);                         \
  }                                                                                                \
  static void winograd_gradient_##m##_##r(const float* dy, size_t line, size_t c, size_t rows,     \
                                          size_t columns, float* d, size_t stride,                 \
                                          size_t panel) {                                          \
    winograd_gradient(m, m + r - 1, dy, line, c, rows, columns, d, stride, panel);                 \
  }                                                                                                \
  static void winograd_weights_##m##_##r(const float* const* taps, size_t lanes,                   \
                                         size_t lane_stride, float* u, size_t stride) {            \
    winograd_weights(m + r - 1, r, taps, lanes, lane_stride, u, stride);                           \
  }                                                                                                \
  static void winograd_adjoint_##m##_##r(const float* du, size_t stride, size_t lanes,             \
                                         float* const* taps) {                                     \
    FOR_EACH_VECTOR(lanes, winograd_adjoint_vector, m + r - 1, r, du, stride, taps);               \
  }

NIN_WINOGRAD_TILES(WINOGRAD_DEFINE)

#define WINOGRAD_ENTRY(m_, r_)                                                                     \
  [NIN_F##m_##_##r_] = {                                                                           \
      .m = m_,                                                                                     \
      .r = r_,                                                                                     \
      .input = winograd_input_##m_##_##r_,                                                         \
      .output = winograd_output_##m_##_##r_,                                                       \
      .gradient = winograd_gradient_##m_##_##r_,                                                   \
      .weights = winograd_weights_##m_##_##r_,                                                     \
      .weights_adjoint = winograd_adjoint_##m_##_##r_,                                             \
  },
