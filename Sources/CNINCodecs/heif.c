#ifdef NIN_WITH_HEIF

#include "codec.h"

#include <string.h>

#include <libheif/heif.h>

typedef struct decoder {
  struct heif_context* context;
  struct heif_image_handle* handle;
  struct heif_image* image;
  char* message;
} decoder;

bool nin_heif_decodes(nin_codec codec) {
  return heif_have_decoder_for_format(codec == NIN_AVIF ? heif_compression_AV1
                                                        : heif_compression_HEVC);
}

static bool is_ok(decoder* d, struct heif_error error) {
  return error.code == heif_error_Ok ||
         nin_fail(d->message, error.message ? error.message : "unknown error");
}

// libheif turns pictures itself, according to their boxes `irot` and `imir`. An orientation in EXIF
// data is ignored then (ISO/IEC 23008-12, annex A).
static bool read_header(decoder* d, nin_file file, nin_picture* picture) {
  d->context = heif_context_alloc();
  if (!d->context) return nin_fail(d->message, "no memory");
  if (!is_ok(d, heif_context_read_from_memory_without_copy(d->context, file.data, file.count,
                                                           NULL)) ||
      !is_ok(d, heif_context_get_primary_image_handle(d->context, &d->handle)))
    return false;
  const int width = heif_image_handle_get_width(d->handle);
  const int height = heif_image_handle_get_height(d->handle);
  if (width <= 0 || height <= 0) return nin_fail(d->message, "without pixels");
  *picture = (nin_picture){(size_t)width, (size_t)height, 3, 1};
  return true;
}

static bool read_pixels(decoder* d, const nin_picture* picture, uint8_t* pixels) {
  if (!is_ok(d, heif_decode_image(d->handle, &d->image, heif_colorspace_RGB,
                                  heif_chroma_interleaved_RGB, NULL)))
    return false;
  int stride = 0;
  const uint8_t* plane =
      heif_image_get_plane_readonly(d->image, heif_channel_interleaved, &stride);
  const size_t line = picture->width * 3;
  if (!plane || stride < 0 || (size_t)stride < line ||
      heif_image_get_primary_width(d->image) != (int)picture->width ||
      heif_image_get_primary_height(d->image) != (int)picture->height)
    return nin_fail(d->message, "an unexpected layout of pixels");
  for (size_t y = 0; y < picture->height; y++)
    memcpy(pixels + y * line, plane + y * (size_t)stride, line);
  return true;
}

bool nin_decode_heif(nin_file file, nin_picture* picture, nin_target target, char* message) {
  decoder d = {.message = message};
  bool is_read = read_header(&d, file, picture);
  if (is_read && target.pixels) {
    is_read = nin_fits(picture, target) ? read_pixels(&d, picture, target.pixels)
                                        : nin_fail(message, "larger than its header said");
  }
  if (d.image) heif_image_release(d.image);
  if (d.handle) heif_image_handle_release(d.handle);
  if (d.context) heif_context_free(d.context);
  return is_read;
}

#else
typedef int nin_no_heif;
#endif
