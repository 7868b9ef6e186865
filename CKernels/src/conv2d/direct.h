// The zero-padded image, which all passes of the direct algorithm read in place.
#ifndef NIN_CONV2D_DIRECT_H
#define NIN_CONV2D_DIRECT_H

#include "conv2d/passes.h"
#include "ops/padding.h"

static inline size_t nin_padded_height(const nin_conv2d_geometry* g) {
  return g->height + 2 * g->padding;
}
static inline size_t nin_padded_width(const nin_conv2d_geometry* g) {
  return g->width + 2 * g->padding;
}

// Floats of the padded images, 0 if no copy is needed; false on overflow.
static inline bool nin_padded_floats(const nin_conv2d_plan* plan, size_t* count) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return nin_product(count, g->padding > 0 ? plan->max_images : 0, nin_padded_height(g),
                     nin_padded_width(g), g->in_channels);
}

#endif
