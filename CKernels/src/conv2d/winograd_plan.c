// Decides which convolutions use Winograd's algorithm, with which tiles and block sizes.
#include "conv2d/winograd.h"

// Below this many channels the transforms cost more than the products they save.
enum { LEAST_CHANNELS = 7 };
// Bytes of transformed tiles that stay in the second-level cache, and the most bytes of transformed
// weights that are read again for every block of tiles.
enum { CACHE = 384 << 10, STREAMED = 8 << 20 };
// The fewest and the most tiles of a block.
enum { LEAST_MC = 12, MOST_MC = NIN_MOST_TILES - NIN_MOST_MR + 1 };

#define EXTENTS(m_, r_) [NIN_F##m_##_##r_] = {m_, r_},
static const struct {
  size_t m, r;
} extents[] = {NIN_WINOGRAD_TILES(EXTENTS)};

// Strided layers have so few channels that F(6, 3) is as accurate for them as F(4, 5).
static bool tile_for(size_t taps, size_t stride, nin_math math, nin_winograd_tile* tile) {
  if (taps == 3)
    *tile = math != NIN_MATH_STRICT && stride > 1 ? NIN_F6_3 : NIN_F4_3;
  else if (taps == 5)
    *tile = math != NIN_MATH_STRICT ? NIN_F4_5 : NIN_F2_5;
  else
    return false;
  return true;
}

bool nin_winograd_serves(const nin_conv2d_plan* plan, nin_winograd_tile* tile) {
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t taps = nin_divide_up(g->kernel_height, g->stride), block = g->stride;
  if (taps != nin_divide_up(g->kernel_width, block) || !tile_for(taps, block, plan->math, tile))
    return false;
  if (block == 1 && g->padding > taps - 1) return false;
  if (g->in_channels * block * block < LEAST_CHANNELS || g->out_channels < LEAST_CHANNELS)
    return false;
  const size_t m = extents[*tile].m, n = m + extents[*tile].r - 1;
  const size_t tiles = nin_divide_up(plan->out_height, m) * nin_divide_up(plan->out_width, m);
  const double products = (double)(tiles * n * n * block * block);
  const double direct =
      (double)(plan->out_height * plan->out_width) * (double)(g->kernel_height * g->kernel_width);
  return products < 0.5 * direct;
}

// V and M of a block of tiles fill the second-level cache. If the weights are large, blocks are
// larger, so that the weights are read less often.
static void choose_blocks(nin_correlation* c, const nin_kernels* kernels) {
  const size_t mr = kernels->mr;
  size_t tiles = MOST_MC;
  if (c->points * c->in * c->out * sizeof(float) > STREAMED) {
    c->nc = 8;
  } else {
    c->nc = 2;
    const size_t tile = c->points * (c->in + c->nc * kernels->nr) * sizeof(float);
    tiles = nin_minimum(nin_maximum(CACHE / tile, nin_maximum(LEAST_MC, mr)), MOST_MC);
  }
  c->mc = tiles / mr * mr;
  c->most_mc = c->mc + mr - 1;
  c->kc = c->n == 8 && c->in > 64 ? 48 : 64;
}

static nin_correlation complete(nin_correlation c, const nin_conv2d_plan* plan,
                                const nin_kernels* kernels) {
  c.transform = &kernels->winograd[plan->tile];
  c.m = extents[plan->tile].m;
  c.n = c.m + extents[plan->tile].r - 1;
  c.points = c.n * c.n;
  c.in = c.channels * c.block * c.block;
  c.tiles_high = nin_divide_up(c.out_height, c.m);
  c.tiles_wide = nin_divide_up(c.out_width, c.m);
  c.rows = c.tiles_high * c.m + c.n - c.m;
  c.columns = c.tiles_wide * c.m + c.n - c.m;
  c.panels = nin_divide_up(c.out, kernels->nr);
  choose_blocks(&c, kernels);
  return c;
}

nin_correlation nin_forward_correlation(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return complete((nin_correlation){.height = g->height,
                                    .width = g->width,
                                    .channels = g->in_channels,
                                    .padding = g->padding,
                                    .block = g->stride,
                                    .out_height = plan->out_height,
                                    .out_width = plan->out_width,
                                    .out = g->out_channels},
                  plan, kernels);
}

nin_correlation nin_backward_correlation(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return complete((nin_correlation){.height = plan->out_height,
                                    .width = plan->out_width,
                                    .channels = g->out_channels,
                                    .padding = g->kernel_height - 1 - g->padding,
                                    .block = 1,
                                    .out_height = g->height,
                                    .out_width = g->width,
                                    .out = g->in_channels},
                  plan, kernels);
}
