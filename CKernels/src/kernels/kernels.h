// The micro-kernels of an instruction set. They run on one thread, allocate nothing and do not use
// OpenMP; `conv2d` and `ops` give each thread its share and call them through this table.
#ifndef NIN_KERNELS_H
#define NIN_KERNELS_H

#include "nin.h"

#include <stddef.h>
#include <stdint.h>

// Memory that will be read soon: `count` floats, or null.
typedef struct nin_upcoming {
  const float* from;
  size_t count;
} nin_upcoming;

// c[i][j] = epilogue(sum over g,k of a[i][g*segment_stride + k] * b[j/nr][g*segment_length +
// k][j%nr])
//
// Rows are given by pointers, so that one kernel can compute 1x1 convolutions (one segment, the
// channels of a pixel), direct convolutions (one segment per kernel row) and Winograd's products
// (one segment).
typedef struct nin_gemm_rows {
  size_t rows, columns;
  const float* const* a;
  float* const* c;
  size_t segments, segment_length;
  ptrdiff_t segment_stride;
  const float* b;           // panels [ceil(columns/nr)][segments*segment_length][nr], zero-padded
  const float* bias;        // [columns] or null
  const float* const* mask; // rows like c, or null: zero where mask <= 0
  bool relu;
  size_t kc; // products of a partial sum; 0 for the KC of the instruction set
  bool far;  // C and mask are outside the near caches
  nin_upcoming next;
} nin_gemm_rows;

// c[i*c_stride + j] += sum over p,l,k of a[p*plane_stride + l*line_stride + k*step + i]
//                                        * b[(p*lines + l)*line_length + k][j]
//
// The product with a transposed matrix that is read in place. It computes the gradients of weights,
// where the sum runs over the pixels of lines of planes (images). There is one panel of b, so
// columns <= nr.
typedef struct nin_gemm_columns {
  size_t rows, columns;
  const float* a;
  size_t planes, lines, line_length, plane_stride, line_stride, step;
  const float* b; // [planes*lines*line_length][nr], zero-padded
  float* c;
  size_t c_stride;
  nin_upcoming next[2];
} nin_gemm_columns;

// Products of bf16 numbers. A 32-bit word holds a pair, with the even one in the lower half. The
// two products of a pair are added to the fp32 sum one after the other, the odd one first, with one
// rounding each.
//
// c[i][j] = epilogue(sum over pairs k of a[i*pairs + k] . b[j/nr][k][j%nr]), rows of c and of the
// mask `columns` apart. `a` holds whole tiles: rows up to a multiple of mr.
typedef struct nin_bf16_rows {
  size_t rows, columns, pairs;
  const uint32_t *a, *b;
  float* c;
  const float *bias, *mask; // or null, as in nin_gemm_rows
  bool relu;
  nin_upcoming next;
} nin_bf16_rows;

// c[i*c_stride + j] += sum over pairs k of a[k*mr + i] . b[k*nr + j]: one tile.
typedef struct nin_bf16_columns {
  size_t rows, columns, pairs;
  const uint32_t *a, *b;
  float* c;
  size_t c_stride;
  nin_upcoming next[2];
} nin_bf16_columns;

typedef struct nin_bf16_kernels {
  // x[count], rounded -> pairs[ceil(count/2)], the last one filled up with zero.
  void (*round)(size_t count, const float* x, uint32_t* pairs);
  // The pairs x0[j], x1[j] -> to[j/width*panel_stride + j%width], zeros up to whole strips of
  // `width`. x1 may be null for zeros.
  void (*pack)(size_t columns, size_t width, const float* x0, const float* x1, uint32_t* to,
               size_t panel_stride);
  void (*rows)(const nin_bf16_rows*);
  void (*columns)(const nin_bf16_columns*);
} nin_bf16_kernels;

// The resize of one axis to `out` positions: position o is the sum of
// weight[o*taps + t] * x[first[o] + t] for t < count[o], with weights in units of 2^-22.
typedef struct nin_resize_axis {
  size_t out, taps;
  int32_t *first, *count, *weight;
} nin_resize_axis;

// The tiles F(m, r) of Winograd's algorithm: m x m outputs of a kernel of r x r taps from n x n
// points, n = m + r - 1. KERNELS.md has the mathematics. This list is the only definition of the
// tiles. F(2, 5) is slower than F(4, 5), but more accurate.
#define NIN_WINOGRAD_TILES(X) X(4, 3) X(4, 5) X(2, 5) X(6, 3)

#define NIN_WINOGRAD_NAME(m, r) NIN_F##m##_##r,
typedef enum nin_winograd_tile {
  NIN_WINOGRAD_TILES(NIN_WINOGRAD_NAME) NIN_WINOGRAD_TILE_COUNT
} nin_winograd_tile;

// The most points and the most taps in one direction.
enum { NIN_MOST_SIDE = 8, NIN_MOST_SIDE_TAPS = 5 };

// The transform of the products of a tile, m[f*stride + channel], to rows x columns pixels of y,
// fewer than a whole tile at the edges. `line` floats lead to the next row of pixels and `pixel`
// floats to the next pixel. Bias, ReLU and mask are as in gemm_rows.
typedef struct nin_winograd_output {
  const float* m;
  size_t stride, channels, rows, columns;
  const float *bias, *mask;
  float* y;
  size_t line, pixel;
  bool relu;
} nin_winograd_output;

