// Pooling. Threads share rows of outputs.
#include "ops/parallel.h"

static bool valid(const nin_pool2d_geometry* g) {
  if (!g || g->height < 1 || g->width < 1 || g->channels < 1) return false;
  if (g->kernel < 1 || g->kernel > 15 || g->stride < 1) return false;
  if (g->padding > g->kernel / 2 || g->out_height < 1 || g->out_width < 1) return false;
  return (g->out_height - 1) * g->stride < g->height + g->padding &&
         (g->out_width - 1) * g->stride < g->width + g->padding;
}

nin_status nin_max_pool2d_forward_f32(const nin_context* context, const nin_pool2d_geometry* g,
                                      size_t images, const float* x, float* y, uint8_t* index) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!valid(g)) return NIN_INVALID_SHAPE;
  if (!x || !y) return NIN_INVALID_ARGUMENT;
  const size_t row = g->out_width * g->channels;
  NIN_PARALLEL_FOR(context, r, images * g->out_height, 1) {
    const size_t image = r / g->out_height, p = r % g->out_height;
    kernels->max_pool_row(g, x + image * g->height * g->width * g->channels, p, y + r * row,
                          index ? index + r * row : NULL);
  }
  return NIN_OK;
}

nin_status nin_max_pool2d_backward_f32(const nin_context* context, const nin_pool2d_geometry* g,
                                       size_t images, const float* dy, const uint8_t* index,
                                       float* dx) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!valid(g)) return NIN_INVALID_SHAPE;
  if (!dy || !index || !dx) return NIN_INVALID_ARGUMENT;
  const size_t row = g->width * g->channels, out = g->out_height * g->out_width * g->channels;
  NIN_PARALLEL_FOR(context, r, images * g->height, 1) {
    const size_t image = r / g->height, h = r % g->height;
    kernels->max_pool_backward_row(g, dy + image * out, index + image * out, h, dx + r * row);
  }
  return NIN_OK;
}

nin_status nin_average_pool2d_forward_f32(const nin_context* context, const nin_pool2d_geometry* g,
                                          size_t images, const float* x, float* y) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!valid(g)) return NIN_INVALID_SHAPE;
  if (!x || !y) return NIN_INVALID_ARGUMENT;
  NIN_PARALLEL_FOR(context, r, images * g->out_height, 1) {
    const size_t image = r / g->out_height, p = r % g->out_height;
    kernels->average_pool_row(g, x + image * g->height * g->width * g->channels, p,
                              y + r * g->out_width * g->channels);
  }
  return NIN_OK;
}

nin_status nin_average_pool2d_backward_f32(const nin_context* context,
                                           const nin_pool2d_geometry* g, size_t images,
                                           const float* dy, const float* mask, float* dx) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!valid(g)) return NIN_INVALID_SHAPE;
  if (!dy || !dx) return NIN_INVALID_ARGUMENT;
  const size_t row = g->width * g->channels;
  NIN_PARALLEL_FOR(context, r, images * g->height, 1) {
    const size_t image = r / g->height, h = r % g->height;
    kernels->average_pool_backward_row(g, dy + image * g->out_height * g->out_width * g->channels,
                                       h, mask ? mask + r * row : NULL, dx + r * row);
  }
  return NIN_OK;
}

nin_status nin_global_average_pool_forward_f32(const nin_context* context, size_t images,
                                               size_t positions, size_t channels, const float* x,
                                               float* y) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (positions < 1 || channels < 1) return NIN_INVALID_SHAPE;
  if (!x || !y) return NIN_INVALID_ARGUMENT;
  NIN_PARALLEL_FOR(context, n, images, 1)
    kernels->mean_rows(positions, channels, x + n * positions * channels, y + n * channels);
  return NIN_OK;
}

nin_status nin_global_average_pool_backward_f32(const nin_context* context, size_t images,
                                                size_t positions, size_t channels, const float* dy,
                                                const float* mask, float* dx) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (positions < 1 || channels < 1) return NIN_INVALID_SHAPE;
  if (!dy || !dx) return NIN_INVALID_ARGUMENT;
  NIN_PARALLEL_FOR(context, n, images, 1) {
    const size_t at = n * positions * channels;
    kernels->spread_row(positions, channels, dy + n * channels, mask ? mask + at : NULL, dx + at);
  }
  return NIN_OK;
}
