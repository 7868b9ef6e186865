// JPEG files by the system's libjpeg, whose errors leave through longjmp, which Swift must not see.
#ifndef NIN_CJPEG_H
#define NIN_CJPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct nin_jpeg_shape {
  size_t width, height;
  size_t channels; // 1 grey, 3 RGB, 4 CMYK as Adobe writes it: inverted
} nin_jpeg_shape;

enum { NIN_JPEG_MESSAGE = 256 };

// Reads the header of data[count]; where `pixels` is not null, decodes into
// pixels[height][width][channels] as well, which must be as large as a former call said.
// False when the data are no JPEG, damaged or end too soon; `message` then says why.
bool nin_jpeg_read(const uint8_t* data, size_t count, nin_jpeg_shape* shape, uint8_t* pixels,
                   char message[NIN_JPEG_MESSAGE]);

#endif
