// The two-dimensional transforms: columns first, then rows; the channel is the lane. One source
// for every tile, instantiated by WINOGRAD_TABLE.

INLINE vf winograd_load(const float* p, size_t n) {
  return n >= VL ? v_load(p) : v_load_tail(p, n);
}

INLINE void winograd_store(float* p, size_t n, vf a) {
  if (n >= VL)
    v_store(p, a);
  else
    v_store_tail(p, n, a);
}

INLINE void winograd_input(const int nh, const int nw, const float* x, size_t line, size_t c,
                           float* v, size_t stride) {
  for (size_t l = 0; l < c; l += VL) {
    vf t[8][8], d[8], o[8];
    for (int j = 0; j < nw; j++) {
      FULLY_UNROLLED for (int i = 0; i < nh; i++)
        d[i] = winograd_load(x + (size_t)i * line + (size_t)j * c + l, c - l);
      winograd_bt(nh, d, o);
      FULLY_UNROLLED for (int i = 0; i < nh; i++) t[i][j] = o[i];
    }
    for (int i = 0; i < nh; i++) {
      winograd_bt(nw, t[i], o);
      FULLY_UNROLLED for (int j = 0; j < nw; j++)
        winograd_store(v + (size_t)(i * nw + j) * stride + l, c - l, o[j]);
    }
  }
}

INLINE void winograd_output(const int nh, const int mh, const int nw, const int mw, const float* m,
                            size_t stride, size_t c, size_t rows, size_t columns,
                            const float* bias, bool relu, const float* mask, float* y, size_t line,
                            size_t pixel) {
  for (size_t l = 0; l < c; l += VL) {
    vf t[8][8], d[8], o[8];
    const vf shift = bias ? winograd_load(bias + l, c - l) : v_zero();
    for (int j = 0; j < nw; j++) {
      FULLY_UNROLLED for (int i = 0; i < nh; i++)
        d[i] = winograd_load(m + (size_t)(i * nw + j) * stride + l, c - l);
      winograd_at(nh, mh, d, o);
      FULLY_UNROLLED for (int i = 0; i < mh; i++) t[i][j] = o[i];
    }
    for (size_t i = 0; i < rows; i++) {
      winograd_at(nw, mw, t[i], o);
      for (size_t j = 0; j < columns; j++) {
        const size_t at = i * line + j * pixel + l;
        vf value = v_add(o[j], shift);
        if (relu) value = v_relu(value);
        if (mask) value = v_where_positive(winograd_load(mask + at, c - l), value);
        winograd_store(y + at, c - l, value);
      }
    }
  }
}

INLINE void winograd_gradient(const int nh, const int mh, const int nw, const int mw,
                              const float* dy, size_t line, size_t c, size_t rows, size_t columns,
                              float* d, size_t stride, size_t panel) {
  for (size_t l = 0; l < (c + NR - 1) / NR * NR; l += VL) {
    vf t[8][8], g[8], o[8];
    const size_t n = l < c ? c - l : 0;
    float* to = d + l / NR * panel + l % NR;
    for (int j = 0; j < mw; j++) {
      FULLY_UNROLLED for (int i = 0; i < mh; i++) {
        const bool inside = (size_t)i < rows && (size_t)j < columns && n > 0;
        g[i] = inside ? winograd_load(dy + (size_t)i * line + (size_t)j * c + l, n) : v_zero();
      }
      winograd_a(nh, mh, g, o);
      FULLY_UNROLLED for (int i = 0; i < nh; i++) t[i][j] = o[i];
    }
    for (int i = 0; i < nh; i++) {
      winograd_a(nw, mw, t[i], o);
      FULLY_UNROLLED for (int j = 0; j < nw; j++)
        v_store(to + (size_t)(i * nw + j) * stride, o[j]);
    }
  }
}

INLINE vf winograd_load_lanes(const float* p, size_t n, size_t lane_stride) {
  if (!p || n == 0) return v_zero();
  if (lane_stride == 1) return winograd_load(p, n);
  float lane[VL];
  for (size_t i = 0; i < VL; i++) lane[i] = i < n ? p[i * lane_stride] : 0;
  return v_load(lane);
}

