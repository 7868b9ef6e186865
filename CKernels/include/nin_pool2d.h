// Pooling: maximum, average, global average. Square windows.
#ifndef NIN_POOL2D_H
#define NIN_POOL2D_H

#include "nin_context.h"

#include <stdbool.h>
#include <stddef.h>

// Window (p, q) starts at row p*stride - padding and column q*stride - padding. padding <=
// kernel/2, so that every window has pixels of the image.
typedef struct nin_pool2d_geometry {
  size_t height, width, channels, kernel, stride, padding;
  size_t out_height, out_width; // windows may reach over the last row and column (ceil mode)
  // Whether a mean includes the zeros of the padding. It never includes positions beyond it.
  bool counts_padding;
} nin_pool2d_geometry;

// y[n][p][q][c] = max over that part of the window which lies inside the image;
// index[n][p][q][c] = r*kernel+s of the first maximum in scan order, as PyTorch picks it (a NaN
// counts as the maximum). kernel <= 15. `index` may be null.
NIN_MUST_CHECK nin_status nin_max_pool2d_forward_f32(const nin_context* context,
                                                     const nin_pool2d_geometry* geometry,
                                                     size_t images, const float* x, float* y,
                                                     uint8_t* index);

// dx = 0, then dx[n][p*stride-padding+r][q*stride-padding+s][c] += dy[n][p][q][c] for the recorded
// (r,s), in the order of p, q.
NIN_MUST_CHECK nin_status nin_max_pool2d_backward_f32(const nin_context* context,
                                                      const nin_pool2d_geometry* geometry,
                                                      size_t images, const float* dy,
                                                      const uint8_t* index, float* dx);

// y[n][p][q][c] = sum of the part of the window that lies inside the image, divided by the number
// of its pixels; with counts_padding, by their number with the padding (PyTorch `AvgPool2d` and its
// `count_include_pad`).
NIN_MUST_CHECK nin_status nin_average_pool2d_forward_f32(const nin_context* context,
                                                         const nin_pool2d_geometry* geometry,
                                                         size_t images, const float* x, float* y);

// dx = adjoint(dy), set to zero where mask <= 0. `mask` has the shape of dx and may be null.
NIN_MUST_CHECK nin_status nin_average_pool2d_backward_f32(const nin_context* context,
                                                          const nin_pool2d_geometry* geometry,
                                                          size_t images, const float* dy,
                                                          const float* mask, float* dx);

// y[n][c] = mean over `positions` of x[n][position][c].
NIN_MUST_CHECK nin_status nin_global_average_pool_forward_f32(const nin_context* context,
                                                              size_t images, size_t positions,
                                                              size_t channels, const float* x,
                                                              float* y);

// dx[n][position][c] = dy[n][c] / positions, set to zero where mask <= 0. `mask` may be null.
NIN_MUST_CHECK nin_status nin_global_average_pool_backward_f32(const nin_context* context,
                                                               size_t images, size_t positions,
                                                               size_t channels, const float* dy,
                                                               const float* mask, float* dx);

#endif
