#include "ops/padding.h"

#include "ops/sizes.h"

#include <string.h>

void nin_copy_padded(size_t images, size_t height, size_t width, size_t channels, const float* x,
                     size_t rows, size_t columns, size_t top, size_t left, float* to) {
  const size_t line = columns * channels, body = nin_minimum(width, columns - left) * channels;
#pragma omp for schedule(static)
  for (size_t r = 0; r < images * rows; r++) {
    const size_t image = r / rows, row = r % rows;
    float* out = to + r * line;
    if (row < top || row - top >= height) {
      memset(out, 0, line * sizeof *out);
      continue;
    }
    const float* in = x + (image * height + row - top) * width * channels;
    memset(out, 0, left * channels * sizeof *out);
    memcpy(out + left * channels, in, body * sizeof *out);
    memset(out + left * channels + body, 0, (line - left * channels - body) * sizeof *out);
  }
}
