// dx = adjoint(dy), split into phases. Input row h and kernel row r are multiplied when h + padding
// = p*stride + r. So rows with the same phase (h + padding) mod stride use the kernel rows phase,
// phase + stride, ... Each phase is a convolution of dy with stride 1, computed by the micro-kernel
// of the forward pass.
#include "conv2d/direct.h"

// One axis of a phase.
typedef struct phase {
  size_t first; // input position
  size_t count; // input positions, `stride` apart
  size_t taps;  // kernel positions that they are multiplied with
  size_t start; // position in bordered dy of the first tap of the first input
} phase;

// Kernel positions of a phase.
static size_t phase_taps(size_t index, size_t kernel, size_t stride) {
  return index < kernel ? nin_divide_up(kernel - index, stride) : 0;
}

// Zeros before dy: one less than the most taps of a phase.
static size_t border(size_t kernel, size_t stride) { return nin_divide_up(kernel, stride) - 1; }

// Extent of dy with zeros on both sides, wide enough for the last input position.
static size_t bordered(size_t extent, size_t out, size_t kernel, const nin_conv2d_geometry* g) {
  const size_t last = (extent - 1 + g->padding) / g->stride + 1;
  return border(kernel, g->stride) + nin_maximum(out, last);
}

static size_t bordered_height(const nin_conv2d_plan* plan) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return bordered(g->height, plan->out_height, g->kernel_height, g);
}

static size_t bordered_width(const nin_conv2d_plan* plan) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return bordered(g->width, plan->out_width, g->kernel_width, g);
}

// Whether dy is read in place.
static bool has_no_border(const nin_conv2d_plan* plan) {
  return bordered_height(plan) == plan->out_height && bordered_width(plan) == plan->out_width;
}

static phase make_phase(size_t index, size_t extent, size_t kernel, const nin_conv2d_geometry* g) {
  phase result = {0};
  result.first = (index + g->stride - g->padding % g->stride) % g->stride;
  result.count = result.first < extent ? (extent - result.first - 1) / g->stride + 1 : 0;
  result.taps = phase_taps(index, kernel, g->stride);
  const size_t meets = (result.first + g->padding) / g->stride; // the output of the first tap
  result.start = meets + border(kernel, g->stride) + 1 - nin_maximum(result.taps, 1);
  return result;
}

static bool measure(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t* packed,
                    size_t* workspace) {
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t columns = nin_divide_up(g->in_channels, kernels->nr) * kernels->nr;
  return nin_product(packed, g->kernel_height, g->kernel_width, g->out_channels, columns) &&
         nin_product(workspace, has_no_border(plan) ? 0 : plan->max_images, bordered_height(plan),
                     bordered_width(plan), g->out_channels);
}

// One phase. Rows are the taps in reverse order, each with its output channels; columns are the
// input channels. w[kh][kw][in][out] is read along `out`, so the inner loop transposes.
static void pack_phase(const nin_conv2d_geometry* g, size_t nr, size_t phase_h, size_t phase_w,
                       const float* w, float* to) {
  const size_t taps_h = phase_taps(phase_h, g->kernel_height, g->stride);
  const size_t taps_w = phase_taps(phase_w, g->kernel_width, g->stride);
  const size_t rows = taps_h * taps_w * g->out_channels;
  for (size_t j = 0; j < nin_divide_up(g->in_channels, nr); j++, to += rows * nr) {
    float* row = to;
    for (size_t th = taps_h; th-- > 0;) {
      for (size_t tw = taps_w; tw-- > 0; row += g->out_channels * nr) {
        const size_t r = phase_h + th * g->stride, s = phase_w + tw * g->stride;
        const float* tap = w + (r * g->kernel_width + s) * g->in_channels * g->out_channels;
        for (size_t i = 0; i < nr; i++) {
          const size_t c = j * nr + i;
          const bool real = c < g->in_channels;
          for (size_t o = 0; o < g->out_channels; o++)
            row[o * nr + i] = real ? tap[c * g->out_channels + o] : 0;
        }
      }
    }
  }
}

