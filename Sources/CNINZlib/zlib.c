#include "nin_zlib.h"

#include <limits.h>
#include <stdlib.h>

#include <zlib.h>

struct nin_zlib {
  z_stream stream;
  const uint8_t* data;
  size_t count;
};

// zlib counts in unsigned int; longer arrays go through it in pieces.
static uInt piece(size_t count) { return count > UINT_MAX ? UINT_MAX : (uInt)count; }

nin_zlib* nin_zlib_open(const uint8_t* data, size_t count) {
  nin_zlib* reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->data = data;
  reader->count = count;
  if (inflateInit(&reader->stream) == Z_OK) return reader;
  free(reader);
  return NULL;
}

// Gives the stream more of the data when it has used up what it had.
static void feed(nin_zlib* reader) {
  if (reader->stream.avail_in > 0) return;
  const uInt count = piece(reader->count);
  reader->stream.next_in = (z_const Bytef*)reader->data;
  reader->stream.avail_in = count;
  reader->data += count;
  reader->count -= count;
}

bool nin_zlib_read(nin_zlib* reader, uint8_t* out, size_t count) {
  while (count > 0) {
    feed(reader);
    const uInt wanted = piece(count);
    reader->stream.next_out = out;
    reader->stream.avail_out = wanted;
    const int status = inflate(&reader->stream, Z_NO_FLUSH);
    const size_t got = wanted - reader->stream.avail_out;
    out += got;
    count -= got;
    if (status != Z_OK && !(status == Z_STREAM_END && count == 0)) return false;
  }
  return true;
}

bool nin_zlib_ends(nin_zlib* reader) {
  uint8_t beyond;
  int status = Z_OK;
  while (status == Z_OK) {
    feed(reader);
    reader->stream.next_out = &beyond;
    reader->stream.avail_out = 1;
    status = inflate(&reader->stream, Z_NO_FLUSH);
    if (reader->stream.avail_out == 0) return false;
  }
  return status == Z_STREAM_END;
}

void nin_zlib_close(nin_zlib* reader) {
  if (!reader) return;
  inflateEnd(&reader->stream);
  free(reader);
}
