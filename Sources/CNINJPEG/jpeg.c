#include "nin_jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

typedef struct failure {
  struct jpeg_error_mgr manager; // first: libjpeg passes its address around
  jmp_buf escape;
  char* message;
} failure;

static void leave(j_common_ptr info) {
  failure* f = (failure*)(void*)info->err;
  char text[JMSG_LENGTH_MAX];
  f->manager.format_message(info, text);
  snprintf(f->message, NIN_JPEG_MESSAGE, "%s", text);
  longjmp(f->escape, 1);
}

// libjpeg invents what a cut or damaged file lacks and calls that a warning.
static void warn(j_common_ptr info, int level) {
  const int code = info->err->msg_code;
  if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE))
    leave(info);
}

static size_t channels(J_COLOR_SPACE space) {
  return space == JCS_GRAYSCALE ? 1 : space == JCS_CMYK || space == JCS_YCCK ? 4 : 3;
}

bool nin_jpeg_read(const uint8_t* data, size_t count, nin_jpeg_shape* shape, uint8_t* pixels,
                   char message[NIN_JPEG_MESSAGE]) {
  struct jpeg_decompress_struct info;
  failure f = {.message = message};
  info.err = jpeg_std_error(&f.manager);
  f.manager.error_exit = leave;
  f.manager.emit_message = warn;
  if (setjmp(f.escape)) {
    jpeg_destroy_decompress(&info);
    return false;
  }
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, data, count);
  jpeg_read_header(&info, TRUE);
  const size_t c = channels(info.jpeg_color_space);
  *shape = (nin_jpeg_shape){info.image_width, info.image_height, c};
  if (pixels) {
    info.out_color_space = c == 1 ? JCS_GRAYSCALE : c == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = pixels + info.output_scanline * shape->width * c;
      jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
  }
  jpeg_destroy_decompress(&info);
  return true;
}
