// Softmax cross-entropy, in double. A batch needs only a few hundred exponentials, so it is not
// vectorized.
#include "ops/parallel.h"

#include <math.h>

static double image_loss(size_t classes, const float* z, size_t label, double smoothing,
                         double scale, float* dz) {
  double largest = (double)z[0], sum = 0, all = 0;
  for (size_t c = 1; c < classes; c++) largest = (double)z[c] > largest ? (double)z[c] : largest;
  for (size_t c = 0; c < classes; c++) {
    sum += exp((double)z[c] - largest);
    all += (double)z[c];
  }
  const double log_sum = largest + log(sum), even = smoothing / (double)classes;
  if (dz) {
    for (size_t c = 0; c < classes; c++) {
      const double target = even + (c == label ? 1 - smoothing : 0);
      dz[c] = (float)(scale * (exp((double)z[c] - log_sum) - target));
    }
  }
  const double others = log_sum - all / (double)classes;
  return (1 - smoothing) * (log_sum - (double)z[label]) + smoothing * others;
}

nin_status nin_softmax_cross_entropy_f32(const nin_context* context, size_t images, size_t classes,
                                         const float* z, const int32_t* label, float smoothing,
                                         float scale, float* loss, float* dz) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  (void)kernels;
  if (classes < 1) return NIN_INVALID_SHAPE;
  if (!z || !label || !loss || !(smoothing >= 0 && smoothing <= 1)) return NIN_INVALID_ARGUMENT;
  for (size_t n = 0; n < images; n++) {
    if (label[n] < 0 || (size_t)label[n] >= classes) return NIN_INVALID_ARGUMENT;
  }
  for (size_t n = 0; n < images; n++)
    loss[n] = (float)image_loss(classes, z + n * classes, (size_t)label[n], (double)smoothing,
                                (double)scale, dz ? dz + n * classes : NULL);
  return NIN_OK;
}
