// PNG files by the system's libpng, whose errors leave through longjmp, which Swift must not see.
#ifndef NIN_CPNG_H
#define NIN_CPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct nin_png_shape {
  size_t width, height;
  size_t channels; // 1 grey, 3 RGB; alpha is dropped, 16 bits are cut to the upper 8
} nin_png_shape;

enum { NIN_PNG_MESSAGE = 256 };

// Reads the header of data[count]; where `pixels` is not null, decodes into
// pixels[height][width][channels] as well, which must be as large as a former call said.
// False when the data are no PNG, damaged or end too soon; `message` then says why.
bool nin_png_read(const uint8_t* data, size_t count, nin_png_shape* shape, uint8_t* pixels,
                  char message[NIN_PNG_MESSAGE]);

#endif
