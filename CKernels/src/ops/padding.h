// Zeros around images.
#ifndef NIN_PADDING_H
#define NIN_PADDING_H

#include <stddef.h>

// x[images][height][width][channels] into the middle of zeros: to[images][rows][columns][channels]
// with x at (top, left). To be called by every thread of a parallel region; ends with a barrier.
void nin_copy_padded(size_t images, size_t height, size_t width, size_t channels, const float* x,
                     size_t rows, size_t columns, size_t top, size_t left, float* to);

#endif
