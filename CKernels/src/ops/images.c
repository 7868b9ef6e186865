// Bytes into activations.
#include "ops/parallel.h"

nin_status nin_images_scratch(const nin_context* context, const nin_image_transform* transform,
                              size_t* scratch) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  (void)kernels;
  if (!transform || !scratch) return NIN_INVALID_ARGUMENT;
  *scratch = 0;
  return NIN_OK;
}

nin_status nin_images_to_f32(const nin_context* context, const nin_image_transform* transform,
                             size_t images, const uint8_t* x, float* y, void* scratch) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  (void)kernels, (void)transform, (void)images, (void)x, (void)y, (void)scratch;
  return NIN_INVALID_ARGUMENT;
}
