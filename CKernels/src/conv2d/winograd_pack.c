// Weights to the domain of the points, and their gradient back.
#include "conv2d/winograd.h"

enum { MOST_TAPS = NIN_MOST_SIDE_TAPS * NIN_MOST_SIDE_TAPS };

static size_t tap_count(const nin_correlation* c) {
  const size_t r = c->n + 1 - c->m;
  return r * r;
}

// The offset of the weights for channel k of a block at each tap, or -1 if the kernel has none
// there. A kernel whose extent is not a multiple of the block is filled up with zeros.
static void tap_offsets(const nin_conv2d_geometry* g, const nin_correlation* c, size_t k,
                        ptrdiff_t* offset) {
  const size_t s = g->stride, channel = k % g->in_channels, r = c->n + 1 - c->m;
  const size_t dh = k / g->in_channels / s, dw = k / g->in_channels % s;
  for (size_t i = 0; i < r * r; i++) {
    const size_t row = i / r * s + dh, column = i % r * s + dw;
    const bool exists = row < g->kernel_height && column < g->kernel_width;
    const size_t tap = (row * g->kernel_width + column) * g->in_channels + channel;
    offset[i] = exists ? (ptrdiff_t)(tap * g->out_channels) : -1;
  }
}

// Row k of every panel.
static void pack_row(const nin_correlation* c, size_t nr, size_t k, const float* const* taps,
                     size_t lane_stride, float* packed) {
  for (size_t j = 0; j < c->panels; j++) {
    const float* lanes[MOST_TAPS];
    for (size_t i = 0; i < tap_count(c); i++)
      lanes[i] = taps[i] ? taps[i] + j * nr * lane_stride : NULL;
    const size_t panel = j / c->nc * c->points * c->nc + j % c->nc;
    c->transform->weights(lanes, nin_minimum(nr, c->out - j * nr), lane_stride,
                          packed + (panel * c->in + k) * nr, c->nc * c->in * nr);
  }
}

void nin_winograd_pack_forward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                               const float* w, float* packed) {
  const nin_correlation c = nin_forward_correlation(plan, kernels);
  NIN_PARALLEL_FOR(&plan->context, k, c.in, 1) {
    ptrdiff_t offset[MOST_TAPS];
    const float* tap[MOST_TAPS];
    tap_offsets(&plan->geometry, &c, k, offset);
    for (size_t i = 0; i < tap_count(&c); i++) tap[i] = offset[i] < 0 ? NULL : w + offset[i];
    pack_row(&c, kernels->nr, k, tap, 1, packed);
  }
}

void nin_winograd_pack_backward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                const float* w, float* packed) {
  const nin_correlation c = nin_backward_correlation(plan, kernels);
  const nin_conv2d_geometry* g = &plan->geometry;
  NIN_PARALLEL_FOR(&plan->context, k, c.in, 1) {
    const float* tap[MOST_TAPS];
    for (size_t i = 0; i < tap_count(&c); i++)
      tap[i] = w + (tap_count(&c) - 1 - i) * g->in_channels * g->out_channels + k;
    pack_row(&c, kernels->nr, k, tap, g->out_channels, packed);
  }
}

void nin_winograd_finish(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                         const float* accumulator, float* dw) {
  const nin_correlation c = nin_forward_correlation(plan, kernels);
  NIN_PARALLEL_FOR(&plan->context, k, c.in, 1) {
    ptrdiff_t offset[MOST_TAPS];
    float* tap[MOST_TAPS];
    tap_offsets(&plan->geometry, &c, k, offset);
    for (size_t i = 0; i < tap_count(&c); i++) tap[i] = offset[i] < 0 ? NULL : dw + offset[i];
    c.transform->weights_adjoint(accumulator + k * c.out, c.in * c.out, c.out, tap);
  }
}
