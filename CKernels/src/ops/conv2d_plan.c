// Geometry in, algorithm and memory out.
#include "ops/sparse.h"
#include "ops/winograd.h"

static bool valid(const nin_conv2d_geometry* g) {
  const size_t most = (size_t)1 << 20;
  const size_t extents[] = {g->height,        g->width,        g->in_channels, g->out_channels,
                            g->kernel_height, g->kernel_width, g->stride};
  for (size_t i = 0; i < sizeof extents / sizeof *extents; i++) {
    if (extents[i] < 1 || extents[i] > most) return false;
  }
  return g->padding <= most && g->kernel_height <= nin_padded_height(g) &&
         g->kernel_width <= nin_padded_width(g);
}

static bool product4(size_t* result, size_t a, size_t b, size_t c, size_t d) {
  *result = a;
  return nin_multiply(result, b) && nin_multiply(result, c) && nin_multiply(result, d);
}

static bool size_direct(nin_conv2d_plan* plan, size_t nr) {
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t taps = g->kernel_height * g->kernel_width;
  const size_t out = nin_panels(g->out_channels, nr) * nr;
  const size_t in = nin_panels(g->in_channels, nr) * nr;
  const size_t rows = nin_gradient_extent(g->height, plan->out_height, g->kernel_height, g->stride,
                                          g->padding);
  const size_t columns = nin_gradient_extent(g->width, plan->out_width, g->kernel_width, g->stride,
                                             g->padding);
  size_t x = 0, dy = 0;
  if (!product4(&plan->packed_forward, taps, g->in_channels, out, 1)) return false;
  if (!product4(&plan->packed_backward, taps, g->out_channels, in, 1)) return false;
  if (!product4(&plan->weight_accumulator, taps, g->in_channels, g->out_channels, 1)) return false;
  if (g->padding > 0 &&
      !product4(&x, plan->max_images, nin_padded_height(g), nin_padded_width(g), g->in_channels))
    return false;
  if (plan->algorithm == NIN_CONV2D_DIRECT &&
      !product4(&dy, plan->max_images, rows, columns, g->out_channels))
    return false;
  plan->workspace = nin_maximum(1, nin_maximum(x, dy));
  return true;
}

// The forward pass and the gradient of the weights, and with stride 1 the gradient of the data too.
static bool size_winograd(nin_conv2d_plan* plan, const nin_kernels* kernels) {
  const size_t nr = (size_t)kernels->nr, threads = (size_t)plan->context.threads;
  const nin_correlation forward = nin_forward_correlation(plan, kernels);
  size_t workspace[3] = {0};
  plan->weight_accumulator = forward.points;
  if (!nin_correlation_packed(&forward, nr, &plan->packed_forward) ||
      !nin_correlation_workspace(&forward, nr, plan->max_images, threads, &workspace[0]) ||
      !nin_winograd_weights_workspace(&forward, nr, plan->max_images, &workspace[1]) ||
      !nin_multiply(&plan->weight_accumulator, forward.in) ||
      !nin_multiply(&plan->weight_accumulator, forward.out))
    return false;
  if (plan->geometry.stride == 1) {
    const nin_correlation backward = nin_backward_correlation(plan, kernels);
    if (!nin_correlation_packed(&backward, nr, &plan->packed_backward) ||
        !nin_correlation_workspace(&backward, nr, plan->max_images, threads, &workspace[2]))
      return false;
    plan->workspace = 0;
  }
  for (int i = 0; i < 3; i++) plan->workspace = nin_maximum(plan->workspace, workspace[i]);
  return true;
}

nin_status nin_conv2d_make_plan(const nin_context* context, const nin_conv2d_geometry* geometry,
                                size_t max_images, nin_math math, bool sparse_gradient,
                                nin_conv2d_plan* plan) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!geometry || !plan) return NIN_INVALID_ARGUMENT;
  if (!valid(geometry) || max_images < 1) return NIN_INVALID_SHAPE;
  const nin_conv2d_geometry* g = geometry;
  const bool pointwise =
      g->kernel_height == 1 && g->kernel_width == 1 && g->stride == 1 && g->padding == 0;
  *plan = (nin_conv2d_plan){
      .context = *context,
      .geometry = *g,
      .max_images = max_images,
      .math = math,
      .algorithm = pointwise ? NIN_CONV2D_POINTWISE : NIN_CONV2D_DIRECT,
      .out_height = (nin_padded_height(g) - g->kernel_height) / g->stride + 1,
      .out_width = (nin_padded_width(g) - g->kernel_width) / g->stride + 1,
  };
  plan->accumulates_in_place = true;
  if (!size_direct(plan, (size_t)kernels->nr)) return NIN_TOO_LARGE;
  if (pointwise && sparse_gradient && math != NIN_MATH_DIRECT &&
      g->out_channels <= NIN_SPARSE_MOST) {
    plan->algorithm = NIN_CONV2D_SPARSE;
    plan->accumulates_in_place = false;
    plan->packed_backward = g->in_channels * g->out_channels;
    return nin_sparse_workspace(plan, &plan->workspace) ? NIN_OK : NIN_TOO_LARGE;
  }
  nin_winograd_tile tile;
  if (nin_winograd_tile_for(g, plan->out_height, plan->out_width, math, &tile)) {
    plan->algorithm = NIN_CONV2D_WINOGRAD;
    plan->accumulates_in_place = false;
    plan->tile = tile;
    plan->tile_height = (size_t)kernels->winograd[tile].mh;
    plan->tile_width = (size_t)kernels->winograd[tile].mw;
    if (!size_winograd(plan, kernels)) return NIN_TOO_LARGE;
  }
  return NIN_OK;
}
