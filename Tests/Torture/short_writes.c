// Preloaded: every write to a file brings only a part of its bytes there, as it may (write(2)).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ssize_t write(int file, const void* bytes, size_t count) {
  static ssize_t (*whole)(int, const void*, size_t);
  if (!whole) whole = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  const char* most = getenv("NIN_SHORT_WRITES");
  if (!most || count < 2 || file <= 2) return whole(file, bytes, count);
  const size_t limit = strcmp(most, "half") ? (size_t)atol(most) : count / 2;
  return whole(file, bytes, limit < count ? limit : count);
}
