// What the passes of a 1x1 convolution with bf16 operands share.
#ifndef NIN_CONV2D_POINTWISE_BF16_H
#define NIN_CONV2D_POINTWISE_BF16_H

#include "conv2d/passes.h"

static inline size_t nin_bf16_pairs(size_t count) { return nin_divide_up(count, 2); }

static inline size_t nin_bf16_pixels(const nin_conv2d_plan* plan, size_t images) {
  return images * plan->out_height * plan->out_width;
}

#endif
