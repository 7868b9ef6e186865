// 1x1 convolution with operands rounded to bf16 and sums in fp32: the forward pass and the gradient
// of the data, both a product of pixels and a matrix.
#include "conv2d/pointwise_bf16.h"

#include <string.h>

bool nin_pointwise_bf16_serves(const nin_conv2d_plan* plan) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return plan->math == NIN_MATH_BF16 && g->kernel_height == 1 && g->kernel_width == 1 &&
         g->stride == 1 && g->padding == 0;
}

// Pairs of a thread's rounded block of pixels, in whole lines of a cache.
static size_t block_pairs(const nin_kernels* kernels, size_t depth) {
  return nin_divide_up(kernels->mc * nin_bf16_pairs(depth), 16) * 16;
}

static bool measure(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t depth,
                    size_t columns, size_t* packed, size_t* workspace) {
  const size_t panels = nin_divide_up(columns, kernels->nr);
  return nin_product(packed, panels, nin_bf16_pairs(depth), kernels->nr, 1) &&
         nin_product(workspace, (size_t)plan->context.threads, block_pairs(kernels, depth), 1, 1);
}

// Pixels first..first+count: rounded, then multiplied. The same thread has `left` more pixels to do.
static void add_block(const nin_conv2d_call* t, const nin_bf16_kernels* bf16, size_t depth,
                      size_t columns, size_t first, size_t count, size_t left,
                      uint32_t* rounded) {
  const size_t pairs = nin_bf16_pairs(depth), mr = t->kernels->mr;
  for (size_t i = 0; i < count; i++)
    bf16->round(depth, t->x + (first + i) * depth, rounded + i * pairs);
  memset(rounded + count * pairs, 0,
         (nin_divide_up(count, mr) * mr - count) * pairs * sizeof *rounded);
  bf16->rows(&(nin_bf16_rows){
      .rows = count,
      .columns = columns,
      .pairs = pairs,
      .a = rounded,
      .b = (const uint32_t*)(const void*)t->packed,
      .c = t->y + first * columns,
      .bias = t->bias,
      .mask = t->mask ? t->mask + first * columns : NULL,
      .relu = t->relu,
      .next = {left > 0 ? t->x + (first + count) * depth : NULL,
               nin_minimum(count, left) * depth},
  });
}

static void multiply(const nin_conv2d_call* t, size_t depth, size_t columns) {
  const nin_bf16_kernels* bf16 = nin_bf16_kernels_of(t->plan->context.isa);
  const size_t pixels = nin_bf16_pixels(t->plan, t->images), mc = t->kernels->mc;
  NIN_PARALLEL(&t->plan->context) {
    uint32_t* rounded = (uint32_t*)(void*)t->workspace +
                        (size_t)omp_get_thread_num() * block_pairs(t->kernels, depth);
    const nin_range mine = nin_share(pixels, t->kernels->mr);
    for (size_t first = mine.first, count; first < mine.last; first += count) {
      count = nin_minimum(mc, mine.last - first);
      add_block(t, bf16, depth, columns, first, count, mine.last - first - count, rounded);
    }
  }
}

static bool measure_forward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                            size_t* packed, size_t* workspace) {
  return measure(plan, kernels, plan->geometry.in_channels, plan->geometry.out_channels, packed,
                 workspace);
}

static void pack_forward(const nin_conv2d_plan* plan, const nin_kernels* kernels, const float* w,
                         float* packed) {
  const nin_bf16_kernels* bf16 = nin_bf16_kernels_of(plan->context.isa);
  const size_t in = plan->geometry.in_channels, out = plan->geometry.out_channels;
  const size_t pairs = nin_bf16_pairs(in), nr = kernels->nr;
  uint32_t* to = (uint32_t*)(void*)packed;
  NIN_PARALLEL_FOR(&plan->context, k, pairs, 1) {
    const float* row = w + 2 * k * out;
    bf16->pack(out, nr, row, 2 * k + 1 < in ? row + out : NULL, to + k * nr, pairs * nr);
  }
}

static void forward(const nin_conv2d_call* t) {
  multiply(t, t->plan->geometry.in_channels, t->plan->geometry.out_channels);
}

const nin_conv2d_data_pass nin_pointwise_bf16_forward = {measure_forward, pack_forward, forward};

static bool measure_backward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                             size_t* packed, size_t* workspace) {
  return measure(plan, kernels, plan->geometry.out_channels, plan->geometry.in_channels, packed,
                 workspace);
}

// The pairs of a row of w become a column of a panel.
static void pack_column(const nin_bf16_kernels* bf16, size_t out, const float* row, uint32_t* to,
                        size_t nr) {
  enum { SOME = 64 };
  uint32_t pairs[SOME];
  for (size_t o = 0; o < out; o += 2 * SOME) {
    const size_t count = nin_minimum(2 * SOME, out - o);
    bf16->round(count, row + o, pairs);
    for (size_t k = 0; k < nin_bf16_pairs(count); k++) to[(o / 2 + k) * nr] = pairs[k];
  }
}

static void pack_backward(const nin_conv2d_plan* plan, const nin_kernels* kernels, const float* w,
                          float* packed) {
  const nin_bf16_kernels* bf16 = nin_bf16_kernels_of(plan->context.isa);
  const size_t in = plan->geometry.in_channels, out = plan->geometry.out_channels;
  const size_t pairs = nin_bf16_pairs(out), nr = kernels->nr;
  uint32_t* panels = (uint32_t*)(void*)packed;
  NIN_PARALLEL_FOR(&plan->context, c, nin_divide_up(in, nr) * nr, 1) {
    uint32_t* to = panels + c / nr * pairs * nr + c % nr;
    if (c < in) {
      pack_column(bf16, out, w + c * out, to, nr);
    } else {
      for (size_t k = 0; k < pairs; k++) to[k * nr] = 0;
    }
  }
}

static void backward_data(const nin_conv2d_call* t) {
  multiply(t, t->plan->geometry.out_channels, t->plan->geometry.in_channels);
}

const nin_conv2d_data_pass nin_pointwise_bf16_backward_data = {measure_backward, pack_backward,
                                                               backward_data};
