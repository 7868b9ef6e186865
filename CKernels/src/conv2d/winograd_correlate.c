// The correlation. For each block of tiles a thread transforms the tiles, multiplies them with the
// transformed weights, some panels at a time, and transforms the products back while everything is
// still in its cache. Only the transformed weights come from memory each time.
#include "conv2d/winograd.h"

// With fewer tiles per thread than this, the threads share the panels instead.
enum { FEW_TILES = 16 };

typedef struct job {
  const nin_correlation* c;
  const nin_conv2d_call* call;
  const float* blocks; // the padded source
  float* v;            // [point][most_mc][in], of this thread
  float* m;            // [point][most_mc][nc * nr], of this thread
} job;

// Floats of V and M of a thread.
static size_t v_floats(const nin_correlation* c) { return c->points * c->most_mc * c->in; }
static size_t m_floats(const nin_correlation* c, size_t nr) {
  return c->points * c->most_mc * c->nc * nr;
}

static void transform_tiles(const job* t, size_t first, size_t count) {
  const nin_correlation* c = t->c;
  for (size_t i = 0; i < count; i++) {
    const nin_tile_place p = nin_locate(c, first + i);
    const float* x = t->blocks + ((p.image * c->rows + p.row) * c->columns + p.column) * c->in;
    c->transform->input(x, c->columns * c->in, c->in, t->v + i * c->in, c->most_mc * c->in);
  }
}

// Multiplies some panels, all in one block of panels, for every point: m[f][tile][column].
static void multiply(const job* t, size_t count, size_t panel, size_t columns) {
  const nin_correlation* c = t->c;
  const size_t nr = t->call->kernels->nr, block = panel / c->nc, within = panel % c->nc;
  const float* a[NIN_MOST_TILES];
  float* to[NIN_MOST_TILES];
  for (size_t f = 0; f < c->points; f++) {
    for (size_t i = 0; i < count; i++) {
      a[i] = t->v + (f * c->most_mc + i) * c->in;
      to[i] = t->m + (f * c->most_mc + i) * c->nc * nr;
    }
    t->call->kernels->gemm_rows(&(nin_gemm_rows){
        .rows = count,
        .columns = columns,
        .a = a,
        .c = to,
        .segments = 1,
        .segment_length = c->in,
        .b = t->call->packed + ((block * c->points + f) * c->nc + within) * c->in * nr,
        .kc = c->kc,
        .far = true,
    });
  }
}

static void transform_back(const job* t, size_t first, size_t count, size_t column,
                           size_t columns) {
  const nin_correlation* c = t->c;
  const nin_conv2d_call* call = t->call;
  const size_t wide = c->nc * call->kernels->nr;
  for (size_t i = 0; i < count; i++) {
    const nin_tile_place p = nin_locate(c, first + i);
    const size_t pixel = (p.image * c->out_height + p.row) * c->out_width + p.column;
    const size_t at = pixel * c->out + column;
    c->transform->output(&(nin_winograd_output){
        .m = t->m + i * wide,
        .stride = c->most_mc * wide,
        .channels = columns,
        .rows = p.rows,
        .columns = p.columns,
        .bias = call->bias ? call->bias + column : NULL,
        .mask = call->mask ? call->mask + at : NULL,
        .y = call->y + at,
        .line = c->out_width * c->out,
        .pixel = c->out,
        .relu = call->relu,
    });
  }
}

static void run_block(const job* t, size_t first, size_t count, nin_range panels) {
  const size_t nr = t->call->kernels->nr, nc = t->c->nc;
  transform_tiles(t, first, count);
  for (size_t panel = panels.first, end; panel < panels.last; panel = end) {
    end = nin_minimum(panels.last, (panel / nc + 1) * nc);
    const size_t columns = nin_minimum(end * nr, t->c->out) - panel * nr;
    multiply(t, count, panel, columns);
    transform_back(t, first, count, panel * nr, columns);
  }
}

static void correlate(const nin_correlation* c, const nin_conv2d_call* call) {
  const size_t tiles = call->images * nin_tiles(c);
  const size_t copied = call->images * c->rows * c->columns * c->in;
  const size_t own = v_floats(c) + m_floats(c, call->kernels->nr);
  NIN_PARALLEL(&call->plan->context) {
    nin_copy_blocks(c, call->images, call->x, call->workspace);
    const size_t team = (size_t)omp_get_num_threads();
    float* v = call->workspace + copied + (size_t)omp_get_thread_num() * own;
    const job t = {c, call, call->workspace, v, v + v_floats(c)};
    // With few tiles, threads share the panels, so that no two threads read the same weights.
    const bool few = tiles < team * FEW_TILES && c->panels >= team;
    const nin_range mine = few ? (nin_range){0, tiles} : nin_share(tiles, 1);
    const nin_range panels = few ? nin_share(c->panels, 1) : (nin_range){0, c->panels};
    // Results do not depend on where a block begins or ends.
    for (size_t first = mine.first, count; first < mine.last; first += count) {
      const size_t left = mine.last - first;
      count = left <= c->most_mc ? left : c->mc;
      run_block(&t, first, count, panels);
    }
  }
}

static bool measure(const nin_correlation* c, const nin_conv2d_plan* plan, size_t nr,
                    size_t* packed, size_t* workspace) {
  size_t scratch = (size_t)plan->context.threads;
  if (!nin_product(packed, nin_divide_up(c->panels, c->nc) * c->nc, nr, c->points, c->in) ||
      !nin_block_floats(c, plan->max_images, workspace) ||
      !nin_multiply(&scratch, v_floats(c) + m_floats(c, nr)))
    return false;
  *workspace += scratch;
  return true;
}

static bool measure_forward(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t* packed,
                            size_t* workspace) {
  const nin_correlation c = nin_forward_correlation(plan, kernels);
  return measure(&c, plan, kernels->nr, packed, workspace);
}

static bool measure_backward(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                             size_t* packed, size_t* workspace) {
  const nin_correlation c = nin_backward_correlation(plan, kernels);
  return measure(&c, plan, kernels->nr, packed, workspace);
}

static void winograd_forward(const nin_conv2d_call* call) {
  const nin_correlation c = nin_forward_correlation(call->plan, call->kernels);
  correlate(&c, call);
}

static void winograd_backward_data(const nin_conv2d_call* call) {
  const nin_correlation c = nin_backward_correlation(call->plan, call->kernels);
  correlate(&c, call);
}

const nin_conv2d_data_pass nin_winograd_forward = {measure_forward, nin_winograd_pack_forward,
                                                   winograd_forward};
const nin_conv2d_data_pass nin_winograd_backward_data = {
    measure_backward, nin_winograd_pack_backward, winograd_backward_data};
