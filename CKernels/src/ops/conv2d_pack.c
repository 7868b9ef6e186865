// Weights into the panels that the micro-kernels stream, once a step.
#include "ops/sparse.h"
#include "ops/winograd.h"

nin_status nin_conv2d_pack_forward(const nin_conv2d_plan* plan, const float* w,
                                   float* packed_forward) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!w || !packed_forward) return NIN_INVALID_ARGUMENT;
  if (plan->algorithm == NIN_CONV2D_WINOGRAD) {
    nin_winograd_pack_forward(plan, kernels, w, packed_forward);
    return NIN_OK;
  }
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t nr = (size_t)kernels->nr, panels = nin_panels(g->out_channels, nr);
  const size_t rows = g->kernel_height * g->kernel_width * g->in_channels;
#pragma omp parallel for schedule(static) num_threads(plan->context.threads)
  for (size_t j = 0; j < panels; j++) {
    const size_t columns = nin_minimum(nr, g->out_channels - j * nr);
    kernels->pack_panels(rows, columns, w + j * nr, g->out_channels,
                         packed_forward + j * rows * nr, rows * nr);
  }
  return NIN_OK;
}

// One phase: rows run over the taps backwards, each with its output channels; columns are the input
// channels. w[kh][kw][in][out] is read along `out`, so the inner loop transposes.
static void pack_phase(const nin_conv2d_geometry* g, size_t nr, size_t phase_h, size_t phase_w,
                       const float* w, float* to) {
  const size_t taps_h = nin_phase_taps(phase_h, g->kernel_height, g->stride);
  const size_t taps_w = nin_phase_taps(phase_w, g->kernel_width, g->stride);
  const size_t rows = taps_h * taps_w * g->out_channels;
  for (size_t j = 0; j < nin_panels(g->in_channels, nr); j++, to += rows * nr) {
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

nin_status nin_conv2d_pack_backward(const nin_conv2d_plan* plan, const float* w,
                                    float* packed_backward) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!w || !packed_backward) return NIN_INVALID_ARGUMENT;
  if (plan->algorithm == NIN_CONV2D_WINOGRAD && plan->geometry.stride == 1) {
    nin_winograd_pack_backward(plan, kernels, w, packed_backward);
    return NIN_OK;
  }
  if (plan->algorithm == NIN_CONV2D_SPARSE) {
    nin_sparse_transpose(&plan->context, plan->geometry.in_channels, plan->geometry.out_channels, w,
                         packed_backward);
    return NIN_OK;
  }
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t nr = (size_t)kernels->nr;
  const size_t columns = nin_panels(g->in_channels, nr) * nr;
  float* to = packed_backward;
  for (size_t h = 0; h < g->stride; h++) {
    for (size_t v = 0; v < g->stride; v++) {
      const size_t taps = nin_phase_taps(h, g->kernel_height, g->stride) *
                          nin_phase_taps(v, g->kernel_width, g->stride);
      if (taps > 0) pack_phase(g, nr, h, v, w, to);
      to += taps * g->out_channels * columns;
    }
  }
  return NIN_OK;
}
