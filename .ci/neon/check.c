// Every kernel on NEON against the same kernel in scalar code. Inputs are small integers, so that
// every partial sum is exact and results must agree bit for bit; divisions may differ by rounding,
// and so may Winograd's algorithm, whose transforms have fractions. In bf16, fractions must agree
// bit for bit as well.
#include "nin.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const nin_context scalar = {NIN_ISA_SCALAR, 1}, vector = {NIN_ISA_NEON, 1};
static int failures = 0, comparisons = 0, winograds = 0;
static bool fractions = false;

static void require(nin_status status, const char* what) {
  if (status == NIN_OK) return;
  printf("%s: status %d\n", what, (int)status);
  exit(1);
}

static float* buffer(size_t count) {
  float* p = malloc((count + 1) * sizeof *p);
  if (!p) exit(1);
  for (size_t i = 0; i <= count; i++) p[i] = NAN;
  return p;
}

// Integers in -1...2 from a fixed sequence, or numbers in -1...1 if `fractions` is set.
static float* values(size_t count, uint32_t state) {
  float* p = buffer(count);
  for (size_t i = 0; i < count; i++) {
    state = state * 1664525u + 1013904223u;
    p[i] = fractions ? (float)(int32_t)state * 0x1p-31f : (float)(state >> 24 & 3) - 1;
  }
  return p;
}

// Element by element within `ulps` units in the last place of the element, or of 1 where terms of
// that size may have cancelled; the one past the end must be untouched.
static void compare(const char* what, size_t count, const float* a, const float* b, float ulps) {
  comparisons++;
  size_t wrong = !isnan(a[count]) + !isnan(b[count]);
  for (size_t i = 0; i < count; i++) {
    const float tolerance = ulps * 0x1p-23f * fmaxf(fabsf(a[i]), 1);
    if (!(fabsf(a[i] - b[i]) <= tolerance)) wrong++;
  }
  if (!wrong) return;
  failures++;
  printf("%s: %zu of %zu elements differ\n", what, wrong, count);
}

typedef struct outputs {
  float *y, *dx, *dw, *db;
} outputs;

static outputs convolve(nin_context context, nin_conv2d_geometry g, size_t images, nin_math math,
                        bool sparse) {
  nin_conv2d_plan plan;
  require(nin_conv2d_make_plan(&context, &g, images, math, sparse, &plan), "plan");
  if (math == NIN_MATH_FAST && plan.forward == NIN_CONV2D_WINOGRAD) winograds++;
  const size_t weights = g.kernel_height * g.kernel_width * g.in_channels * g.out_channels;
  const size_t in = images * g.height * g.width * g.in_channels;
  const size_t out = images * plan.out_height * plan.out_width * g.out_channels;
  float *x = values(in, 1), *w = values(weights, 2), *dy = values(out, 3);
  float *bias = values(g.out_channels, 4), *workspace = buffer(plan.workspace);
  float *forward = buffer(plan.packed_forward), *backward = buffer(plan.packed_backward);
  outputs o = {buffer(out), buffer(in), buffer(weights), buffer(g.out_channels)};
  float* sum = buffer(plan.weight_accumulator);
  for (size_t i = 0; i < plan.weight_accumulator; i++) sum[i] = 0;
  for (size_t i = 0; i < g.out_channels; i++) o.db[i] = 0;
  require(nin_conv2d_pack_forward(&plan, w, forward), "pack forward");
  require(nin_conv2d_pack_backward(&plan, w, backward), "pack backward");
  require(nin_conv2d_forward_f32(&plan, images, x, forward, bias, true, o.y, workspace), "forward");
  require(nin_conv2d_backward_data_f32(&plan, images, dy, backward, x, o.dx, workspace), "data");
  require(nin_conv2d_backward_weights_f32(&plan, images, x, dy, sum, o.db, workspace), "weights");
  require(nin_conv2d_finish_weights_f32(&plan, sum, o.dw), "finish");
  free(x), free(w), free(dy), free(bias), free(workspace), free(forward), free(backward);
  free(sum);
  return o;
}

