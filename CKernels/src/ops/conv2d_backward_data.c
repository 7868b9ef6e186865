// dx = adjoint(dy): each phase of the input is a convolution of dy with stride 1 and the taps that
// meet it, by the same micro-kernel as the forward pass.
#include "ops/sparse.h"
#include "ops/winograd.h"

typedef struct job {
  const nin_conv2d_plan* plan;
  const nin_kernels* kernels;
  size_t images, rows, columns; // of padded dy
  const float* dy;
  const float* mask;
  float* dx;
} job;

// Input pixels first..first+count of one phase.
static void block(const job* j, nin_phase h, nin_phase w, const float* packed, size_t first,
                  size_t count) {
  const nin_conv2d_geometry* g = &j->plan->geometry;
  const float* a[NIN_ROW_BLOCK];
  const float* mask[NIN_ROW_BLOCK];
  float* c[NIN_ROW_BLOCK];
  for (size_t i = 0; i < count; i++) {
    const size_t at = first + i, image = at / (h.count * w.count);
    const size_t p = at / w.count % h.count, q = at % w.count;
    const size_t row = h.first + p * g->stride, column = w.first + q * g->stride;
    const size_t to = ((image * g->height + row) * g->width + column) * g->in_channels;
    a[i] = j->dy + ((image * j->rows + h.start + p) * j->columns + w.start + q) * g->out_channels;
    c[i] = j->dx + to;
    mask[i] = j->mask ? j->mask + to : NULL;
  }
  const bool meets = h.taps > 0 && w.taps > 0;
  j->kernels->gemm_rows(&(nin_gemm_rows){
      .rows = count,
      .columns = g->in_channels,
      .a = a,
      .c = c,
      .segments = meets ? h.taps : 0,
      .segment_length = w.taps * g->out_channels,
      .segment_stride = (ptrdiff_t)(j->columns * g->out_channels),
      .b = packed,
      .mask = j->mask ? mask : NULL,
  });
}

// To be called by every thread of a parallel region.
static void all_phases(const job* j, const float* packed) {
  const nin_conv2d_geometry* g = &j->plan->geometry;
  const size_t nr = (size_t)j->kernels->nr, columns = nin_panels(g->in_channels, nr) * nr;
  for (size_t ph = 0; ph < g->stride; ph++) {
    for (size_t pw = 0; pw < g->stride; pw++) {
      const nin_phase h =
          nin_make_phase(ph, g->height, g->kernel_height, g->stride, g->padding);
      const nin_phase w = nin_make_phase(pw, g->width, g->kernel_width, g->stride, g->padding);
      const size_t rows = j->images * h.count * w.count;
      const nin_range mine = nin_share(rows, (size_t)j->kernels->mr);
      for (size_t first = mine.first; first < mine.last; first += NIN_ROW_BLOCK)
        block(j, h, w, packed, first, nin_minimum(NIN_ROW_BLOCK, mine.last - first));
      packed += h.taps * w.taps * g->out_channels * columns;
    }
  }
}

nin_status nin_conv2d_backward_data_f32(const nin_conv2d_plan* plan, size_t images,
                                        const float* dy, const float* packed_backward,
                                        const float* mask, float* dx, float* workspace) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!dy || !packed_backward || !dx || !workspace || images > plan->max_images)
    return NIN_INVALID_ARGUMENT;
  if (plan->algorithm == NIN_CONV2D_WINOGRAD && plan->geometry.stride == 1) {
    const nin_correlation c = nin_backward_correlation(plan, kernels);
    nin_winograd_correlate(&c, kernels, &plan->context, images, dy, packed_backward, NULL, false,
                           mask, dx, workspace);
    return NIN_OK;
  }
  if (plan->algorithm == NIN_CONV2D_SPARSE) {
    nin_sparse_backward_data(plan, kernels, images, dy, packed_backward, mask, dx);
    return NIN_OK;
  }
  const nin_conv2d_geometry* g = &plan->geometry;
  const bool pointwise = plan->algorithm == NIN_CONV2D_POINTWISE;
  const size_t top = nin_gradient_border(g->kernel_height, g->stride);
  const size_t left = nin_gradient_border(g->kernel_width, g->stride);
  const job j = {
      .plan = plan,
      .kernels = kernels,
      .images = images,
      .rows = nin_gradient_extent(g->height, plan->out_height, g->kernel_height, g->stride,
                                  g->padding),
      .columns = nin_gradient_extent(g->width, plan->out_width, g->kernel_width, g->stride,
                                     g->padding),
      .dy = pointwise ? dy : workspace,
      .mask = mask,
      .dx = dx,
  };
#pragma omp parallel num_threads(plan->context.threads)
  {
    const uint64_t mode = nin_flush_denormals();
    if (!pointwise)
      nin_copy_padded(images, plan->out_height, plan->out_width, g->out_channels, dy, j.rows,
                      j.columns, top, left, workspace);
    all_phases(&j, packed_backward);
    nin_restore_denormals(mode);
  }
  return NIN_OK;
}
