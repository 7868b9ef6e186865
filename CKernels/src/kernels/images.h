// Byte images: a bilinear resize, one axis at a time, and the conversion to floats. The compiler
// vectorizes these integer loops for the instruction set; the arithmetic is exact.

enum { RESIZE_BITS = 22 };

INLINE uint8_t resize_round(int32_t sum) {
  const int32_t value = sum >> RESIZE_BITS;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

INLINE void resize_pixels(const nin_resize_axis* axis, size_t channels, const uint8_t* x,
                          uint8_t* y) {
  for (size_t o = 0; o < axis->out; o++) {
    const int32_t* weight = axis->weight + o * axis->taps;
    const uint8_t* from = x + (size_t)axis->first[o] * channels;
    int32_t sum[4];
    for (size_t c = 0; c < channels; c++) sum[c] = 1 << (RESIZE_BITS - 1);
    for (size_t t = 0; t < (size_t)axis->count[o]; t++) {
      for (size_t c = 0; c < channels; c++) sum[c] += weight[t] * from[t * channels + c];
    }
    for (size_t c = 0; c < channels; c++) y[o * channels + c] = resize_round(sum[c]);
  }
}

// Resizes one row of pixels to axis->out pixels.
static void resize_row(const nin_resize_axis* axis, size_t channels, const uint8_t* x,
                       uint8_t* y) {
  if (channels == 3) resize_pixels(axis, 3, x, y);
  else resize_pixels(axis, channels, x, y);
}

// y[i] = the weighted mean of element i of `taps` rows, which are `stride` bytes apart.
static void resize_column(size_t count, size_t taps, const int32_t* weight, const uint8_t* x,
                          size_t stride, uint8_t* y) {
  if (taps == 2) {
    const int32_t w0 = weight[0], w1 = weight[1];
    const uint8_t* second = x + stride;
    for (size_t i = 0; i < count; i++)
      y[i] = resize_round((1 << (RESIZE_BITS - 1)) + w0 * x[i] + w1 * second[i]);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    int32_t sum = 1 << (RESIZE_BITS - 1);
    for (size_t t = 0; t < taps; t++) sum += weight[t] * x[t * stride + i];
    y[i] = resize_round(sum);
  }
}

static void bytes_to_f32(size_t count, const uint8_t* x, const float* mean, const float* deviation,
                         float* y) {
  for (size_t i = 0; i < count; i++) y[i] = ((float)x[i] / 255.0f - mean[i]) / deviation[i];
}
