// Decodes picture files with libraries of the system. Each is optional: the package manifest
// defines NIN_WITH_JPEG, NIN_WITH_PNG, NIN_WITH_WEBP and NIN_WITH_HEIF where it finds their
// headers.
#ifndef NIN_CODECS_H
#define NIN_CODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum nin_codec { NIN_JPEG, NIN_PNG, NIN_WEBP, NIN_HEIC, NIN_AVIF } nin_codec;

typedef struct nin_picture {
  size_t width, height; // as stored: before the orientation is applied
  size_t channels;      // 1 grey, 3 RGB, 4 CMYK as Adobe writes it: inverted
  unsigned orientation; // 1 to 8 as in EXIF; 1 where the file does not say
} nin_picture;

enum { NIN_CODEC_MESSAGE = 256 };

// Whether this build, and the library as it is installed, can decode the format.
bool nin_codec_is_available(nin_codec codec);

// Reads the header of data[count]. If `pixels` is not null, also decodes into
// pixels[height][width][channels], which has room for `room` bytes. Channels have eight bits; alpha
// is dropped, and the upper 8 of 16 bits are kept. PNG files may state their orientation after the
// pixels, so it is certain only after decoding.
//
// Returns false when the data do not have the format, are damaged, end too soon or need more room;
// `message` then says why. No longjmp of a library leaves this function.
bool nin_codec_read(nin_codec codec, const uint8_t* data, size_t count, nin_picture* picture,
                    uint8_t* pixels, size_t room, char message[NIN_CODEC_MESSAGE]);

#endif