// One rounding for each term of the longest sum, all of them as large as the largest product, 4.
static float roundings(nin_conv2d_geometry g, size_t pixels) {
  const size_t taps = g.kernel_height * g.kernel_width;
  const size_t channels = g.in_channels > g.out_channels ? g.in_channels : g.out_channels;
  return 4.0f * (float)(taps * channels + pixels);
}

static void check_gradient(nin_conv2d_geometry g, nin_math math, bool sparse) {
  const size_t taps = g.kernel_height * g.kernel_width, images = 2;
  const size_t weights = taps * g.in_channels * g.out_channels;
  const size_t rows = (g.height + 2 * g.padding - g.kernel_height) / g.stride + 1;
  const size_t columns = (g.width + 2 * g.padding - g.kernel_width) / g.stride + 1;
  outputs a = convolve(scalar, g, images, math, sparse);
  outputs b = convolve(vector, g, images, math, sparse);
  const bool is_equal = math == NIN_MATH_DIRECT || math == NIN_MATH_BF16;
  const float ulps = is_equal ? 0 : roundings(g, images * rows * columns);
  compare("convolution y", images * rows * columns * g.out_channels, a.y, b.y, ulps);
  compare("convolution dx", images * g.height * g.width * g.in_channels, a.dx, b.dx, ulps);
  compare("convolution dw", weights, a.dw, b.dw, ulps);
  compare("convolution db", g.out_channels, a.db, b.db, 0);
  free(a.y), free(a.dx), free(a.dw), free(a.db), free(b.y), free(b.dx), free(b.dw), free(b.db);
}

static void check_convolution(nin_conv2d_geometry g, nin_math math) {
  check_gradient(g, math, false);
  check_gradient(g, math, true);
}

static void check_bf16(nin_conv2d_geometry g) {
  fractions = true;
  check_gradient(g, NIN_MATH_BF16, false);
  fractions = false;
}

static void check_pooling(size_t channels) {
  const nin_pool2d_geometry g = {.height = 7,
                                 .width = 9,
                                 .channels = channels,
                                 .kernel = 3,
                                 .stride = 2,
                                 .padding = 1,
                                 .out_height = 4,
                                 .out_width = 5};
  const size_t in = 2 * 7 * 9 * channels, out = 2 * g.out_height * g.out_width * channels;
  const nin_context* contexts[] = {&scalar, &vector};
  float *x = values(in, 1), *dy = values(out, 2);
  float *y[2], *dx[2], *mean[2], *dmean[2], *global[2];
  uint8_t* index = malloc(out);
  if (!index) exit(1);
  for (int i = 0; i < 2; i++) {
    y[i] = buffer(out), dx[i] = buffer(in), mean[i] = buffer(out), dmean[i] = buffer(in);
    global[i] = buffer(2 * channels);
    require(nin_max_pool2d_forward_f32(contexts[i], &g, 2, x, y[i], index), "max");
    require(nin_max_pool2d_backward_f32(contexts[i], &g, 2, dy, index, dx[i]), "max backward");
    require(nin_average_pool2d_forward_f32(contexts[i], &g, 2, x, mean[i]), "average");
    require(nin_average_pool2d_backward_f32(contexts[i], &g, 2, dy, x, dmean[i]), "average back");
    require(nin_global_average_pool_forward_f32(contexts[i], 2, 63, channels, x, global[i]), "gap");
  }
  compare("max", out, y[0], y[1], 0);
  compare("max backward", in, dx[0], dx[1], 0);
  compare("average", out, mean[0], mean[1], 1);
  compare("average backward", in, dmean[0], dmean[1], 8);
  compare("global average", 2 * channels, global[0], global[1], 1);
  for (int i = 0; i < 2; i++) {
    free(y[i]), free(dx[i]), free(mean[i]), free(dmean[i]), free(global[i]);
  }
  free(x), free(dy), free(index);
}

