// dw += x^T dy. Each tile of the gradient belongs to one thread, which sums over the pixels in
// order.
//
// Every thread goes through all pixels, one chunk at a time. It packs the panels of dy that its
// tiles need, which also gives the gradient of the bias, and adds the products of the chunk to its
// tiles. Threads share no results, and what a thread reads stays in its caches.
#include "conv2d/direct.h"

// Pixels of a chunk (less than twice as many if lines are divided evenly), the most rows of dw in
// one item of work, and the number of items per thread beyond which one more makes no difference.
enum { PIXELS = 128, MOST_PIXELS = 2 * PIXELS, MOST_ROWS = 192, MANY = 8 };

typedef struct job {
  const nin_conv2d_plan* plan;
  const nin_kernels* kernels;
  size_t images;
  const float* x; // padded
  const float* dy;
  size_t height, width; // of x
  size_t rows;          // of dw in an item
  float* dw;
  float* dbias;
} job;

// Pixels first..first+count of output lines line..line+lines of images image..image+images.
typedef struct chunk {
  size_t image, images, line, lines, column, columns;
} chunk;

static bool measure(const nin_conv2d_plan* plan, const nin_kernels* kernels, size_t* accumulator,
                    size_t* workspace) {
  (void)kernels;
  const nin_conv2d_geometry* g = &plan->geometry;
  return nin_product(accumulator, g->kernel_height, g->kernel_width, g->in_channels,
                     g->out_channels) &&
         nin_padded_floats(plan, workspace);
}

// Items of work are ordered by panel, then by kernel row, then by blocks of rows.
static size_t parts(const job* t) {
  return nin_divide_up(t->plan->geometry.kernel_width * t->plan->geometry.in_channels, t->rows);
}

static size_t items(const job* t) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  return nin_divide_up(g->out_channels, t->kernels->nr) * parts(t) * g->kernel_height;
}

// Chooses the rows of an item so that all threads get nearly the same share.
static size_t rows_of_item(job t) {
  const size_t threads = (size_t)t.plan->context.threads, mr = t.kernels->mr;
  for (t.rows = MOST_ROWS / mr * mr; t.rows > mr; t.rows = nin_maximum(t.rows / 2 / mr, 1) * mr) {
    if (items(&t) % threads == 0 || items(&t) >= MANY * threads) break;
  }
  return t.rows;
}

// Share `part` of `parts` of the floats of the chunk after k; a pixel of `from` has `channels`
// floats. Only for a 1x1 kernel are the pixels of x in the order of those of dy.
static nin_upcoming next_share(const job* t, const chunk* k, const float* from, size_t channels,
                               size_t part, size_t parts) {
  const nin_conv2d_plan* plan = t->plan;
  const size_t pixels = k->images * k->lines * k->columns;
  const size_t end =
      (k->image * plan->out_height + k->line) * plan->out_width + k->column + pixels;
  const size_t left = t->images * plan->out_height * plan->out_width - end;
  if (left == 0 || !nin_is_pointwise(&plan->geometry)) return (nin_upcoming){NULL, 0};
  const size_t floats = nin_minimum(pixels, left) * channels;
  return (nin_upcoming){from + end * channels + floats * part / parts, floats / parts};
}

static void add_item(const job* t, const chunk* k, size_t item, const float* panel, size_t part,
                     size_t parts_of_next) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t nr = t->kernels->nr, run = g->kernel_width * g->in_channels;
  const size_t row = item % parts(t) * t->rows, r = item / parts(t) % g->kernel_height;
  const size_t j = item / parts(t) / g->kernel_height;
  const size_t top = k->image * t->height + k->line * g->stride + r;
  t->kernels->gemm_columns(&(nin_gemm_columns){
      .rows = nin_minimum(t->rows, run - row),
      .columns = nin_minimum(nr, g->out_channels - j * nr),
      .a = t->x + (top * t->width + k->column * g->stride) * g->in_channels + row,
      .planes = k->images,
      .lines = k->lines,
      .line_length = k->columns,
      .plane_stride = t->height * t->width * g->in_channels,
      .line_stride = g->stride * t->width * g->in_channels,
      .step = g->stride * g->in_channels,
      .b = panel,
      .c = t->dw + (r * run + row) * g->out_channels + j * nr,
      .c_stride = g->out_channels,
      .next = {next_share(t, k, t->x, g->in_channels, part, parts_of_next),
               next_share(t, k, t->dy, g->out_channels, part, parts_of_next)},
  });
}

