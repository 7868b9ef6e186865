// Bytes into activations: Pillow's bilinear resize (src/libImaging/Resample.c: weights in double,
// normalised, rounded to 22 bits; horizontal pass, rounding, vertical pass, rounding), then
// torchvision's ToTensor and Normalize.
#include "ops/parallel.h"

#include <math.h>
#include <omp.h>
#include <string.h>

enum { MOST_EXTENT = 1 << 15, ALIGNMENT = 64 };

// Offsets in the scratch memory, in bytes.
typedef struct layout {
  size_t first_x, count_x, weight_x, first_y, count_y, weight_y, mean, deviation;
  size_t rows, rows_stride; // per thread: horizontally resized rows, and one output row
  size_t total;
} layout;

static size_t support_taps(size_t in, size_t out) {
  const double scale = (double)in / (double)out;
  return (size_t)ceil(scale < 1 ? 1 : scale) * 2 + 1;
}

static bool reserve(layout* l, size_t* at, size_t count, size_t size) {
  size_t bytes = count;
  if (!nin_multiply(&bytes, size)) return false;
  *at = l->total;
  l->total += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return true;
}

static bool lay_out(const nin_context* context, const nin_image_transform* t, layout* l) {
  const size_t row = t->out_width * t->channels;
  *l = (layout){0};
  l->rows_stride = (t->height + 1) * row;
  return reserve(l, &l->first_x, t->out_width, sizeof(int32_t)) &&
         reserve(l, &l->count_x, t->out_width, sizeof(int32_t)) &&
         reserve(l, &l->weight_x, t->out_width * support_taps(t->width, t->out_width),
                 sizeof(int32_t)) &&
         reserve(l, &l->first_y, t->out_height, sizeof(int32_t)) &&
         reserve(l, &l->count_y, t->out_height, sizeof(int32_t)) &&
         reserve(l, &l->weight_y, t->out_height * support_taps(t->height, t->out_height),
                 sizeof(int32_t)) &&
         reserve(l, &l->mean, row, sizeof(float)) &&
         reserve(l, &l->deviation, row, sizeof(float)) &&
         reserve(l, &l->rows, l->rows_stride, (size_t)context->threads);
}

static bool valid(const nin_image_transform* t) {
  const size_t extents[] = {t->height, t->width, t->out_height, t->out_width};
  for (size_t i = 0; i < 4; i++) {
    if (extents[i] < 1 || extents[i] > MOST_EXTENT) return false;
  }
  return t->channels >= 1 && t->channels <= 4;
}

static double triangle(double x) { return fmax(0, 1 - fabs(x)); }

static nin_resize_axis make_axis(size_t in, size_t out, char* first, char* count, char* weight) {
  nin_resize_axis axis = {.out = out,
                          .taps = support_taps(in, out),
                          .first = (int32_t*)(void*)first,
                          .count = (int32_t*)(void*)count,
                          .weight = (int32_t*)(void*)weight};
  const double scale = (double)in / (double)out, support = scale < 1 ? 1 : scale;
  const double step = 1 / support; // multiplied, as in Pillow; a division would round differently
  for (size_t o = 0; o < out; o++) {
    const double center = ((double)o + 0.5) * scale;
    const double from = center - support + 0.5, to = center + support + 0.5;
    const int32_t lo = from < 0 ? 0 : (int32_t)from;
    const int32_t hi = to > (double)in ? (int32_t)in : (int32_t)to;
    int32_t* w = axis.weight + o * axis.taps;
    double sum = 0;
    for (int32_t i = lo; i < hi; i++) sum += triangle((i - center + 0.5) * step);
    for (int32_t i = lo; i < hi; i++) {
      const double share = triangle((i - center + 0.5) * step) / sum;
      w[i - lo] = (int32_t)(0.5 + share * (1 << 22));
    }
    axis.first[o] = lo;
    axis.count[o] = hi - lo;
  }
  return axis;
}

