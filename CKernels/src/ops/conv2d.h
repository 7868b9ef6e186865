// What the passes of a convolution share: padded extents, phases, panels.
#ifndef NIN_OPS_CONV2D_H
#define NIN_OPS_CONV2D_H

#include "ops/parallel.h"

// Rows of pixels that pass a weight panel before the next panel comes.
enum { NIN_ROW_BLOCK = 48 };

static inline size_t nin_panels(size_t columns, size_t nr) { return nin_divide_up(columns, nr); }

// The zero-padded input that the direct algorithm reads in place.
static inline size_t nin_padded_height(const nin_conv2d_geometry* g) {
  return g->height + 2 * g->padding;
}
static inline size_t nin_padded_width(const nin_conv2d_geometry* g) {
  return g->width + 2 * g->padding;
}

// The gradient of the data, split by phases. Input row h meets kernel row r when
// h + padding = p*stride + r. So rows with the same phase (h + padding) mod stride use the kernel
// rows phase, phase + stride, ... and each phase is a convolution of dy with stride 1.
typedef struct nin_phase {
  size_t first; // first input position of the phase
  size_t count; // positions, `stride` apart
  size_t taps;  // kernel positions that meet it
  size_t start; // position in padded dy of the first tap of the first input
} nin_phase;

// Kernel positions of a phase.
static inline size_t nin_phase_taps(size_t phase, size_t kernel, size_t stride) {
  return phase < kernel ? nin_divide_up(kernel - phase, stride) : 0;
}

// Zeros before dy: as many as the longest phase has taps, less one.
static inline size_t nin_gradient_border(size_t kernel, size_t stride) {
  return nin_divide_up(kernel, stride) - 1;
}

// Extent of dy with its border on both sides, wide enough for the last input position.
static inline size_t nin_gradient_extent(size_t extent, size_t out, size_t kernel, size_t stride,
                                         size_t padding) {
  const size_t last = (extent - 1 + padding) / stride + 1;
  return nin_gradient_border(kernel, stride) + nin_maximum(out, last);
}

static inline nin_phase nin_make_phase(size_t phase, size_t extent, size_t kernel, size_t stride,
                                       size_t padding) {
  nin_phase result = {0};
  result.first = (phase + stride - padding % stride) % stride;
  result.count = result.first < extent ? (extent - result.first - 1) / stride + 1 : 0;
  result.taps = nin_phase_taps(phase, kernel, stride);
  const size_t meets = (result.first + padding) / stride; // the output of the phase's first tap
  result.start = meets + nin_gradient_border(kernel, stride) + 1 - nin_maximum(result.taps, 1);
  return result;
}

// x[images][height][width][channels] into the middle of zeros: to[images][rows][columns][channels]
// with x at (top, left). To be called by every thread of a parallel region; ends with a barrier.
void nin_copy_padded(size_t images, size_t height, size_t width, size_t channels, const float* x,
                     size_t rows, size_t columns, size_t top, size_t left, float* to);

#endif
