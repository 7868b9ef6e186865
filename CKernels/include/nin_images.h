// Conversion of byte images to activations.
#ifndef NIN_IMAGES_H
#define NIN_IMAGES_H

#include "nin_context.h"

#include <stddef.h>

// How a batch of byte images becomes an activation.
typedef struct nin_image_transform {
  size_t height, width;         // of the source
  size_t out_height, out_width; // of the activation
  size_t channels;              // 1 to 4
  float mean[4], deviation[4];  // y = (byte/255 - mean) / deviation; 0 and 1 leave it alone
} nin_image_transform;

// Bytes of scratch memory for the two functions below.
NIN_MUST_CHECK nin_status nin_images_scratch(const nin_context* context,
                                             const nin_image_transform* transform,
                                             size_t* scratch);

// x[n][h][w][c] (bytes) -> y[n][oh][ow][c]: bilinear resize exactly as Pillow's `Image.resize(...,
// BILINEAR)` does it on bytes (horizontal pass, rounding, vertical pass, rounding; antialiased when
// it shrinks), then /255 and normalization. Pillow 13 and later swap the passes when the height
// shrinks and the width grows; this function does not.
NIN_MUST_CHECK nin_status nin_images_to_f32(const nin_context* context,
                                            const nin_image_transform* transform, size_t images,
                                            const uint8_t* x, float* y, void* scratch);

// x[n][h][w][c] -> y[n][oh][ow][c], both bytes: the resize alone.
NIN_MUST_CHECK nin_status nin_images_resize_u8(const nin_context* context,
                                               const nin_image_transform* transform, size_t images,
                                               const uint8_t* x, uint8_t* y, void* scratch);

#endif
