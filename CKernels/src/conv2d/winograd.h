// Winograd's algorithm for the passes of a convolution.
//
// The forward pass and the gradient of the data are both correlations of stride 1; the latter is
// that of dy with the rotated kernel. A strided convolution becomes such a correlation when each
// block of stride x stride pixels is stored as one pixel (space to depth).
#ifndef NIN_CONV2D_WINOGRAD_H
#define NIN_CONV2D_WINOGRAD_H

#include "conv2d/passes.h"

// A correlation of stride 1 over blocks of pixels.
typedef struct nin_correlation {
  const nin_winograd* transform;
  size_t m, n, points;            // outputs and points of a tile in one direction; n*n
  size_t height, width, channels; // of the source, before it is stored in blocks
  size_t padding, block;
  size_t in;                      // channels * block * block
  size_t rows, columns;           // of the padded source, in blocks
  size_t out_height, out_width, out;
  size_t tiles_high, tiles_wide;  // of an image
  size_t panels;                  // of nr outputs
  size_t mc, most_mc;             // tiles whose transforms stay in cache together; the same with a
                                  // rest that is too small for a block of its own
  size_t nc;                      // panels whose products stay in cache together
  size_t kc;                      // products of a partial sum
} nin_correlation;

// The most tiles of a block, on any instruction set.
enum { NIN_MOST_TILES = 72 + NIN_MOST_MR - 1 };

nin_correlation nin_forward_correlation(const nin_conv2d_plan* plan, const nin_kernels* kernels);

// Stride 1 only.
nin_correlation nin_backward_correlation(const nin_conv2d_plan* plan, const nin_kernels* kernels);

static inline size_t nin_tiles(const nin_correlation* c) { return c->tiles_high * c->tiles_wide; }

// The position of a tile.
typedef struct nin_tile_place {
  size_t image, row, column; // of its first output
  size_t rows, columns;      // of its outputs, fewer than m at the edges
} nin_tile_place;

static inline nin_tile_place nin_locate(const nin_correlation* c, size_t tile) {
  const size_t within = tile % nin_tiles(c);
  const size_t row = within / c->tiles_wide * c->m, column = within % c->tiles_wide * c->m;
  return (nin_tile_place){tile / nin_tiles(c), row, column, nin_minimum(c->m, c->out_height - row),
                          nin_minimum(c->m, c->out_width - column)};
}

// Floats of the padded blocks of `images` images; false on overflow.
static inline bool nin_block_floats(const nin_correlation* c, size_t images, size_t* count) {
  return nin_product(count, images, c->rows, c->columns, c->in);
}

// x -> padded blocks [images][rows][columns][in]. To be called by every thread of a parallel
// region; ends with a barrier.
void nin_copy_blocks(const nin_correlation* c, size_t images, const float* x, float* to);

// Weights to the domain of the points, [block of nc panels][point][panel][in][nr].
void nin_winograd_pack_forward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                               const float* w, float* packed);
void nin_winograd_pack_backward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                const float* w, float* packed);

// The gradient of the weights out of the domain of the points, [point][in][out].
void nin_winograd_finish(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                         const float* accumulator, float* dw);

#endif
