// The gradient of the weights of a 1x1 convolution, dw += x^T dy, with operands rounded to bf16.
//
// Sums run over pixels, so two neighbouring pixels make the pairs. The threads round and interleave
// a group of pixels together, then each adds the group's products to the tiles of dw that it owns,
// in the order of the pixels.
#include "conv2d/pointwise_bf16.h"

// Pairs of pixels whose products are added up before they are added to dw. The number determines
// the order of sums, so it is the same on all instruction sets.
enum { SUM_PAIRS = 128 };
// Bytes of the pairs of a group, which should stay in a second-level cache.
enum { CACHE = 384 << 10 };

// Pixels interleaved in pairs: x as [tile of mr channels][pair][mr], dy as [panel][pair][nr].
typedef struct group {
  const nin_conv2d_plan* plan;
  const nin_kernels* kernels;
  const nin_bf16_kernels* bf16;
  const float *x, *dy;
  size_t pixels, pairs, left; // `left` pixels follow
  uint32_t *a, *b;
  float *dw, *dbias;
} group;

static size_t tiles(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  return nin_divide_up(plan->geometry.in_channels, kernels->mr);
}

static size_t panels(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  return nin_divide_up(plan->geometry.out_channels, kernels->nr);
}

// Numbers of a pair of pixels.
static size_t lanes(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  return tiles(plan, kernels) * kernels->mr + panels(plan, kernels) * kernels->nr;
}

// The pixels of a group, a multiple of those of a partial sum.
static size_t group_pixels(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  const size_t sums = CACHE / (lanes(plan, kernels) * sizeof(uint32_t) * SUM_PAIRS);
  return nin_maximum(sums, 1) * 2 * SUM_PAIRS;
}

static bool measure(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t* accumulator,
                    size_t* workspace) {
  size_t pixels;
  if (!nin_product(&pixels, plan->max_images, plan->out_height, plan->out_width, 1)) return false;
  const size_t most = nin_minimum(group_pixels(plan, kernels), pixels);
  return nin_product(accumulator, plan->geometry.in_channels, plan->geometry.out_channels, 1, 1) &&
         nin_product(workspace, nin_bf16_pairs(most), lanes(plan, kernels), 1, 1);
}

// To be called by every thread of a parallel region.
static void interleave(const group* t) {
  const size_t in = t->plan->geometry.in_channels, out = t->plan->geometry.out_channels;
  const size_t mr = t->kernels->mr, nr = t->kernels->nr;
  const nin_range mine = nin_share(t->pairs, 1);
  for (size_t k = mine.first; k < mine.last; k++) {
    const float *x = t->x + 2 * k * in, *dy = t->dy + 2 * k * out;
    const bool both = 2 * k + 1 < t->pixels;
    t->bf16->pack(in, mr, x, both ? x + in : NULL, t->a + k * mr, t->pairs * mr);
    t->bf16->pack(out, nr, dy, both ? dy + out : NULL, t->b + k * nr, t->pairs * nr);
  }
#pragma omp barrier
}

// Prefetches share `step` of `steps` of the pixels of the next group that this thread interleaves;
// a pixel of `from` has `channels` floats.
static nin_upcoming next_share(const group* t, const float* from, size_t channels, size_t step,
                               size_t steps) {
  const nin_range mine = nin_share(nin_minimum(t->pixels, t->left), 1);
  const size_t floats = (mine.last - mine.first) * channels;
  if (floats == 0) return (nin_upcoming){NULL, 0};
  return (nin_upcoming){
      from + (t->pixels + mine.first) * channels + floats * step / steps, floats / steps};
}

// Adds up to SUM_PAIRS pairs from k on to the tile at tile row i and panel j: step `step` of
// `steps`.
static void add_tile(const group* t, size_t i, size_t j, size_t k, size_t step, size_t steps) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t mr = t->kernels->mr, nr = t->kernels->nr;
  t->bf16->columns(&(nin_bf16_columns){
      .rows = nin_minimum(mr, g->in_channels - i * mr),
      .columns = nin_minimum(nr, g->out_channels - j * nr),
      .pairs = nin_minimum(SUM_PAIRS, t->pairs - k),
      .a = t->a + (i * t->pairs + k) * mr,
      .b = t->b + (j * t->pairs + k) * nr,
      .c = t->dw + i * mr * g->out_channels + j * nr,
      .c_stride = g->out_channels,
      .next = {next_share(t, t->x, g->in_channels, step, steps),
               next_share(t, t->dy, g->out_channels, step, steps)},
  });
}

// Tiles mine.first..mine.last, counted panel by panel; the bias of a panel goes with its first.
static void add_tiles(const group* t, nin_range mine) {
  const size_t nr = t->kernels->nr, out = t->plan->geometry.out_channels;
  const size_t rows = tiles(t->plan, t->kernels);
  const size_t steps = (mine.last - mine.first) * nin_divide_up(t->pairs, SUM_PAIRS);
  size_t step = 0;
  for (size_t at = mine.first; at < mine.last;) {
    const size_t j = at / rows, end = nin_minimum(mine.last, (j + 1) * rows);
    if (t->dbias && at == j * rows)
      t->kernels->sum_columns(t->pixels, nin_minimum(nr, out - j * nr), t->dy + j * nr, out,
                              t->dbias + j * nr);
    for (size_t k = 0; k < t->pairs; k += SUM_PAIRS) {
      for (size_t i = at; i < end; i++) add_tile(t, i - j * rows, j, k, step++, steps);
    }
    at = end;
  }
#pragma omp barrier
}

static void backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                             size_t images, const float* x, const float* dy, float* accumulator,
                             float* dbias, float* workspace) {
  const size_t pixels = nin_bf16_pixels(plan, images), rows = tiles(plan, kernels);
  const size_t group_size = group_pixels(plan, kernels);
  uint32_t* a = (uint32_t*)(void*)workspace;
  NIN_PARALLEL(&plan->context) {
    const nin_range mine = nin_share(rows * panels(plan, kernels), 1);
    for (size_t p = 0; p < pixels; p += group_size) {
      const size_t count = nin_minimum(group_size, pixels - p), pairs = nin_bf16_pairs(count);
      const group t = {
          .plan = plan,
          .kernels = kernels,
          .bf16 = nin_bf16_kernels_of(plan->context.isa),
          .x = x + p * plan->geometry.in_channels,
          .dy = dy + p * plan->geometry.out_channels,
          .pixels = count,
          .pairs = pairs,
          .left = pixels - p - count,
          .a = a,
          .b = a + pairs * rows * kernels->mr,
          .dw = accumulator,
          .dbias = dbias,
      };
      interleave(&t);
      add_tiles(&t, mine);
    }
  }
}

const nin_conv2d_weights_pass nin_pointwise_bf16_backward_weights = {measure, backward_weights,
                                                                     NULL};