INLINE void winograd_weights(const int nh, const int rh, const int nw, const int rw,
                             const float* const* taps, size_t lanes, size_t lane_stride, float* u,
                             size_t stride) {
  for (size_t l = 0; l < NR; l += VL) {
    vf t[8][8], w[8], o[8];
    const size_t n = l < lanes ? lanes - l : 0;
    for (int s = 0; s < rw; s++) {
      FULLY_UNROLLED for (int r = 0; r < rh; r++) {
        const float* tap = taps[r * rw + s];
        w[r] = winograd_load_lanes(tap && n ? tap + l * lane_stride : NULL, n, lane_stride);
      }
      winograd_g(nh, rh, w, o);
      FULLY_UNROLLED for (int i = 0; i < nh; i++) t[i][s] = o[i];
    }
    for (int i = 0; i < nh; i++) {
      winograd_g(nw, rw, t[i], o);
      FULLY_UNROLLED for (int j = 0; j < nw; j++) v_store(u + (size_t)(i * nw + j) * stride + l, o[j]);
    }
  }
}

INLINE void winograd_weights_adjoint(const int nh, const int rh, const int nw, const int rw,
                                     const float* du, size_t stride, size_t lanes,
                                     float* const* taps) {
  for (size_t l = 0; l < lanes; l += VL) {
    vf t[8][8], d[8], o[8];
    for (int j = 0; j < nw; j++) {
      FULLY_UNROLLED for (int i = 0; i < nh; i++)
        d[i] = winograd_load(du + (size_t)(i * nw + j) * stride + l, lanes - l);
      winograd_gt(nh, rh, d, o);
      FULLY_UNROLLED for (int r = 0; r < rh; r++) t[r][j] = o[r];
    }
    for (int r = 0; r < rh; r++) {
      winograd_gt(nw, rw, t[r], o);
      for (int s = 0; s < rw; s++) {
        if (taps[r * rw + s]) winograd_store(taps[r * rw + s] + l, lanes - l, o[s]);
      }
    }
  }
}

#define WINOGRAD_DEFINE(nh, mh, nw, mw)                                                            \
  static void winograd_input_##nh##mh##nw##mw(const float* x, size_t line, size_t c, float* v,     \
                                              size_t stride) {                                     \
    winograd_input(nh, nw, x, line, c, v, stride);                                                 \
  }                                                                                                \
  static void winograd_output_##nh##mh##nw##mw(                                                    \
      const float* m, size_t stride, size_t c, size_t rows, size_t columns, const float* bias,     \
      bool relu, const float* mask, float* y, size_t line, size_t pixel) {                         \
    winograd_output(nh, mh, nw, mw, m, stride, c, rows, columns, bias, relu, mask, y, line,        \
                    pixel);                                                                        \
  }                                                                                                \
  static void winograd_gradient_##nh##mh##nw##mw(const float* dy, size_t line, size_t c,           \
                                                 size_t rows, size_t columns, float* d,            \
                                                 size_t stride, size_t panel) {                    \
    winograd_gradient(nh, mh, nw, mw, dy, line, c, rows, columns, d, stride, panel);               \
  }                                                                                                \
  static void winograd_weights_##nh##mh##nw##mw(const float* const* taps, size_t lanes,            \
                                                size_t lane_stride, float* u, size_t stride) {     \
    winograd_weights(nh, nh + 1 - mh, nw, nw + 1 - mw, taps, lanes, lane_stride, u, stride);       \
  }                                                                                                \
  static void winograd_adjoint_##nh##mh##nw##mw(const float* du, size_t stride, size_t lanes,      \
                                                float* const* taps) {                              \
    winograd_weights_adjoint(nh, nh + 1 - mh, nw, nw + 1 - mw, du, stride, lanes, taps);           \
  }

WINOGRAD_DEFINE(6, 4, 6, 4)
WINOGRAD_DEFINE(8, 4, 8, 4)
WINOGRAD_DEFINE(6, 2, 6, 2)

#define WINOGRAD_TABLE(nh_, mh_, nw_, mw_)                                                         \
  {                                                                                                \
      .nh = nh_,                                                                                   \
      .mh = mh_,                                                                                   \
      .nw = nw_,                                                                                   \
      .mw = mw_,                                                                                   \
      .input = winograd_input_##nh_##mh_##nw_##mw_,                                                \
      .output = winograd_output_##nh_##mh_##nw_##mw_,                                              \
      .gradient = winograd_gradient_##nh_##mh_##nw_##mw_,                                          \
      .weights = winograd_weights_##nh_##mh_##nw_##mw_,                                            \
      .weights_adjoint = winograd_adjoint_##nh_##mh_##nw_##mw_,                                    \
  }
