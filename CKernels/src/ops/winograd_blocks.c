#include "ops/winograd.h"

#include <string.h>

// Where pixel `at` of an axis of padded blocks comes from; `extent` or more when it is padding.
static size_t source(size_t at, size_t padding) { return at - padding; }

void nin_copy_blocks(const nin_correlation* c, size_t images, const float* x, float* to) {
  const size_t s = c->block, run = s * c->channels, line = c->columns * c->in;
#pragma omp for schedule(static)
  for (size_t r = 0; r < images * c->rows; r++) {
    const float* image = x + r / c->rows * c->height * c->width * c->channels;
    float* out = to + r * line;
    memset(out, 0, line * sizeof *out);
    for (size_t dh = 0; dh < s; dh++) {
      const size_t h = source(r % c->rows * s + dh, c->padding);
      if (h >= c->height) continue;
      for (size_t w = 0; w < c->columns; w++) {
        float* block = out + w * c->in + dh * run;
        for (size_t dw = 0; dw < s; dw++) {
          const size_t v = source(w * s + dw, c->padding);
          if (v >= c->width) continue;
          memcpy(block + dw * c->channels, image + (h * c->width + v) * c->channels,
                 c->channels * sizeof *out);
        }
      }
    }
  }
}
