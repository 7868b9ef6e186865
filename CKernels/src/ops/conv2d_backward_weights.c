// dw += x^T dy: tiles of the gradient, each owned by one thread, summed over the pixels in order.
//
// A group of images at a time: its dy is packed into panels (which also gives the bias gradient),
// then every thread adds the group's share to the tiles it owns, some lines of pixels at a time so
// that what it reads stays in its caches.
#include "ops/conv2d.h"

// Pixels whose activations and gradients pass all tiles of a thread before the next ones come.
enum { PIXELS = 128, ROWS = 192 };

typedef struct job {
  const nin_conv2d_plan* plan;
  const nin_kernels* kernels;
  const float* x; // padded
  const float* panels;
  size_t images, height, width; // of x
  float* dw;
} job;

// Lines first..first+lines (rows of output pixels) into the tiles of kernel row r, rows i0..i1,
// panel j. Lines of one image only: x jumps between images.
static void add_lines(const job* t, size_t image, size_t line, size_t lines, size_t r, size_t i0,
                      size_t i1, size_t j) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t nr = (size_t)t->kernels->nr, out_width = t->plan->out_width;
  const size_t pixels = t->plan->out_height * out_width;
  const size_t run = g->kernel_width * g->in_channels;
  const size_t top = image * t->height + line * g->stride + r;
  t->kernels->gemm_columns(&(nin_gemm_columns){
      .rows = i1 - i0,
      .columns = nin_minimum(nr, g->out_channels - j * nr),
      .a = t->x + top * t->width * g->in_channels + i0,
      .lines = lines,
      .line_length = out_width,
      .line_stride = g->stride * t->width * g->in_channels,
      .step = g->stride * g->in_channels,
      .b = t->panels + (j * t->images * pixels + image * pixels + line * out_width) * nr,
      .c = t->dw + (r * run + i0) * g->out_channels + j * nr,
      .c_stride = g->out_channels,
  });
}

// To be called by every thread of a parallel region. The split of tiles over threads is the same
// for every group of lines, so each tile has one owner and one order of summation.
static void add_group(const job* t) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t run = g->kernel_width * g->in_channels;
  const size_t parts = nin_divide_up(run, ROWS);
  const size_t items = nin_panels(g->out_channels, (size_t)t->kernels->nr) * g->kernel_height * parts;
  const size_t lines = nin_maximum(1, PIXELS / t->plan->out_width);
  for (size_t image = 0; image < t->images; image++) {
    for (size_t line = 0; line < t->plan->out_height; line += lines) {
      const size_t some = nin_minimum(lines, t->plan->out_height - line);
#pragma omp for schedule(static) nowait
      for (size_t item = 0; item < items; item++) {
        const size_t part = item % parts, r = item / parts % g->kernel_height;
        const size_t j = item / parts / g->kernel_height;
        add_lines(t, image, line, some, r, part * ROWS, nin_minimum(run, (part + 1) * ROWS), j);
      }
    }
  }
}

// To be called by every thread of a parallel region; ends with a barrier.
static void pack_group(const job* t, const float* dy, float* panels, float* dbias) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t nr = (size_t)t->kernels->nr;
  const size_t rows = t->images * t->plan->out_height * t->plan->out_width;
#pragma omp for schedule(static)
  for (size_t j = 0; j < nin_panels(g->out_channels, nr); j++) {
    const size_t columns = nin_minimum(nr, g->out_channels - j * nr);
    float* panel = panels + j * rows * nr;
    t->kernels->pack_panels(rows, columns, dy + j * nr, g->out_channels, panel, rows * nr);
    if (dbias) t->kernels->sum_panel(rows, columns, panel, dbias + j * nr);
  }
}

nin_status nin_conv2d_backward_weights_f32(const nin_conv2d_plan* plan, size_t images,
                                           const float* x, const float* dy, float* accumulator,
                                           float* dbias, float* workspace) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!x || !dy || !accumulator || !workspace || images > plan->max_images)
    return NIN_INVALID_ARGUMENT;
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t height = nin_padded_height(g), width = nin_padded_width(g);
  const size_t padded = g->padding > 0 ? images * height * width * g->in_channels : 0;
  const size_t pixels = plan->out_height * plan->out_width;
  float* panels = workspace + padded;
#pragma omp parallel num_threads(plan->context.threads)
  {
    const uint64_t mode = nin_flush_denormals();
    if (g->padding > 0)
      nin_copy_padded(images, g->height, g->width, g->in_channels, x, height, width, g->padding,
                      g->padding, workspace);
    for (size_t first = 0; first < images; first += plan->group) {
      const job t = {
          .plan = plan,
          .kernels = kernels,
          .x = (padded ? workspace : x) + first * height * width * g->in_channels,
          .panels = panels,
          .images = nin_minimum(plan->group, images - first),
          .height = height,
          .width = width,
          .dw = accumulator,
      };
      pack_group(&t, dy + first * pixels * g->out_channels, panels, dbias);
      add_group(&t);
#pragma omp barrier
    }
    nin_restore_denormals(mode);
  }
  return NIN_OK;
}

nin_status nin_conv2d_finish_weights_f32(const nin_conv2d_plan* plan, const float* accumulator,
                                         float* dw) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  (void)kernels;
  if (!accumulator || !dw) return NIN_INVALID_ARGUMENT;
  if (dw == accumulator) return NIN_OK;
  for (size_t i = 0; i < plan->weight_accumulator; i++) dw[i] = accumulator[i];
  return NIN_OK;
}
