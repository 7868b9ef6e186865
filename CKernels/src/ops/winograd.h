// Winograd's algorithm as the passes of a convolution use it.
//
// Both the forward pass and the gradient of the data are a correlation of stride 1: the latter of
// dy with the kernel turned around. A strided convolution becomes one too, after each block of
// stride x stride pixels has been laid out as one pixel (space to depth).
#ifndef NIN_OPS_WINOGRAD_H
#define NIN_OPS_WINOGRAD_H

#include "ops/conv2d.h"

// A correlation of stride 1 over blocks of pixels.
typedef struct nin_correlation {
  const nin_winograd* transform;
  size_t height, width, channels; // of the source, before blocks are laid out
  size_t padding, block;
  size_t in;                      // channels * block * block
  size_t rows, columns;           // of the padded source, in blocks
  size_t out_height, out_width, out;
  size_t tiles_high, tiles_wide;  // of an image
  size_t points;                  // frequencies of a tile
  size_t tile_block;              // tiles whose transforms stay in cache together
  size_t most_tiles;              // as many, and a rest that is not worth a block of its own
  size_t panels_wide;             // panels of a column block
  size_t chunk;                   // products of a partial sum
} nin_correlation;

// Whether the algorithm is worth it for this geometry; fills the tile.
bool nin_winograd_tile_for(const nin_conv2d_geometry* g, size_t out_height, size_t out_width,
                           nin_math math, nin_winograd_tile* tile);

nin_correlation nin_forward_correlation(const nin_conv2d_plan* plan, const nin_kernels* kernels);

// Stride 1 only.
nin_correlation nin_backward_correlation(const nin_conv2d_plan* plan, const nin_kernels* kernels);

static inline size_t nin_tiles(const nin_correlation* c) { return c->tiles_high * c->tiles_wide; }

// Floats; false when no size holds them.
bool nin_correlation_packed(const nin_correlation* c, size_t nr, size_t* count);
bool nin_correlation_workspace(const nin_correlation* c, size_t nr, size_t images, size_t threads,
                               size_t* count);

// x -> padded blocks [images][rows][columns][in]. To be called by every thread of a parallel
// region; ends with a barrier.
void nin_copy_blocks(const nin_correlation* c, size_t images, const float* x, float* to);

// y = correlation(x) + bias, ReLU, mask.
void nin_winograd_correlate(const nin_correlation* c, const nin_kernels* kernels,
                            const nin_context* context, size_t images, const float* x,
                            const float* packed, const float* bias, bool relu, const float* mask,
                            float* y, float* workspace);

void nin_winograd_pack_forward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                               const float* w, float* packed);
void nin_winograd_pack_backward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                const float* w, float* packed);

// The gradient of the weights in the frequency domain, [point][in][out], and back.
bool nin_winograd_weights_workspace(const nin_correlation* c, size_t nr, size_t images,
                                    size_t* count);
void nin_winograd_backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                   size_t images, const float* x, const float* dy,
                                   float* accumulator, float* dbias, float* workspace);
void nin_winograd_finish_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                 const float* accumulator, float* dw);

#endif
