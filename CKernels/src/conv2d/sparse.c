// The gradients of a 1x1 convolution whose output gradient is mostly zeros (see kernels/sparse.h).
#include "conv2d/passes.h"

bool nin_sparse_serves(const nin_conv2d_plan* plan) {
  const nin_conv2d_geometry* g = &plan->geometry;
  return nin_is_pointwise(g) && g->out_channels <= NIN_SPARSE_MOST;
}

static size_t pixels_of(const nin_conv2d_plan* plan, size_t images) {
  return images * plan->out_height * plan->out_width;
}

// x[rows][columns] -> to[columns][rows].
static void transpose(const nin_context* context, size_t rows, size_t columns, const float* x,
                      float* to) {
  NIN_PARALLEL_FOR(context, j, columns, 1) {
    for (size_t i = 0; i < rows; i++) to[j * rows + i] = x[i * columns + j];
  }
}

static bool measure_data(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t* packed,
                         size_t* workspace) {
  (void)kernels;
  *packed = plan->geometry.in_channels * plan->geometry.out_channels;
  *workspace = 0;
  return true;
}

static void pack(const nin_conv2d_plan* plan, const nin_kernels* kernels, const float* w,
                 float* packed) {
  (void)kernels;
  transpose(&plan->context, plan->geometry.in_channels, plan->geometry.out_channels, w, packed);
}

static void sparse_backward_data(const nin_conv2d_call* t) {
  const size_t in = t->plan->geometry.in_channels, out = t->plan->geometry.out_channels;
  const size_t pixels = pixels_of(t->plan, t->images);
  NIN_PARALLEL_FOR(&t->plan->context, p, pixels, NIN_SPARSE_PIXELS)
    t->kernels->sparse_data(nin_minimum(NIN_SPARSE_PIXELS, pixels - p), in, out, t->x + p * out,
                            t->packed, t->mask ? t->mask + p * in : NULL, t->y + p * in);
}

const nin_conv2d_data_pass nin_sparse_backward_data = {measure_data, pack, sparse_backward_data};

// Floats of the lists of one thread. An entry takes two floats, and each output has a count.
static size_t list_floats(const nin_conv2d_plan* plan) {
  return plan->geometry.out_channels * (NIN_SPARSE_PIXELS * 2 + 1);
}

static bool measure_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                            size_t* accumulator, size_t* workspace) {
  (void)kernels;
  *accumulator = plan->geometry.in_channels * plan->geometry.out_channels;
  *workspace = list_floats(plan);
  return nin_multiply(workspace, (size_t)plan->context.threads);
}

// Every thread owns some outputs and goes through all pixels.
static void sparse_backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                    size_t images, const float* x, const float* dy,
                                    float* accumulator, float* dbias, float* workspace) {
  const size_t in = plan->geometry.in_channels, out = plan->geometry.out_channels;
  const size_t pixels = pixels_of(plan, images);
  NIN_PARALLEL(&plan->context) {
    const nin_range mine = nin_share(out, 1);
    const size_t first = mine.first, outs = mine.last - mine.first;
    float* own = workspace + (size_t)omp_get_thread_num() * list_floats(plan);
    nin_sparse_entry* list = (nin_sparse_entry*)(void*)own;
    uint32_t* count = (uint32_t*)(void*)(list + out * NIN_SPARSE_PIXELS);
    for (size_t p = 0; p < pixels && outs > 0; p += NIN_SPARSE_PIXELS) {
      const size_t some = nin_minimum(NIN_SPARSE_PIXELS, pixels - p), left = pixels - p - some;
      const float* from = x + p * in;
      const nin_upcoming next = {left > 0 ? from + some * in : NULL,
                                 nin_minimum(NIN_SPARSE_PIXELS, left) * in};
      kernels->sparse_lists(some, outs, dy + p * out + first, out, list, count,
                            dbias ? dbias + first : NULL);
      kernels->sparse_weights(in, outs, from, list, count, accumulator + first * in, next);
    }
  }
}

static void finish(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                   const float* accumulator, float* dw) {
  (void)kernels;
  transpose(&plan->context, plan->geometry.out_channels, plan->geometry.in_channels, accumulator,
            dw);
}

const nin_conv2d_weights_pass nin_sparse_backward_weights = {measure_weights,
                                                             sparse_backward_weights, finish};
