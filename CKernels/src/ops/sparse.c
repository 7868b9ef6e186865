#include "ops/sparse.h"

// Lists of a thread: an entry is two floats wide, and a count an output.
static size_t lists(const nin_conv2d_plan* plan) {
  return plan->geometry.out_channels * (NIN_SPARSE_PIXELS * 2 + 1);
}

bool nin_sparse_workspace(const nin_conv2d_plan* plan, size_t* count) {
  *count = lists(plan);
  return nin_multiply(count, (size_t)plan->context.threads);
}

void nin_sparse_transpose(const nin_context* context, size_t rows, size_t columns, const float* x,
                          float* to) {
#pragma omp parallel for schedule(static) num_threads(context->threads)
  for (size_t j = 0; j < columns; j++) {
    for (size_t i = 0; i < rows; i++) to[j * rows + i] = x[i * columns + j];
  }
}

void nin_sparse_backward_data(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                              size_t images, const float* dy, const float* transposed,
                              const float* mask, float* dx) {
  const size_t in = plan->geometry.in_channels, out = plan->geometry.out_channels;
  const size_t pixels = images * plan->out_height * plan->out_width;
#pragma omp parallel num_threads(plan->context.threads)
  {
    const uint64_t mode = nin_flush_denormals();
#pragma omp for schedule(static)
    for (size_t p = 0; p < pixels; p += NIN_SPARSE_PIXELS)
      kernels->sparse_data(nin_minimum(NIN_SPARSE_PIXELS, pixels - p), in, out, dy + p * out, transposed,
                           mask ? mask + p * in : NULL, dx + p * in);
    nin_restore_denormals(mode);
  }
}

void nin_sparse_backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                 size_t images, const float* x, const float* dy,
                                 float* accumulator, float* dbias, float* workspace) {
  const size_t in = plan->geometry.in_channels, out = plan->geometry.out_channels;
  const size_t pixels = images * plan->out_height * plan->out_width;
#pragma omp parallel num_threads(plan->context.threads)
  {
    const uint64_t mode = nin_flush_denormals();
    // Every thread owns some outputs and walks all pixels.
    const nin_range mine = nin_share(out, 1);
    const size_t first = mine.first, outs = mine.last - mine.first;
    float* own = workspace + (size_t)omp_get_thread_num() * lists(plan);
    nin_sparse_entry* list = (nin_sparse_entry*)(void*)own;
    uint32_t* count = (uint32_t*)(void*)(list + out * NIN_SPARSE_PIXELS);
    for (size_t p = 0; p < pixels && outs > 0; p += NIN_SPARSE_PIXELS) {
      kernels->sparse_lists(nin_minimum(NIN_SPARSE_PIXELS, pixels - p), outs, dy + p * out + first, out, list,
                            count, dbias ? dbias + first : NULL);
      kernels->sparse_weights(in, outs, x + p * in, list, count, accumulator + first * in);
    }
    nin_restore_denormals(mode);
  }
}
