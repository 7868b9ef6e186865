// Weights to the frequency domain, their gradient in it and back.
#include "ops/winograd.h"

enum { MOST_TAPS = 25, GROUP_TILES = 144 };

// The weights that meet channel k of a block at each tap, null where the kernel has none: a kernel
// whose extent is no multiple of the block is filled up with zeros.
static void tap_offsets(const nin_conv2d_geometry* g, size_t taps, size_t k, ptrdiff_t* offset) {
  const size_t s = g->stride, c = k % g->in_channels;
  const size_t dh = k / g->in_channels / s, dw = k / g->in_channels % s;
  for (size_t i = 0; i < taps * taps; i++) {
    const size_t r = i / taps * s + dh, q = i % taps * s + dw;
    const bool exists = r < g->kernel_height && q < g->kernel_width;
    offset[i] =
        exists ? (ptrdiff_t)(((r * g->kernel_width + q) * g->in_channels + c) * g->out_channels)
               : -1;
  }
}

static size_t tap_count(const nin_correlation* c) {
  return (size_t)(c->transform->nh + 1 - c->transform->mh);
}

// One row k of every panel of the packed weights.
static void pack_row(const nin_correlation* c, const nin_kernels* kernels, size_t k,
                     const float* const* taps, size_t lane_stride, float* packed) {
  const size_t nr = (size_t)kernels->nr;
  const size_t panels = nin_divide_up(c->out, nr);
  for (size_t j = 0; j < panels; j++) {
    const float* lanes[MOST_TAPS];
    for (size_t i = 0; i < tap_count(c) * tap_count(c); i++)
      lanes[i] = taps[i] ? taps[i] + j * nr * lane_stride : NULL;
    float* u = packed + (j / c->panels_wide * c->points * c->panels_wide + j % c->panels_wide) *
                            c->in * nr + k * nr;
    c->transform->weights(lanes, nin_minimum(nr, c->out - j * nr), lane_stride, u,
                          c->panels_wide * c->in * nr);
  }
}

void nin_winograd_pack_forward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                               const float* w, float* packed) {
  const nin_correlation c = nin_forward_correlation(plan, kernels);
  const size_t taps = tap_count(&c);
#pragma omp parallel for schedule(static) num_threads(plan->context.threads)
  for (size_t k = 0; k < c.in; k++) {
    ptrdiff_t offset[MOST_TAPS];
    const float* tap[MOST_TAPS];
    tap_offsets(&plan->geometry, taps, k, offset);
    for (size_t i = 0; i < taps * taps; i++) tap[i] = offset[i] < 0 ? NULL : w + offset[i];
    pack_row(&c, kernels, k, tap, 1, packed);
  }
}

void nin_winograd_pack_backward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                const float* w, float* packed) {
  const nin_correlation c = nin_backward_correlation(plan, kernels);
  const nin_conv2d_geometry* g = &plan->geometry;
  const size_t taps = tap_count(&c);
#pragma omp parallel for schedule(static) num_threads(plan->context.threads)
  for (size_t k = 0; k < c.in; k++) {
    const float* tap[MOST_TAPS];
    for (size_t i = 0; i < taps * taps; i++)
      tap[i] = w + (taps * taps - 1 - i) * g->in_channels * g->out_channels + k;
    pack_row(&c, kernels, k, tap, g->out_channels, packed);
  }
}

static size_t group_images(const nin_correlation* c, size_t images) {
  return nin_minimum(images, nin_maximum(1, GROUP_TILES / nin_tiles(c)));
}

bool nin_winograd_weights_workspace(const nin_correlation* c, size_t nr, size_t images,
                                    size_t* count) {
  size_t blocks = images, tiles = group_images(c, images);
  if (!nin_multiply(&blocks, c->rows) || !nin_multiply(&blocks, c->columns) ||
      !nin_multiply(&blocks, c->in))
    return false;
  if (!nin_multiply(&tiles, nin_tiles(c)) || !nin_multiply(&tiles, c->points) ||
      !nin_multiply(&tiles, c->in + nin_divide_up(c->out, nr) * nr))
    return false;
  *count = blocks + tiles;
  return true;
}

