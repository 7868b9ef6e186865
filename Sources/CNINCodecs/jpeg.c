#ifdef NIN_WITH_JPEG

#include "codec.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

// Lives in the caller of the function with setjmp, so that longjmp leaves it defined.
typedef struct decoder {
  struct jpeg_error_mgr errors; // first: libjpeg passes its address around
  struct jpeg_progress_mgr progress;
  struct jpeg_decompress_struct info;
  jmp_buf escape;
  char* message;
} decoder;

static void leave(j_common_ptr info) {
  decoder* d = (decoder*)(void*)info->err;
  char text[JMSG_LENGTH_MAX];
  d->errors.format_message(info, text);
  nin_fail(d->message, text);
  longjmp(d->escape, 1);
}

// Where data are missing or damaged, libjpeg invents pixels and only warns.
static void warn(j_common_ptr info, int level) {
  const int code = info->err->msg_code;
  if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE))
    leave(info);
}

// Hundreds of scans of a large picture fit into a megabyte, but take minutes to decode. Real files
// have about ten; "Two Issues with the JPEG Standard" of the libjpeg-turbo project advises a limit.
static int most_scans(const struct jpeg_decompress_struct* info) {
  const size_t pixels = (size_t)info->image_width * info->image_height;
  const size_t scans = ((size_t)500 << 20) / (pixels + 1);
  return scans < 16 ? 16 : scans > 100 ? 100 : (int)scans;
}

static void count_scans(j_common_ptr info) {
  decoder* d = (decoder*)(void*)info->err;
  const int most = most_scans(&d->info);
  if (d->info.input_scan_number <= most) return;
  snprintf(d->message, NIN_CODEC_MESSAGE, "more than %d scans", most);
  longjmp(d->escape, 1);
}

// Each block of 8x8 pixels takes at least one bit of Huffman code. So a file that claims more
// pixels than it can hold is recognized before memory is allocated for them.
static bool can_hold(const struct jpeg_decompress_struct* info, size_t bytes) {
  size_t blocks = 0;
  for (int i = 0; i < info->num_components; i++) {
    const jpeg_component_info* c = &info->comp_info[i];
    blocks += (size_t)c->width_in_blocks * c->height_in_blocks;
  }
  return info->arith_code || blocks / 8 <= bytes;
}

static size_t channels(J_COLOR_SPACE space) {
  return space == JCS_GRAYSCALE ? 1 : space == JCS_CMYK || space == JCS_YCCK ? 4 : 3;
}

static unsigned orientation(const struct jpeg_decompress_struct* info) {
  static const char name[6] = "Exif\0";
  for (jpeg_saved_marker_ptr m = info->marker_list; m; m = m->next) {
    if (m->data_length > sizeof name && !memcmp(m->data, name, sizeof name))
      return nin_exif_orientation(m->data + sizeof name, m->data_length - sizeof name);
  }
  return 1;
}

static void read_header(decoder* d, nin_file file, nin_picture* picture) {
  jpeg_mem_src(&d->info, file.data, file.count);
  jpeg_save_markers(&d->info, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(&d->info, TRUE);
  *picture = (nin_picture){d->info.image_width, d->info.image_height,
                           channels(d->info.jpeg_color_space), orientation(&d->info)};
  if (!can_hold(&d->info, file.count)) {
    nin_fail(d->message, "the file ends too soon");
    longjmp(d->escape, 1);
  }
}

static void read_pixels(decoder* d, const nin_picture* picture, uint8_t* pixels) {
  const size_t c = picture->channels;
  d->info.out_color_space = c == 1 ? JCS_GRAYSCALE : c == 4 ? JCS_CMYK : JCS_RGB;
  d->progress.progress_monitor = count_scans;
  d->info.progress = &d->progress;
  jpeg_start_decompress(&d->info);
  while (d->info.output_scanline < d->info.output_height) {
    JSAMPROW row = pixels + d->info.output_scanline * picture->width * c;
    jpeg_read_scanlines(&d->info, &row, 1);
  }
  jpeg_finish_decompress(&d->info);
}

static bool run(decoder* d, nin_file file, nin_picture* picture, nin_target target) {
  if (setjmp(d->escape)) return false;
  jpeg_create_decompress(&d->info);
  read_header(d, file, picture);
  if (!target.pixels) return true;
  if (!nin_fits(picture, target)) return nin_fail(d->message, "larger than its header said");
  read_pixels(d, picture, target.pixels);
  return true;
}

bool nin_decode_jpeg(nin_file file, nin_picture* picture, nin_target target, char* message) {
  decoder d = {.message = message};
  d.info.err = jpeg_std_error(&d.errors);
  d.errors.error_exit = leave;
  d.errors.emit_message = warn;
  const bool is_read = run(&d, file, picture, target);
  jpeg_destroy_decompress(&d.info);
  return is_read;
}

#else
typedef int nin_no_jpeg;
#endif
