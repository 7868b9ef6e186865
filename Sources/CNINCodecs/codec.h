// Declarations that the decoders of all formats share.
#ifndef NIN_CODEC_H
#define NIN_CODEC_H

#include "nin_codecs.h"

typedef struct nin_file {
  const uint8_t* data;
  size_t count;
} nin_file;

typedef struct nin_target {
  uint8_t* pixels; // null: only the header is wanted
  size_t room;
} nin_target;

// Each implements nin_codec_read for one format.
typedef bool nin_decoder(nin_file file, nin_picture* picture, nin_target target, char* message);

nin_decoder nin_decode_jpeg, nin_decode_png, nin_decode_webp, nin_decode_heif;

bool nin_heif_decodes(nin_codec codec);

// Writes a reason into a message; returns false, so that a decoder can end with it.
bool nin_fail(char* message, const char* reason);

// Whether a decoded picture fits into the target. Checks the product for overflow.
bool nin_fits(const nin_picture* picture, nin_target target);

// The orientation that EXIF data state: a TIFF header and its first directory, without the
// "Exif\0\0" that JPEG puts before them. 1 where they state none.
unsigned nin_exif_orientation(const uint8_t* data, size_t count);

#endif
