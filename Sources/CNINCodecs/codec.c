#include "codec.h"

#include <stdio.h>

static nin_decoder* decoder(nin_codec codec) {
  switch (codec) {
  case NIN_JPEG:
#ifdef NIN_WITH_JPEG
    return nin_decode_jpeg;
#endif
    break;
  case NIN_PNG:
#ifdef NIN_WITH_PNG
    return nin_decode_png;
#endif
    break;
  case NIN_WEBP:
#ifdef NIN_WITH_WEBP
    return nin_decode_webp;
#endif
    break;
  case NIN_HEIC:
  case NIN_AVIF:
#ifdef NIN_WITH_HEIF
    if (nin_heif_decodes(codec)) return nin_decode_heif;
#endif
    break;
  }
  return NULL;
}

bool nin_codec_is_available(nin_codec codec) { return decoder(codec) != NULL; }

bool nin_codec_read(nin_codec codec, const uint8_t* data, size_t count, nin_picture* picture,
                    uint8_t* pixels, size_t room, char message[NIN_CODEC_MESSAGE]) {
  *picture = (nin_picture){.orientation = 1};
  nin_decoder* decode = decoder(codec);
  if (!decode) return nin_fail(message, "this build has no decoder for it");
  return decode((nin_file){data, count}, picture, (nin_target){pixels, room}, message);
}

bool nin_fail(char* message, const char* reason) {
  snprintf(message, NIN_CODEC_MESSAGE, "%s", reason);
  return false;
}

bool nin_fits(const nin_picture* picture, nin_target target) {
  size_t pixels, bytes;
  return !__builtin_mul_overflow(picture->width, picture->height, &pixels) &&
         !__builtin_mul_overflow(pixels, picture->channels, &bytes) && bytes <= target.room;
}
