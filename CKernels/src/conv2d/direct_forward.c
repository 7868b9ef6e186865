// y = conv(x) + bias, then ReLU: blocks of pixels times panels of weights. A 1x1 kernel is one
// matrix product; other kernels are one product per kernel row.
#include "conv2d/direct.h"

static bool measure(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t* packed,
                    size_t* workspace) {
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t columns = nin_divide_up(g->out_channels, kernels->nr) * kernels->nr;
  return nin_product(packed, g->kernel_height, g->kernel_width, g->in_channels, columns) &&
         nin_padded_floats(plan, workspace);
}

static void direct_pack_forward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                const float* w, float* packed) {
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t nr = kernels->nr, panels = nin_divide_up(g->out_channels, nr);
  const size_t rows = g->kernel_height * g->kernel_width * g->in_channels;
  NIN_PARALLEL_FOR(&plan->context, j, panels, 1)
    kernels->pack_panels(rows, nin_minimum(nr, g->out_channels - j * nr), w + j * nr,
                         g->out_channels, packed + j * rows * nr, rows * nr);
}

// Output pixels first..first+count, as rows of one matrix product over the padded image x. `left`
// more pixels of the same thread follow.
static void add_block(const nin_conv2d_call* t, const float* x, size_t first, size_t count,
                      size_t left) {
  const nin_conv2d_plan* plan = t->plan;
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t width = nin_padded_width(g);
  // Only a 1x1 kernel reads the pixels one after another.
  const bool follows = left > 0 && nin_is_pointwise(g);
  const float* a[NIN_MOST_MC];
  float* c[NIN_MOST_MC];
  for (size_t i = 0; i < count; i++) {
    const size_t at = first + i, line = at / plan->out_width, q = at % plan->out_width;
    const size_t image = line / plan->out_height, p = line % plan->out_height;
    const size_t row = image * nin_padded_height(g) + p * g->stride;
    a[i] = x + (row * width + q * g->stride) * g->in_channels;
    c[i] = t->y + at * g->out_channels;
  }
  t->kernels->gemm_rows(&(nin_gemm_rows){
      .rows = count,
      .columns = g->out_channels,
      .a = a,
      .c = c,
      .segments = g->kernel_height,
      .segment_length = g->kernel_width * g->in_channels,
      .segment_stride = (ptrdiff_t)(width * g->in_channels),
      .b = t->packed,
      .bias = t->bias,
      .relu = t->relu,
      .far = true,
      .next = {follows ? a[0] + count * g->in_channels : NULL,
               nin_minimum(count, left) * g->in_channels},
  });
}

static void direct_forward(const nin_conv2d_call* t) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t pixels = t->images * t->plan->out_height * t->plan->out_width;
  const size_t mc = t->kernels->mc;
  NIN_PARALLEL(&t->plan->context) {
    if (g->padding > 0)
      nin_copy_padded(t->images, g->height, g->width, g->in_channels, t->x, nin_padded_height(g),
                      nin_padded_width(g), g->padding, g->padding, t->workspace);
    const float* x = g->padding > 0 ? t->workspace : t->x;
    const nin_range mine = nin_share(pixels, t->kernels->mr);
    for (size_t first = mine.first; first < mine.last; first += mc)
      add_block(t, x, first, nin_minimum(mc, mine.last - first),
                mine.last - nin_minimum(first + mc, mine.last));
  }
}

const nin_conv2d_data_pass nin_direct_forward = {measure, direct_pack_forward, direct_forward};
