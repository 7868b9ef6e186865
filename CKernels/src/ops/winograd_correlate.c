// The correlation, block of tiles by block of tiles: a thread transforms a block's tiles, multiplies
// them with the transformed weights, some panels at a time, and transforms the products back while
// everything is still in its cache. Only the transformed weights are streamed.
#include "ops/winograd.h"

typedef struct job {
  const nin_correlation* c;
  const nin_kernels* kernels;
  const float* blocks; // padded source
  const float* packed;
  const float* bias;
  const float* mask;
  float* y;
  bool relu;
} job;

enum { MOST_TILES = 84, FEW_TILES = 16 };

typedef struct place {
  size_t image, row, column; // of the tile's first output
} place;

static place locate(const nin_correlation* c, size_t tile) {
  const size_t within = tile % nin_tiles(c);
  return (place){tile / nin_tiles(c), within / c->tiles_wide * (size_t)c->transform->mh,
                 within % c->tiles_wide * (size_t)c->transform->mw};
}

static void transform_tiles(const job* t, size_t first, size_t count, float* v) {
  const nin_correlation* c = t->c;
  for (size_t i = 0; i < count; i++) {
    const place p = locate(c, first + i);
    const float* x = t->blocks + ((p.image * c->rows + p.row) * c->columns + p.column) * c->in;
    c->transform->input(x, c->columns * c->in, c->in, v + i * c->in, c->most_tiles * c->in);
  }
}

// Some panels of every frequency, all of one column block: m[f][tile][column].
static void multiply(const job* t, size_t count, size_t panel, size_t columns, const float* v,
                     float* m) {
  const nin_correlation* c = t->c;
  const size_t nr = (size_t)t->kernels->nr, wide = c->panels_wide * nr;
  const size_t block = panel / c->panels_wide, within = panel % c->panels_wide;
  const float* a[MOST_TILES];
  float* to[MOST_TILES];
  for (size_t f = 0; f < c->points; f++) {
    for (size_t i = 0; i < count; i++) {
      a[i] = v + (f * c->most_tiles + i) * c->in;
      to[i] = m + (f * c->most_tiles + i) * wide;
    }
    t->kernels->gemm_rows(&(nin_gemm_rows){
        .rows = count,
        .columns = columns,
        .a = a,
        .c = to,
        .segments = 1,
        .segment_length = c->in,
        .b = t->packed + ((block * c->points + f) * c->panels_wide + within) * c->in * nr,
        .chunk = c->chunk,
    });
  }
}

static void transform_back(const job* t, size_t first, size_t count, size_t column, size_t columns,
                           const float* m) {
  const nin_correlation* c = t->c;
  const size_t wide = c->panels_wide * (size_t)t->kernels->nr;
  for (size_t i = 0; i < count; i++) {
    const place p = locate(c, first + i);
    const size_t at =
        ((p.image * c->out_height + p.row) * c->out_width + p.column) * c->out + column;
    c->transform->output(m + i * wide, c->most_tiles * wide, columns,
                         nin_minimum((size_t)c->transform->mh, c->out_height - p.row),
                         nin_minimum((size_t)c->transform->mw, c->out_width - p.column),
                         t->bias ? t->bias + column : NULL, t->relu,
                         t->mask ? t->mask + at : NULL, t->y + at, c->out_width * c->out, c->out);
  }
}

static void run_block(const job* t, size_t first, size_t count, nin_range panels, float* v,
                      float* m) {
  const size_t nr = (size_t)t->kernels->nr, wide = t->c->panels_wide;
  transform_tiles(t, first, count, v);
  for (size_t panel = panels.first, end; panel < panels.last; panel = end) {
    end = nin_minimum(panels.last, (panel / wide + 1) * wide);
    const size_t columns = nin_minimum(end * nr, t->c->out) - panel * nr;
    multiply(t, count, panel, columns, v, m);
    transform_back(t, first, count, panel * nr, columns, m);
  }
}

void nin_winograd_correlate(const nin_correlation* c, const nin_kernels* kernels,
                            const nin_context* context, size_t images, const float* x,
                            const float* packed, const float* bias, bool relu, const float* mask,
                            float* y, float* workspace) {
  const size_t tiles = images * nin_tiles(c);
  const size_t copied = images * c->rows * c->columns * c->in;
  const size_t nr = (size_t)kernels->nr, wide = c->panels_wide * nr;
  const size_t panels = nin_divide_up(c->out, nr);
  const job t = {c, kernels, workspace, packed, bias, mask, y, relu};
#pragma omp parallel num_threads(context->threads)
  {
    const uint64_t mode = nin_flush_denormals();
    nin_copy_blocks(c, images, x, workspace);
    const size_t team = (size_t)omp_get_num_threads(), me = (size_t)omp_get_thread_num();
    float* v = workspace + copied + me * c->points * c->most_tiles * (c->in + wide);
    float* m = v + c->points * c->most_tiles * c->in;
    // Where there are few tiles, threads share the panels: no two then stream the same weights.
    const bool few = tiles < team * FEW_TILES && panels >= team;
    const nin_range mine = few ? (nin_range){0, tiles} : nin_share(tiles, 1);
    const nin_range columns = few ? nin_share(panels, 1) : (nin_range){0, panels};
    // Results do not depend on where a block begins or ends.
    for (size_t first = mine.first, count; first < mine.last; first += count) {
      const size_t left = mine.last - first;
      count = left <= c->most_tiles ? left : c->tile_block;
      run_block(&t, first, count, columns, v, m);
    }
    nin_restore_denormals(mode);
  }
}
