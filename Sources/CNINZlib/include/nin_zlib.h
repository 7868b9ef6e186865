// Reads zlib streams (RFC 1950) piece by piece with the zlib of the system, whose own interface
// consists of macros that Swift cannot see.
#ifndef NIN_CZLIB_H
#define NIN_CZLIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct nin_zlib nin_zlib;

// A reader of the stream data[count], which must outlive it. Null where there is no memory.
nin_zlib* nin_zlib_open(const uint8_t* data, size_t count);

// Reads the next `count` bytes into out[count]. False when the stream is damaged or too short.
bool nin_zlib_read(nin_zlib* reader, uint8_t* out, size_t count);

// Whether the stream ends here and its checksum is right.
bool nin_zlib_ends(nin_zlib* reader);

// Releases a reader, which may be null.
void nin_zlib_close(nin_zlib* reader);

#endif
