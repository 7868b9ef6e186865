#ifdef NIN_WITH_WEBP

#include "codec.h"

#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

// The EXIF chunk comes after the pixels, so this needs the whole file.
static unsigned orientation(nin_file file) {
  const WebPData data = {file.data, file.count};
  WebPDemuxer* demuxer = WebPDemux(&data);
  WebPChunkIterator chunk;
  unsigned result = 1;
  if (demuxer && WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk)) {
    static const char name[6] = "Exif\0"; // some writers keep what JPEG puts before the data
    const bool is_named =
        chunk.chunk.size > sizeof name && !memcmp(chunk.chunk.bytes, name, sizeof name);
    const size_t skipped = is_named ? sizeof name : 0;
    result = nin_exif_orientation(chunk.chunk.bytes + skipped, chunk.chunk.size - skipped);
    WebPDemuxReleaseChunkIterator(&chunk);
  }
  WebPDemuxDelete(demuxer);
  return result;
}

bool nin_decode_webp(nin_file file, nin_picture* picture, nin_target target, char* message) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(file.data, file.count, &features) != VP8_STATUS_OK)
    return nin_fail(message, "not a complete WebP header");
  if (features.has_animation) return nin_fail(message, "an animation, not a single picture");
  if (features.width <= 0 || features.height <= 0) return nin_fail(message, "without pixels");
  *picture =
      (nin_picture){(size_t)features.width, (size_t)features.height, 3, orientation(file)};
  if (!target.pixels) return true;
  if (!nin_fits(picture, target)) return nin_fail(message, "larger than its header said");
  const int line = features.width * 3;
  if (!WebPDecodeRGBInto(file.data, file.count, target.pixels, target.room, line))
    return nin_fail(message, "the pixels are damaged or end too soon");
  return true;
}

#else
typedef int nin_no_webp;
#endif
