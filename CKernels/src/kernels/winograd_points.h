// The one-dimensional transforms of Winograd's algorithm (more precisely, of Toom's and Cook's) and
// their adjoints, for two sets of points. KERNELS.md derives them.
//
//   n = 6: 0, ±a, ±b, infinity with a = 2/3, b = 3/2, so that a*b = 1;
//   n = 8: 0, ±1, ±2, ±1/2, infinity.
//
// Points come in pairs ±p: a transform computes an even and an odd part once, then their sum and
// their difference. A tile has m outputs and r = n + 1 - m taps in each direction.

#define WINOGRAD_A (2.0f / 3.0f)
#define WINOGRAD_B 1.5f
#define WINOGRAD_S (WINOGRAD_A * WINOGRAD_A + WINOGRAD_B * WINOGRAD_B)

// o = B^T d: the data at the points.
INLINE void winograd_bt(const int n, const vf* d, vf* o) {
  if (n == 6) {
    const vf s = v_set1(-WINOGRAD_S);
    const vf a = v_set1(WINOGRAD_A), b = v_set1(WINOGRAD_B);
    const vf a2 = v_set1(-WINOGRAD_A * WINOGRAD_A), b2 = v_set1(-WINOGRAD_B * WINOGRAD_B);
    o[0] = v_fma(s, d[2], v_add(d[0], d[4]));
    vf even = v_fma(b2, d[2], d[4]), odd = v_sub(v_mul(a, d[3]), v_mul(b, d[1]));
    o[1] = v_add(even, odd), o[2] = v_sub(even, odd);
    even = v_fma(a2, d[2], d[4]), odd = v_sub(v_mul(b, d[3]), v_mul(a, d[1]));
    o[3] = v_add(even, odd), o[4] = v_sub(even, odd);
    o[5] = v_fma(s, d[3], v_add(d[1], d[5]));
  } else {
    o[0] = v_fma(v_set1(5.25f), v_sub(d[4], d[2]), v_sub(d[0], d[6]));
    vf even = v_fma(v_set1(-4.25f), d[4], v_add(d[2], d[6]));
    vf odd = v_fma(v_set1(-4.25f), d[3], v_add(d[1], d[5]));
    o[1] = v_add(even, odd), o[2] = v_sub(even, odd);
    even = v_fma(v_set1(-1.25f), d[4], v_fma(v_set1(0.25f), d[2], d[6]));
    odd = v_fma(v_set1(2), d[5], v_fma(v_set1(-2.5f), d[3], v_mul(v_set1(0.5f), d[1])));
    o[3] = v_add(even, odd), o[4] = v_sub(even, odd);
    even = v_fma(v_set1(-5), d[4], v_fma(v_set1(4), d[2], d[6]));
    odd = v_fma(v_set1(0.5f), d[5], v_fma(v_set1(-2.5f), d[3], v_mul(v_set1(2), d[1])));
    o[5] = v_add(even, odd), o[6] = v_sub(even, odd);
    o[7] = v_fma(v_set1(5.25f), v_sub(d[3], d[5]), v_sub(d[7], d[1]));
  }
}

// The positive points, in the order of the transforms.
INLINE float winograd_point(const int n, const int pair) {
  const float six[] = {WINOGRAD_A, WINOGRAD_B}, eight[] = {1, 2, 0.5f};
  return n == 6 ? six[pair] : eight[pair];
}

INLINE float winograd_power(float base, int exponent) {
  float power = 1;
  for (int i = 0; i < exponent; i++) power *= base;
  return power;
}

// o = A^T x, n values to m outputs: o[i] = sum over points p of p^i x_p.
INLINE void winograd_at(const int n, const int m, const vf* x, vf* o) {
  FULLY_UNROLLED for (int i = 0; i < m; i++) {
    vf sum = i == 0 ? x[0] : i == m - 1 ? x[n - 1] : v_zero();
    FULLY_UNROLLED for (int q = 0; q < n / 2 - 1; q++) {
      const vf plus = x[1 + 2 * q], minus = x[2 + 2 * q];
      const vf part = i % 2 ? v_sub(plus, minus) : v_add(plus, minus);
      const float power = winograd_power(winograd_point(n, q), i);
      sum = power == 1 ? v_add(sum, part) : v_fma(v_set1(power), part, sum);
    }
    o[i] = sum;
  }
}

// o = A y, the adjoint: m values to n points.
INLINE void winograd_a(const int n, const int m, const vf* y, vf* o) {
  o[0] = y[0];
  o[n - 1] = y[m - 1];
  FULLY_UNROLLED for (int q = 0; q < n / 2 - 1; q++) {
    const float p = winograd_point(n, q);
    vf even = y[0], odd = v_mul(v_set1(p), y[1]);
    FULLY_UNROLLED for (int i = 2; i < m; i += 2)
      even = v_fma(v_set1(winograd_power(p, i)), y[i], even);
    FULLY_UNROLLED for (int i = 3; i < m; i += 2)
      odd = v_fma(v_set1(winograd_power(p, i)), y[i], odd);
    o[1 + 2 * q] = v_add(even, odd);
    o[2 + 2 * q] = v_sub(even, odd);
  }
}

// 1 / product over the other finite points q of (p - q), for the point 0 (pair < 0) or for a pair,
// with the sign of the first row of B^T.
INLINE float winograd_norm(const int n, const int pair) {
  // n = 6: (p² - q²) 2p² for p = a, b. n = 8: 2p² times (p² - q²) for the two others.
  if (n == 6) {
    const double a2 = 4.0 / 9, b2 = 9.0 / 4;
    return pair < 0 ? 1 : (float)(pair == 0 ? 1 / (2 * a2 * (a2 - b2)) : 1 / (2 * b2 * (b2 - a2)));
  }
  const float norms[] = {-2.0f / 9, 1.0f / 90, 32.0f / 45};
  return pair < 0 ? 1 : norms[pair];
}

// o = G w, r taps to n points: o_p = norm_p * sum over k of p^k w_k.
INLINE void winograd_g(const int n, const int r, const vf* w, vf* o) {
  o[0] = w[0];
  o[n - 1] = w[r - 1];
  FULLY_UNROLLED for (int q = 0; q < n / 2 - 1; q++) {
    const float p = winograd_point(n, q);
    const vf norm = v_set1(winograd_norm(n, q));
    vf even = w[0], odd = v_mul(v_set1(p), w[1]);
    FULLY_UNROLLED for (int k = 2; k < r; k += 2)
      even = v_fma(v_set1(winograd_power(p, k)), w[k], even);
    FULLY_UNROLLED for (int k = 3; k < r; k += 2)
      odd = v_fma(v_set1(winograd_power(p, k)), w[k], odd);
    o[1 + 2 * q] = v_mul(norm, v_add(even, odd));
    o[2 + 2 * q] = v_mul(norm, v_sub(even, odd));
  }
}

// o = G^T x, the adjoint: n points to r taps.
INLINE void winograd_gt(const int n, const int r, const vf* x, vf* o) {
  vf scaled[NIN_MOST_SIDE];
  scaled[0] = x[0], scaled[n - 1] = x[n - 1];
  FULLY_UNROLLED for (int q = 0; q < n / 2 - 1; q++) {
    const vf norm = v_set1(winograd_norm(n, q));
    scaled[1 + 2 * q] = v_mul(norm, x[1 + 2 * q]);
    scaled[2 + 2 * q] = v_mul(norm, x[2 + 2 * q]);
  }
  winograd_at(n, r, scaled, o);
}