static void check_flat(size_t count) {
  const nin_sgd sgd = {0.5f, 0.5f, 0.25f, 1, true, false};
  const nin_adam adam = {0.5f, 0.5f, 0.25f, 1e-8f, 0.25f, 1, false, 3};
  const nin_context* contexts[] = {&scalar, &vector};
  float *g = values(count, 1), *y[2], *p[2], *m[2], *v[2], *dropped[2];
  double sums[2];
  for (int i = 0; i < 2; i++) {
    y[i] = buffer(count), dropped[i] = buffer(count);
    p[i] = values(count, 2), m[i] = values(count, 3), v[i] = values(count, 4);
    for (size_t j = 0; j < count; j++) v[i][j] = fabsf(v[i][j]);
    require(nin_relu_forward_f32(contexts[i], count, g, y[i]), "relu");
    require(nin_dropout_f32(contexts[i], count, 77, 5, 0.5f, g, dropped[i]), "dropout");
    require(nin_sgd_step_f32(contexts[i], &sgd, count, g, m[i], p[i]), "sgd");
    require(nin_adam_step_f32(contexts[i], &adam, count, g, m[i], v[i], p[i]), "adam");
    require(nin_sum_of_squares_f32(contexts[i], count, g, &sums[i]), "sum of squares");
  }
  compare("relu", count, y[0], y[1], 0);
  compare("dropout", count, dropped[0], dropped[1], 0);
  compare("optimizers", count, p[0], p[1], 8);
  if (sums[0] != sums[1]) failures++, printf("sum of squares: %g and %g\n", sums[0], sums[1]);
  for (int i = 0; i < 2; i++) free(y[i]), free(p[i]), free(m[i]), free(v[i]), free(dropped[i]);
  free(g);
}

static void check_images(void) {
  const nin_image_transform t = {8, 8, 19, 21, 3, {0}, {1, 1, 1, 1}};
  const nin_context* contexts[] = {&scalar, &vector};
  const size_t out = 2 * 19 * 21 * 3;
  uint8_t x[2 * 8 * 8 * 3];
  for (size_t i = 0; i < sizeof x; i++) x[i] = (uint8_t)(i * 37);
  float* y[2];
  for (int i = 0; i < 2; i++) {
    size_t bytes = 0;
    y[i] = buffer(out);
    require(nin_images_scratch(contexts[i], &t, &bytes), "scratch");
    void* scratch = malloc(bytes);
    require(nin_images_to_f32(contexts[i], &t, 2, x, y[i], scratch), "images");
    free(scratch);
  }
  compare("images", out, y[0], y[1], 0);
  free(y[0]), free(y[1]);
}

int main(void) {
  if (!nin_isa_available(NIN_ISA_NEON)) return printf("no NEON here\n"), 1;
  const size_t channels[] = {1, 3, 4, 5, 7, 10, 16, 17, 33};
  for (size_t i = 0; i < sizeof channels / sizeof *channels; i++) {
    for (size_t j = 0; j < sizeof channels / sizeof *channels; j++) {
      const size_t in = channels[i], out = channels[j];
      check_convolution((nin_conv2d_geometry){5, 7, in, out, 1, 1, 1, 0}, NIN_MATH_DIRECT);
      check_bf16((nin_conv2d_geometry){5, 7, in, out, 1, 1, 1, 0});
      check_convolution((nin_conv2d_geometry){9, 8, in, out, 3, 3, 1, 1}, NIN_MATH_DIRECT);
      check_convolution((nin_conv2d_geometry){13, 15, in, out, 5, 4, 3, 2}, NIN_MATH_DIRECT);
    }
    check_pooling(channels[i]);
    check_flat(channels[i] * 31);
  }
  check_convolution((nin_conv2d_geometry){35, 31, 3, 96, 11, 11, 4, 0}, NIN_MATH_DIRECT);
  check_convolution((nin_conv2d_geometry){35, 31, 3, 96, 11, 11, 4, 0}, NIN_MATH_FAST);
  check_convolution((nin_conv2d_geometry){12, 12, 48, 64, 3, 3, 1, 1}, NIN_MATH_FAST);
  check_convolution((nin_conv2d_geometry){13, 11, 64, 65, 3, 3, 1, 1}, NIN_MATH_FAST);
  check_convolution((nin_conv2d_geometry){14, 15, 65, 64, 5, 5, 1, 2}, NIN_MATH_FAST);
  check_images();
  printf("NEON: %d comparisons with scalar code, %d failed; %d plans of Winograd's\n", comparisons,
         failures, winograds);
  return failures != 0;
}