// Floats of the packed weights of a phase.
static size_t packed_phase(const nin_conv2d_geometry* g, size_t nr, size_t taps) {
  return taps * g->out_channels * nin_divide_up(g->in_channels, nr) * nr;
}

static void direct_pack_backward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                 const float* w, float* packed) {
  const nin_conv2d_geometry* g = &plan->geometry;
  for (size_t i = 0; i < g->stride * g->stride; i++) {
    const size_t h = i / g->stride, v = i % g->stride;
    const size_t taps = phase_taps(h, g->kernel_height, g->stride) *
                        phase_taps(v, g->kernel_width, g->stride);
    if (taps > 0) pack_phase(g, kernels->nr, h, v, w, packed);
    packed += packed_phase(g, kernels->nr, taps);
  }
}

// Input pixels first..first+count of one phase, from bordered dy.
static void add_block(const nin_conv2d_call* t, const float* dy, phase h, phase w,
                      const float* packed, size_t first, size_t count, size_t left) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t rows = bordered_height(t->plan), columns = bordered_width(t->plan);
  const float *a[NIN_MOST_MC], *mask[NIN_MOST_MC];
  float* c[NIN_MOST_MC];
  for (size_t i = 0; i < count; i++) {
    const size_t at = first + i, image = at / (h.count * w.count);
    const size_t p = at / w.count % h.count, q = at % w.count;
    const size_t row = h.first + p * g->stride, column = w.first + q * g->stride;
    const size_t to = ((image * g->height + row) * g->width + column) * g->in_channels;
    a[i] = dy + ((image * rows + h.start + p) * columns + w.start + q) * g->out_channels;
    c[i] = t->y + to;
    mask[i] = t->mask ? t->mask + to : NULL;
  }
  t->kernels->gemm_rows(&(nin_gemm_rows){
      .rows = count,
      .columns = g->in_channels,
      .a = a,
      .c = c,
      .segments = w.taps > 0 ? h.taps : 0,
      .segment_length = w.taps * g->out_channels,
      .segment_stride = (ptrdiff_t)(columns * g->out_channels),
      .b = packed,
      .mask = t->mask ? mask : NULL,
      .far = true,
      .next = {left > 0 && nin_is_pointwise(g) ? a[0] + count * g->out_channels : NULL,
               nin_minimum(count, left) * g->out_channels},
  });
}

// To be called by every thread of a parallel region.
static void add_phases(const nin_conv2d_call* t, const float* dy) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t mc = t->kernels->mc;
  const float* packed = t->packed;
  for (size_t i = 0; i < g->stride * g->stride; i++) {
    const phase h = make_phase(i / g->stride, g->height, g->kernel_height, g);
    const phase w = make_phase(i % g->stride, g->width, g->kernel_width, g);
    const nin_range mine = nin_share(t->images * h.count * w.count, t->kernels->mr);
    for (size_t first = mine.first; first < mine.last; first += mc)
      add_block(t, dy, h, w, packed, first, nin_minimum(mc, mine.last - first),
                mine.last - nin_minimum(first + mc, mine.last));
    packed += packed_phase(g, t->kernels->nr, h.taps * w.taps);
  }
}

static void direct_backward_data(const nin_conv2d_call* t) {
  const nin_conv2d_plan* plan = t->plan;
  const nin_conv2d_geometry* g = &plan->geometry;
  const bool in_place = has_no_border(plan);
  NIN_PARALLEL(&plan->context) {
    if (!in_place)
      nin_copy_padded(t->images, plan->out_height, plan->out_width, g->out_channels, t->x,
                      bordered_height(plan), bordered_width(plan),
                      border(g->kernel_height, g->stride), border(g->kernel_width, g->stride),
                      t->workspace);
    add_phases(t, in_place ? t->x : t->workspace);
  }
}

const nin_conv2d_data_pass nin_direct_backward_data = {measure, direct_pack_backward,
                                                       direct_backward_data};
