// Which convolutions go through Winograd's algorithm, with which tile, in blocks of which size.
#include "ops/winograd.h"

// Below this many channels the transforms cost more than the products they save.
enum { LEAST_CHANNELS = 7 };
// Bytes of transformed tiles that stay in the second-level cache, and the most bytes of transformed
// weights that are streamed anew for every block of tiles.
enum { CACHE = 384 << 10, STREAMED = 8 << 20 };

bool nin_winograd_tile_for(const nin_conv2d_geometry* g, size_t out_height, size_t out_width,
                           nin_math math, nin_winograd_tile* tile) {
  const size_t taps = nin_divide_up(g->kernel_height, g->stride), block = g->stride;
  if (math == NIN_MATH_DIRECT || taps != nin_divide_up(g->kernel_width, g->stride)) return false;
  if (block == 1 && g->padding > taps - 1) return false;
  if (g->in_channels * block * block < LEAST_CHANNELS || g->out_channels < LEAST_CHANNELS)
    return false;
  size_t extent = 4, points;
  if (taps == 3) {
    *tile = NIN_F4X4_3X3, points = 36;
  } else if (taps == 5 && math == NIN_MATH_FAST) {
    *tile = NIN_F4X4_5X5, points = 64;
  } else if (taps == 5) {
    *tile = NIN_F2X2_5X5, points = 36, extent = 2;
  } else {
    return false;
  }
  const size_t tiles = nin_divide_up(out_height, extent) * nin_divide_up(out_width, extent);
  const double products = (double)(tiles * points * block * block);
  const double direct =
      (double)(out_height * out_width) * (double)(g->kernel_height * g->kernel_width);
  return products < 0.5 * direct;
}

static nin_correlation complete(nin_correlation c, const nin_kernels* kernels) {
  const nin_winograd* w = c.transform;
  c.in = c.channels * c.block * c.block;
  c.tiles_high = nin_divide_up(c.out_height, (size_t)w->mh);
  c.tiles_wide = nin_divide_up(c.out_width, (size_t)w->mw);
  c.rows = c.tiles_high * (size_t)w->mh + (size_t)(w->nh - w->mh);
  c.columns = c.tiles_wide * (size_t)w->mw + (size_t)(w->nw - w->mw);
  c.points = (size_t)(w->nh * w->nw);
  c.chunk = c.in <= 64 ? 64 : w->nh == 8 ? 48 : 64;
  const size_t mr = (size_t)kernels->mr, nr = (size_t)kernels->nr;
  if (c.points * c.in * c.out * sizeof(float) > STREAMED) {
    c.panels_wide = 8;
    c.tile_block = 72 / mr * mr;
  } else {
    c.panels_wide = 2;
    const size_t tile = c.points * (c.in + c.panels_wide * nr) * sizeof(float);
    c.tile_block = nin_minimum(nin_maximum(CACHE / tile / mr, 12 / mr ? 12 / mr : 1), 72 / mr) * mr;
  }
  c.most_tiles = c.tile_block + mr - 1;
  return c;
}

nin_correlation nin_forward_correlation(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return complete((nin_correlation){.transform = &kernels->winograd[plan->tile],
                                    .height = g->height,
                                    .width = g->width,
                                    .channels = g->in_channels,
                                    .padding = g->padding,
                                    .block = g->stride,
                                    .out_height = plan->out_height,
                                    .out_width = plan->out_width,
                                    .out = g->out_channels},
                  kernels);
}

nin_correlation nin_backward_correlation(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return complete((nin_correlation){.transform = &kernels->winograd[plan->tile],
                                    .height = plan->out_height,
                                    .width = plan->out_width,
                                    .channels = g->out_channels,
                                    .padding = g->kernel_height - 1 - g->padding,
                                    .block = 1,
                                    .out_height = g->height,
                                    .out_width = g->width,
                                    .out = g->in_channels},
                  kernels);
}

bool nin_correlation_packed(const nin_correlation* c, size_t nr, size_t* count) {
  *count = nin_divide_up(c->out, c->panels_wide * nr) * c->panels_wide * nr;
  return nin_multiply(count, c->points) && nin_multiply(count, c->in);
}

bool nin_correlation_workspace(const nin_correlation* c, size_t nr, size_t images, size_t threads,
                               size_t* count) {
  size_t blocks = images, scratch = threads;
  if (!nin_multiply(&blocks, c->rows) || !nin_multiply(&blocks, c->columns) ||
      !nin_multiply(&blocks, c->in))
    return false;
  if (!nin_multiply(&scratch, c->points * c->most_tiles) ||
      !nin_multiply(&scratch, c->in + c->panels_wide * nr))
    return false;
  *count = blocks + scratch;
  return true;
}
