#include "nin_png.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

typedef struct source {
  const uint8_t* data;
  size_t count;
} source;

static void leave(png_structp png, const char* text) {
  snprintf(png_get_error_ptr(png), NIN_PNG_MESSAGE, "%s", text);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, const char* text) { (void)png, (void)text; }

static void take(png_structp png, png_bytep to, size_t count) {
  source* s = png_get_io_ptr(png);
  if (count > s->count) png_error(png, "the file ends too soon");
  memcpy(to, s->data, count);
  s->data += count;
  s->count -= count;
}

// Eight bits a channel, colours for a palette, no alpha.
static void reduce(png_structp png) {
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_strip_alpha(png);
}

static void decode(png_structp png, png_infop info, const nin_png_shape* shape, uint8_t* pixels) {
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  const size_t line = shape->width * shape->channels;
  if (png_get_rowbytes(png, info) != line) png_error(png, "an unexpected layout of pixels");
  for (int pass = 0; pass < passes; pass++) {
    for (size_t row = 0; row < shape->height; row++) png_read_row(png, pixels + row * line, NULL);
  }
  png_read_end(png, NULL);
}

bool nin_png_read(const uint8_t* data, size_t count, nin_png_shape* shape, uint8_t* pixels,
                  char message[NIN_PNG_MESSAGE]) {
  source s = {data, count};
  snprintf(message, NIN_PNG_MESSAGE, "no memory");
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, leave, ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return false;
  }
  png_set_read_fn(png, &s, take);
  png_read_info(png, info);
  const bool isGrey = !(png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR);
  *shape = (nin_png_shape){png_get_image_width(png, info), png_get_image_height(png, info),
                           isGrey ? 1 : 3};
  if (pixels) {
    reduce(png);
    decode(png, info, shape, pixels);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return true;
}
