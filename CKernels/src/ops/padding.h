// Padding with zeros.
#ifndef NIN_PADDING_H
#define NIN_PADDING_H

#include <stddef.h>

// Copies x[images][height][width][channels] to (top, left) of to[images][rows][columns][channels],
// and fills the rest with zeros. To be called by every thread of a parallel region; ends with a
// barrier.
void nin_copy_padded(size_t images, size_t height, size_t width, size_t channels, const float* x,
                     size_t rows, size_t columns, size_t top, size_t left, float* to);

#endif
