// The gradient of the weights of a 1x1 convolution, dw += x^T dy, with operands rounded to bf16.
//
// Sums run over pixels, so two neighbouring pixels make the pairs. The threads round and interleave
// a group of pixels together, then each adds the group's products to the tiles of dw that it owns,
// in the order of the pixels.
#include "conv2d/pointwise_bf16.h"

// Pixels of a group, which should stay in a second-level cache, and pairs of pixels whose products
// are added up before they join dw. These fix the order of sums: the same everywhere.
enum { GROUP = 4096, GROUP_PAIRS = GROUP / 2, SUM_PAIRS = 128 };
_Static_assert(GROUP_PAIRS % SUM_PAIRS == 0, "only the last group has a part of a sum");

// Pixels interleaved in pairs: x as [tile of mr channels][pair][mr], dy as [panel][pair][nr].
typedef struct group {
  const nin_conv2d_plan* plan;
  const nin_kernels* kernels;
  const nin_bf16_kernels* bf16;
  const float *x, *dy;
  size_t pixels, pairs;
  uint32_t *a, *b;
  float *dw, *dbias;
} group;

static size_t tiles(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  return nin_divide_up(plan->geometry.in_channels, kernels->mr);
}

static size_t panels(const nin_conv2d_plan* plan, const nin_kernels* kernels) {
  return nin_divide_up(plan->geometry.out_channels, kernels->nr);
}

// Pairs of pixels of the largest group.
static size_t most_pairs(const nin_conv2d_plan* plan) {
  return nin_bf16_pairs(nin_minimum(GROUP, nin_bf16_pixels(plan, plan->max_images)));
}

static bool measure(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t* accumulator,
                    size_t* workspace) {
  const size_t lanes =
      tiles(plan, kernels) * kernels->mr + panels(plan, kernels) * kernels->nr;
  size_t pixels; // must be countable
  return nin_product(&pixels, plan->max_images, plan->out_height, plan->out_width, 1) &&
         nin_product(accumulator, plan->geometry.in_channels, plan->geometry.out_channels, 1, 1) &&
         nin_product(workspace, most_pairs(plan), lanes, 1, 1);
}

// To be called by every thread of a parallel region.
static void interleave(const group* t) {
  const size_t in = t->plan->geometry.in_channels, out = t->plan->geometry.out_channels;
  const size_t mr = t->kernels->mr, nr = t->kernels->nr;
#pragma omp for schedule(static)
  for (size_t k = 0; k < t->pairs; k++) {
    const float *x = t->x + 2 * k * in, *dy = t->dy + 2 * k * out;
    const bool both = 2 * k + 1 < t->pixels;
    t->bf16->pack(in, mr, x, both ? x + in : NULL, t->a + k * mr, t->pairs * mr);
    t->bf16->pack(out, nr, dy, both ? dy + out : NULL, t->b + k * nr, t->pairs * nr);
  }
}

// The tiles first..last of dw in panel j.
static void add_panel(const group* t, size_t j, size_t first, size_t last) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t mr = t->kernels->mr, nr = t->kernels->nr;
  for (size_t k = 0; k < t->pairs; k += SUM_PAIRS) {
    for (size_t i = first; i < last; i++) {
      t->bf16->columns(&(nin_bf16_columns){
          .rows = nin_minimum(mr, g->in_channels - i * mr),
          .columns = nin_minimum(nr, g->out_channels - j * nr),
          .pairs = nin_minimum(SUM_PAIRS, t->pairs - k),
          .a = t->a + (i * t->pairs + k) * mr,
          .b = t->b + (j * t->pairs + k) * nr,
          .c = t->dw + i * mr * g->out_channels + j * nr,
          .c_stride = g->out_channels,
      });
    }
  }
}

// Tiles mine.first..mine.last, counted panel by panel; the bias of a panel goes with its first.
static void add_tiles(const group* t, nin_range mine) {
  const size_t nr = t->kernels->nr, out = t->plan->geometry.out_channels;
  const size_t rows = tiles(t->plan, t->kernels);
  for (size_t at = mine.first; at < mine.last;) {
    const size_t j = at / rows, end = nin_minimum(mine.last, (j + 1) * rows);
    if (t->dbias && at == j * rows)
      t->kernels->sum_columns(t->pixels, nin_minimum(nr, out - j * nr), t->dy + j * nr, out,
                              t->dbias + j * nr);
    add_panel(t, j, at - j * rows, end - j * rows);
    at = end;
  }
}

static void backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                             size_t images, const float* x, const float* dy, float* accumulator,
                             float* dbias, float* workspace) {
  const size_t pixels = nin_bf16_pixels(plan, images), rows = tiles(plan, kernels);
  uint32_t* a = (uint32_t*)(void*)workspace;
  NIN_PARALLEL(&plan->context) {
    const nin_range mine = nin_share(rows * panels(plan, kernels), 1);
    for (size_t p = 0; p < pixels; p += GROUP) {
      const size_t count = nin_minimum(GROUP, pixels - p), pairs = nin_bf16_pairs(count);
      const group t = {
          .plan = plan,
          .kernels = kernels,
          .bf16 = nin_bf16_kernels_of(plan->context.isa),
          .x = x + p * plan->geometry.in_channels,
          .dy = dy + p * plan->geometry.out_channels,
          .pixels = count,
          .pairs = pairs,
          .a = a,
          .b = a + pairs * rows * kernels->mr,
          .dw = accumulator,
          .dbias = dbias,
      };
      interleave(&t);
      add_tiles(&t, mine);
#pragma omp barrier
    }
  }
}

const nin_conv2d_weights_pass nin_pointwise_bf16_backward_weights = {measure, backward_weights,
                                                                     NULL};