typedef struct job {
  const nin_correlation* c;
  const nin_kernels* kernels;
  const float* blocks;
  const float* dy;
  size_t first, tiles; // of the group
  float* v;            // [point][tile][in]
  float* d;            // [point][panel][tile][nr]
  float* du;           // [point][in][out]
} job;

static void transform_tile(const job* t, size_t i) {
  const nin_correlation* c = t->c;
  const nin_winograd* w = c->transform;
  const size_t nr = (size_t)t->kernels->nr, panels = nin_divide_up(c->out, nr);
  const size_t tile = t->first + i, image = tile / nin_tiles(c), within = tile % nin_tiles(c);
  const size_t row = within / c->tiles_wide * (size_t)w->mh;
  const size_t column = within % c->tiles_wide * (size_t)w->mw;
  const float* x = t->blocks + ((image * c->rows + row) * c->columns + column) * c->in;
  const float* dy = t->dy + ((image * c->out_height + row) * c->out_width + column) * c->out;
  w->input(x, c->columns * c->in, c->in, t->v + i * c->in, t->tiles * c->in);
  w->gradient(dy, c->out_width * c->out, c->out,
              nin_minimum((size_t)w->mh, c->out_height - row),
              nin_minimum((size_t)w->mw, c->out_width - column), t->d + i * nr,
              panels * t->tiles * nr, t->tiles * nr);
}

static void add_panel(const job* t, size_t f, size_t j) {
  const nin_correlation* c = t->c;
  const size_t nr = (size_t)t->kernels->nr, panels = nin_divide_up(c->out, nr);
  t->kernels->gemm_columns(&(nin_gemm_columns){
      .rows = c->in,
      .columns = nin_minimum(nr, c->out - j * nr),
      .a = t->v + f * t->tiles * c->in,
      .planes = 1,
      .lines = 1,
      .line_length = t->tiles,
      .step = c->in,
      .b = t->d + (f * panels + j) * t->tiles * nr,
      .c = t->du + f * c->in * c->out + j * nr,
      .c_stride = c->out,
  });
}

void nin_winograd_backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                   size_t images, const float* x, const float* dy,
                                   float* accumulator, float* dbias, float* workspace) {
  const nin_correlation c = nin_forward_correlation(plan, kernels);
  const size_t nr = (size_t)kernels->nr, panels = nin_divide_up(c.out, nr);
  const size_t pixels = images * c.out_height * c.out_width;
  const size_t group = group_images(&c, plan->max_images) * nin_tiles(&c);
  const size_t tiles = images * nin_tiles(&c);
  float* v = workspace + images * c.rows * c.columns * c.in;
  float* d = v + group * c.points * c.in;
#pragma omp parallel num_threads(plan->context.threads)
  {
    const uint64_t mode = nin_flush_denormals();
    nin_copy_blocks(&c, images, x, workspace);
    for (size_t first = 0; first < tiles; first += group) {
      const job t = {&c,  kernels, workspace, dy, first, nin_minimum(group, tiles - first), v,
                     d, accumulator};
#pragma omp for schedule(static)
      for (size_t i = 0; i < t.tiles; i++) transform_tile(&t, i);
#pragma omp for schedule(static)
      for (size_t item = 0; item < c.points * panels; item++)
        add_panel(&t, item / panels, item % panels);
    }
    if (dbias) {
#pragma omp for schedule(static)
      for (size_t j = 0; j < panels; j++)
        kernels->sum_columns(pixels, nin_minimum(nr, c.out - j * nr), dy + j * nr, c.out,
                             dbias + j * nr);
    }
    nin_restore_denormals(mode);
  }
}

void nin_winograd_finish_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                 const float* accumulator, float* dw) {
  const nin_correlation c = nin_forward_correlation(plan, kernels);
  const size_t taps = tap_count(&c);
#pragma omp parallel for schedule(static) num_threads(plan->context.threads)
  for (size_t k = 0; k < c.in; k++) {
    ptrdiff_t offset[MOST_TAPS];
    float* tap[MOST_TAPS];
    tap_offsets(&plan->geometry, taps, k, offset);
    for (size_t i = 0; i < taps * taps; i++) tap[i] = offset[i] < 0 ? NULL : dw + offset[i];
    c.transform->weights_adjoint(accumulator + k * c.out, c.in * c.out, c.out, tap);
  }
}
