// Copies an image with padding, or from space to depth: blocks of stride x stride pixels are stored
// as one pixel.
#include "conv2d/winograd.h"
#include "ops/padding.h"

#include <string.h>

// Copies a line of an image to its place in each block of a line of blocks. The pixels of a block
// that lie in the image are contiguous in both.
static void copy_line(const nin_correlation* c, const float* line, float* to) {
  for (size_t w = 0; w < c->columns; w++) {
    const size_t before = w * c->block, left = nin_maximum(before, c->padding);
    const size_t right = nin_minimum(before + c->block, c->padding + c->width);
    if (left >= right) continue;
    memcpy(to + w * c->in + (left - before) * c->channels,
           line + (left - c->padding) * c->channels, (right - left) * c->channels * sizeof *to);
  }
}

void nin_copy_blocks(const nin_correlation* c, size_t images, const float* x, float* to) {
  if (c->block == 1) {
    nin_copy_padded(images, c->height, c->width, c->channels, x, c->rows, c->columns, c->padding,
                    c->padding, to);
    return;
  }
  const size_t line = c->columns * c->in;
#pragma omp for schedule(static)
  for (size_t r = 0; r < images * c->rows; r++) {
    const float* image = x + r / c->rows * c->height * c->width * c->channels;
    float* out = to + r * line;
    memset(out, 0, line * sizeof *out);
    for (size_t dh = 0; dh < c->block; dh++) {
      const size_t h = r % c->rows * c->block + dh - c->padding; // wraps around above the image
      if (h < c->height)
        copy_line(c, image + h * c->width * c->channels, out + dh * c->block * c->channels);
    }
  }
}