// The output of an image: floats, or bytes.
typedef struct target {
  const float* mean;
  const float* deviation;
  float* floats;
  uint8_t* bytes;
} target;

static void convert_image(const nin_kernels* kernels, const nin_image_transform* t,
                          const nin_resize_axis* ax, const nin_resize_axis* ay, const uint8_t* x,
                          uint8_t* rows, target to) {
  const size_t row = t->out_width * t->channels;
  uint8_t* line = rows + t->height * row;
  const uint8_t* source = x;
  if (t->width != t->out_width) {
    for (size_t h = 0; h < t->height; h++)
      kernels->resize_row(ax, t->channels, x + h * t->width * t->channels, rows + h * row);
    source = rows;
  }
  for (size_t h = 0; h < t->out_height; h++) {
    const uint8_t* from = source + h * row;
    if (t->height != t->out_height) {
      kernels->resize_column(row, (size_t)ay->count[h], ay->weight + h * ay->taps,
                             source + (size_t)ay->first[h] * row, row, line);
      from = line;
    }
    if (to.bytes)
      memcpy(to.bytes + h * row, from, row);
    else
      kernels->bytes_to_f32(row, from, to.mean, to.deviation, to.floats + h * row);
  }
}

nin_status nin_images_scratch(const nin_context* context, const nin_image_transform* transform,
                              size_t* scratch) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  (void)kernels;
  if (!transform || !scratch) return NIN_INVALID_ARGUMENT;
  if (!valid(transform)) return NIN_INVALID_SHAPE;
  layout l;
  if (!lay_out(context, transform, &l)) return NIN_TOO_LARGE;
  *scratch = l.total + ALIGNMENT;
  return NIN_OK;
}

static nin_status convert(const nin_context* context, const nin_image_transform* t, size_t images,
                          const uint8_t* x, float* floats, uint8_t* bytes, void* scratch) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!t || !x || !scratch) return NIN_INVALID_ARGUMENT;
  if (!valid(t)) return NIN_INVALID_SHAPE;
  layout l;
  if (!lay_out(context, t, &l)) return NIN_TOO_LARGE;
  char* base = (char*)scratch + (ALIGNMENT - (uintptr_t)scratch % ALIGNMENT) % ALIGNMENT;
  const nin_resize_axis ax =
      make_axis(t->width, t->out_width, base + l.first_x, base + l.count_x, base + l.weight_x);
  const nin_resize_axis ay =
      make_axis(t->height, t->out_height, base + l.first_y, base + l.count_y, base + l.weight_y);
  const size_t row = t->out_width * t->channels, image = t->out_height * row;
  float* mean = (float*)(void*)(base + l.mean);
  float* deviation = (float*)(void*)(base + l.deviation);
  for (size_t i = 0; i < row; i++) {
    mean[i] = t->mean[i % t->channels];
    deviation[i] = t->deviation[i % t->channels];
  }
  NIN_PARALLEL_FOR(context, n, images, 1) {
    uint8_t* rows = (uint8_t*)base + l.rows + (size_t)omp_get_thread_num() * l.rows_stride;
    const target to = {mean, deviation, floats ? floats + n * image : NULL,
                       bytes ? bytes + n * image : NULL};
    convert_image(kernels, t, &ax, &ay, x + n * t->height * t->width * t->channels, rows, to);
  }
  return NIN_OK;
}

nin_status nin_images_to_f32(const nin_context* context, const nin_image_transform* t,
                             size_t images, const uint8_t* x, float* y, void* scratch) {
  return y ? convert(context, t, images, x, y, NULL, scratch) : NIN_INVALID_ARGUMENT;
}

nin_status nin_images_resize_u8(const nin_context* context, const nin_image_transform* t,
                                size_t images, const uint8_t* x, uint8_t* y, void* scratch) {
  return y ? convert(context, t, images, x, NULL, y, scratch) : NIN_INVALID_ARGUMENT;
}
