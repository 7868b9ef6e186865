// EXIF data have the structure of a TIFF file (Exif 2.32, section 4.6.2): "II" or "MM" for the byte
// order, 42, and the offset of the first directory, which holds a count and entries of 12 bytes:
// tag, type, count, value.
#include "codec.h"

enum { ORIENTATION = 0x0112, SHORT = 3, LONG = 4, ENTRY = 12 };

typedef struct reader {
  const uint8_t* data;
  size_t count;
  bool is_little;
} reader;

// `bytes` bytes at `offset` as a number; 0 beyond the end.
static uint32_t number(reader r, size_t offset, size_t bytes) {
  if (offset > r.count || bytes > r.count - offset) return 0;
  uint32_t value = 0;
  for (size_t i = 0; i < bytes; i++) {
    const size_t place = r.is_little ? bytes - 1 - i : i;
    value = value << 8 | r.data[offset + place];
  }
  return value;
}

unsigned nin_exif_orientation(const uint8_t* data, size_t count) {
  if (count < 8 || data[0] != data[1] || (data[0] != 'I' && data[0] != 'M')) return 1;
  const reader r = {data, count, data[0] == 'I'};
  const size_t directory = number(r, 4, 4);
  if (number(r, 2, 2) != 42 || directory > count) return 1;
  const size_t entries = number(r, directory, 2);
  for (size_t i = 0; i < entries; i++) {
    const size_t entry = directory + 2 + i * ENTRY;
    if (number(r, entry, 2) != ORIENTATION) continue;
    const uint32_t type = number(r, entry + 2, 2);
    const uint32_t value = number(r, entry + 8, type == LONG ? 4 : 2);
    const bool is_integer = type == SHORT || type == LONG;
    return is_integer && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