// The transforms of F(m, r). Buffers hold one matrix for each of the n*n points f.
typedef struct nin_winograd {
  int32_t m, r;
  // x: n x n pixels of c channels, `line` floats per row of pixels -> v[f*stride + channel].
  void (*input)(const float* x, size_t line, size_t c, float* v, size_t stride);
  void (*output)(const nin_winograd_output*);
  // rows x columns pixels of dy -> panels: d[f*stride + j/nr*panel + j%nr] for channels j < c, then
  // zeros up to whole panels.
  void (*gradient)(const float* dy, size_t line, size_t c, size_t rows, size_t columns, float* d,
                   size_t stride, size_t panel);
  // One row of the weights of each tap, taps[i*r + j][lane*lane_stride] or null for zeros, at most
  // nr lanes -> u[f*stride + lane], nr lanes, filled up with zeros.
  void (*weights)(const float* const* taps, size_t lanes, size_t lane_stride, float* u,
                  size_t stride);
  // The adjoint: du[f*stride + lane] -> taps[i*r + j][lane]; null taps are left out.
  void (*weights_adjoint)(const float* du, size_t stride, size_t lanes, float* const* taps);
} nin_winograd;

// One number of a column of a sparse matrix, and its pixel.
typedef struct nin_sparse_entry {
  float value;
  uint32_t pixel;
} nin_sparse_entry;

// The most outputs of a convolution with a sparse gradient, and the pixels of one set of lists.
enum { NIN_SPARSE_MOST = 1024, NIN_SPARSE_PIXELS = 64 };

// The largest tile (MR x NR) and block of rows (MC) of any instruction set, for buffers of fixed
// size.
enum { NIN_MOST_MR = 12, NIN_MOST_NR = 32, NIN_MOST_MC = 48 };

typedef struct nin_kernels {
  int32_t width; // floats in a vector
  // Block sizes, named as in BLIS: a tile has mr rows and nr columns, a panel has nr columns, and
  // mc rows are multiplied with one panel before the next.
  size_t mr, nr, mc;

  void (*gemm_rows)(const nin_gemm_rows*);
  void (*gemm_columns)(const nin_gemm_columns*);
  // x[rows][columns] (row stride `stride`) -> panels[ceil(columns/nr)][rows][nr], zero-padded;
  // `panel_stride` floats from one panel to the next.
  void (*pack_panels)(size_t rows, size_t columns, const float* x, size_t stride, float* panels,
                      size_t panel_stride);
  // sum[j] += sum over k < rows of x[k*stride + j], for j < columns.
  void (*sum_columns)(size_t rows, size_t columns, const float* x, size_t stride, float* sum);

  // See sparse.h.
  void (*sparse_data)(size_t pixels, size_t in, size_t out, const float* dy, const float* wt,
                      const float* mask, float* dx);
  void (*sparse_lists)(size_t pixels, size_t outs, const float* dy, size_t out,
                       nin_sparse_entry* list, uint32_t* count, float* dbias);
  void (*sparse_weights)(size_t in, size_t outs, const float* x, const nin_sparse_entry* list,
                         const uint32_t* count, float* dwt, nin_upcoming next);
  nin_winograd winograd[NIN_WINOGRAD_TILE_COUNT];

  void (*max_pool_row)(const nin_pool2d_geometry*, const float* image, size_t p, float* y,
                       uint8_t* index);
  void (*max_pool_backward_row)(const nin_pool2d_geometry*, const float* dy, const uint8_t* index,
                                size_t h, float* dx);
  void (*average_pool_row)(const nin_pool2d_geometry*, const float* image, size_t p, float* y);
  void (*average_pool_backward_row)(const nin_pool2d_geometry*, const float* dy, size_t h,
                                    const float* mask, float* dx);
  void (*mean_rows)(size_t rows, size_t columns, const float* x, float* mean);
  void (*spread_row)(size_t rows, size_t columns, const float* dy, const float* mask, float* dx);

  void (*relu)(size_t count, const float* x, float* y);
  void (*relu_backward)(size_t count, const float* dy, const float* y, float* dx);
  void (*dropout)(size_t count, uint64_t key, uint32_t first, uint32_t threshold, float scale,
                  const float* x, float* y);
  void (*resize_row)(const nin_resize_axis*, size_t channels, const uint8_t* x, uint8_t* y);
  void (*resize_column)(size_t count, size_t taps, const int32_t* weight, const uint8_t* x,
                        size_t stride, uint8_t* y);
  void (*bytes_to_f32)(size_t count, const uint8_t* x, const float* mean, const float* deviation,
                       float* y);

  void (*sgd)(const nin_sgd*, size_t count, const float* g, float* buffer, float* p);
  void (*adam)(const nin_adam*, size_t count, const float* g, float* m, float* v, float* p);
  void (*triad)(size_t count, float s, const float* b, const float* c, float* a);
  double (*fma_chain)(size_t iterations);
} nin_kernels;

// The table of an instruction set, or null when it is not available here.
const nin_kernels* nin_kernels_of(nin_isa isa);

// The same for products of bf16 numbers: equal bits from every instruction set.
const nin_bf16_kernels* nin_bf16_kernels_of(nin_isa isa);

#endif