// Adds the products of a chunk to the items first..last.
static void add_chunk(const job* t, const chunk* k, size_t first, size_t last) {
  const nin_conv2d_geometry* g = &t->plan->geometry;
  const size_t nr = t->kernels->nr, of_panel = parts(t) * g->kernel_height;
  const size_t pixels = k->images * k->lines * k->columns;
  const size_t origin =
      (k->image * t->plan->out_height + k->line) * t->plan->out_width + k->column;
  _Alignas(64) float panel[MOST_PIXELS * NIN_MOST_NR];
  for (size_t item = first; item < last;) {
    const size_t j = item / of_panel, columns = nin_minimum(nr, g->out_channels - j * nr);
    const float* dy = t->dy + origin * g->out_channels + j * nr;
    t->kernels->pack_panels(pixels, columns, dy, g->out_channels, panel, 0);
    if (t->dbias && item == j * of_panel)
      t->kernels->sum_columns(pixels, columns, panel, nr, t->dbias + j * nr);
    for (; item < last && item / of_panel == j; item++)
      add_item(t, k, item, panel, item - first, last - first);
  }
}

// Chunks of about PIXELS pixels: several small images, or lines of one image, or parts of one line.
static void add_images(const job* t, size_t first, size_t last) {
  const size_t images = t->images;
  const size_t height = t->plan->out_height, width = t->plan->out_width;
  if (height * width <= PIXELS) {
    const size_t some = PIXELS / (height * width);
    for (size_t n = 0; n < images; n += some)
      add_chunk(t, &(chunk){n, nin_minimum(some, images - n), 0, height, 0, width}, first, last);
    return;
  }
  const size_t chunks = nin_maximum(1, height * width / PIXELS);
  const size_t bands = nin_minimum(height, chunks);
  const size_t pieces = nin_divide_up(width, PIXELS);
  for (size_t n = 0; n < images; n++) {
    for (size_t b = 0; b < bands; b++) {
      const size_t line = height * b / bands, end = height * (b + 1) / bands;
      for (size_t p = 0; p < pieces; p++) {
        const size_t column = width * p / pieces, stop = width * (p + 1) / pieces;
        add_chunk(t, &(chunk){n, 1, line, end - line, column, stop - column}, first, last);
      }
    }
  }
}

static void direct_backward_weights(const nin_conv2d_plan* plan, const nin_kernels* kernels,
                                    size_t images, const float* x, const float* dy,
                                    float* accumulator, float* dbias, float* workspace) {
  const nin_conv2d_geometry* g = &plan->geometry;
  const bool padded = g->padding > 0;
  job t = {
      .plan = plan,
      .kernels = kernels,
      .images = images,
      .x = padded ? workspace : x,
      .dy = dy,
      .height = nin_padded_height(g),
      .width = nin_padded_width(g),
      .dw = accumulator,
      .dbias = dbias,
  };
  t.rows = rows_of_item(t);
  NIN_PARALLEL(&plan->context) {
    if (padded)
      nin_copy_padded(images, g->height, g->width, g->in_channels, x, t.height, t.width,
                      g->padding, g->padding, workspace);
    const nin_range mine = nin_share(items(&t), 1);
    add_images(&t, mine.first, mine.last);
  }
}

const nin_conv2d_weights_pass nin_direct_backward_weights = {
    measure, direct_backward_weights, NULL};
