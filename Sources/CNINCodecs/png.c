#ifdef NIN_WITH_PNG

#include "codec.h"

#include <stdlib.h>
#include <string.h>

#include <png.h>

// libpng needs less for any line of pixels and any text, profile or EXIF of a real file.
enum { MOST_BYTES = 64 << 20 };

// Lives in the caller of the function with setjmp, so that longjmp leaves it defined.
typedef struct decoder {
  nin_file rest; // what is not read yet
  png_structp png;
  png_infop info;
  char* message;
} decoder;

static void leave(png_structp png, const char* text) {
  const decoder* d = png_get_error_ptr(png);
  nin_fail(d->message, text);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, const char* text) { (void)png, (void)text; }

// A chunk may claim 2 GB, for which libpng asks before it notices the end of the file.
static png_voidp allocate(png_structp png, png_alloc_size_t bytes) {
  (void)png;
  return bytes <= MOST_BYTES ? malloc(bytes) : NULL;
}

static void release(png_structp png, png_voidp memory) {
  (void)png;
  free(memory);
}

static void take(png_structp png, png_bytep to, size_t count) {
  nin_file* rest = png_get_io_ptr(png);
  if (count > rest->count) png_error(png, "the file ends too soon");
  memcpy(to, rest->data, count);
  rest->data += count;
  rest->count -= count;
}

static unsigned orientation(decoder* d) {
#ifdef PNG_eXIf_SUPPORTED
  png_bytep exif = NULL;
  png_uint_32 count = 0;
  if (png_get_eXIf_1(d->png, d->info, &count, &exif) && exif)
    return nin_exif_orientation(exif, count);
#endif
  (void)d;
  return 1;
}

// Deflate packs at most 1032 bytes into one (zlib, "Technical Details"). So a file that claims more
// pixels than it can hold is recognized before memory is allocated for them.
static bool can_hold(decoder* d, size_t bytes) {
  const size_t line = png_get_rowbytes(d->png, d->info);
  return line / 1032 * png_get_image_height(d->png, d->info) <= bytes;
}

static void read_header(decoder* d, nin_picture* picture) {
  const size_t bytes = d->rest.count;
  png_set_read_fn(d->png, &d->rest, take);
  png_read_info(d->png, d->info);
  const bool is_grey = !(png_get_color_type(d->png, d->info) & PNG_COLOR_MASK_COLOR);
  *picture =
      (nin_picture){png_get_image_width(d->png, d->info), png_get_image_height(d->png, d->info),
                    is_grey ? 1 : 3, orientation(d)};
  if (!can_hold(d, bytes)) png_error(d->png, "the file ends too soon");
}

static void read_pixels(decoder* d, nin_picture* picture, uint8_t* pixels) {
  png_set_expand(d->png);
  png_set_strip_16(d->png);
  png_set_strip_alpha(d->png);
  const int passes = png_set_interlace_handling(d->png);
  png_read_update_info(d->png, d->info);
  const size_t line = picture->width * picture->channels;
  if (png_get_rowbytes(d->png, d->info) != line)
    png_error(d->png, "an unexpected layout of pixels");
  for (int pass = 0; pass < passes; pass++) {
    for (size_t y = 0; y < picture->height; y++) png_read_row(d->png, pixels + y * line, NULL);
  }
  png_read_end(d->png, d->info);
  picture->orientation = orientation(d);
}

static bool run(decoder* d, nin_picture* picture, nin_target target) {
  if (setjmp(png_jmpbuf(d->png))) return false;
  read_header(d, picture);
  if (!target.pixels) return true;
  if (!nin_fits(picture, target)) return nin_fail(d->message, "larger than its header said");
  read_pixels(d, picture, target.pixels);
  return true;
}

bool nin_decode_png(nin_file file, nin_picture* picture, nin_target target, char* message) {
  decoder d = {.rest = file, .message = message};
  nin_fail(message, "no memory");
  d.png = png_create_read_struct_2(
      PNG_LIBPNG_VER_STRING, &d, leave, ignore, NULL, allocate, release);
  d.info = d.png ? png_create_info_struct(d.png) : NULL;
  const bool is_read = d.info && run(&d, picture, target);
  png_destroy_read_struct(&d.png, &d.info, NULL);
  return is_read;
}

#else
typedef int nin_no_png;
#endif
