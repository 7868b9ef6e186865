// The gradient of the weights in the domain of the points: one matrix product per point, summed
// over the tiles of all images.
#include "conv2d/winograd.h"

// Tiles that are transformed before they are multiplied.
enum { GROUP_TILES = 144 };

typedef struct job {
  const nin_correlation* c;
  const nin_kernels* kernels;
  const float *blocks, *dy;
  size_t first, tiles; // of the group
  float* v;            // [point][tile][in]
  float* d;            // [point][panel][tile][nr]
  float* du;           // [point][in][out]
} job;

static size_t group_images(const nin_correlation* c, size_t images) {
  return nin_minimum(images, nin_maximum(1, GROUP_TILES / nin_tiles(c)));
}

static bool measure(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t* accumulator,
                    size_t* workspace) {
  const nin_correlation c = nin_forward_correlation(plan, kernels);
  size_t group = group_images(&c, plan->max_images);
  if (!nin_product(accumulator, c.points, c.in, c.out, 1) ||
      !nin_block_floats(&c, plan->max_images, workspace) || !nin_multiply(&group, nin_tiles(&c)) ||
      !nin_multiply(&group, c.points) || !nin_multiply(&group, c.in + c.panels * kernels->nr))
    return false;
  *workspace += group;
  return true;
}

static void transform_tile(const job* t, size_t i) {
  const nin_correlation* c = t->c;
  const size_t nr = t->kernels->nr;
  const nin_tile_place p = nin_locate(c, t->first + i);
  const float* x = t->blocks + ((p.image * c->rows + p.row) * c->columns + p.column) * c->in;
  const float* dy =
      t->dy + ((p.image * c->out_height + p.row) * c->out_width + p.column) * c->out;
  c->transform->input(x, c->columns * c->in, c->in, t->v + i * c->in, t->tiles * c->in);
  c->transform->gradient(dy, c->out_width * c->out, c->out, p.rows, p.columns, t->d + i * nr,
                         c->panels * t->tiles * nr, t->tiles * nr);
}

static void add_panel(const job* t, size_t f, size_t j) {
  const nin_correlation* c = t->c;
  const size_t nr = t->kernels->nr;
  t->kernels->gemm_columns(&(nin_gemm_columns){
      .rows = c->in,
      .columns = nin_minimum(nr, c->out - j * nr),
      .a = t->v + f * t->tiles * c->in,
      .planes = 1,
      .lines = 1,
      .line_length = t->tiles,
      .step = c->in,
      .b = t->d + (f * c->panels + j) * t->tiles * nr,
      .c = t->du + f * c->in * c->out + j * nr,
      .c_stride = c->out,
  });
}

static void winograd_backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                      size_t images, const float* x, const float* dy,
                                      float* accumulator, float* dbias, float* workspace) {
  const nin_correlation c = nin_forward_correlation(plan, kernels);
  const size_t nr = kernels->nr, pixels = images * c.out_height * c.out_width;
  const size_t group = group_images(&c, plan->max_images) * nin_tiles(&c);
  const size_t tiles = images * nin_tiles(&c);
  float* v = workspace + images * c.rows * c.columns * c.in;
  float* d = v + group * c.points * c.in;
  NIN_PARALLEL(&plan->context) {
    nin_copy_blocks(&c, images, x, workspace);
    for (size_t first = 0; first < tiles; first += group) {
      const size_t count = nin_minimum(group, tiles - first);
      const job t = {&c, kernels, workspace, dy, first, count, v, d, accumulator};
#pragma omp for schedule(static)
      for (size_t i = 0; i < count; i++) transform_tile(&t, i);
#pragma omp for schedule(static)
      for (size_t item = 0; item < c.points * c.panels; item++)
        add_panel(&t, item / c.panels, item % c.panels);
    }
    if (dbias) {
#pragma omp for schedule(static)
      for (size_t j = 0; j < c.panels; j++)
        kernels->sum_columns(pixels, nin_minimum(nr, c.out - j * nr), dy + j * nr, c.out,
                             dbias + j * nr);
    }
  }
}

const nin_conv2d_weights_pass nin_winograd_backward_weights = {
    measure, winograd_backward_weights, nin_winograd_finish};
