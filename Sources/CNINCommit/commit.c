// The compiler reads the commit from the files of git. An embedded file is a dependency like a
// header, so a new commit causes a new build of this file. SwiftPM gives the commit to plug-ins
// only.
#include "nin_commit.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define HEAD_FILE "../../.git/HEAD"
#define MAIN_FILE "../../.git/refs/heads/main"

#if defined(__has_embed)
#pragma clang diagnostic ignored "-Wc23-extensions"
#if __has_embed(HEAD_FILE)
#define HAS_HEAD
static const unsigned char head[] = {
#embed HEAD_FILE suffix(, )
    0};
#endif
#if __has_embed(MAIN_FILE)
#define HAS_MAIN
static const unsigned char main_branch[] = {
#embed MAIN_FILE suffix(, )
    0};
#endif
#endif

#ifdef HAS_HEAD
// Hexadecimal digits of SHA-1 or SHA-256, and the end of the line.
static bool is_number(const char* text) {
  const size_t digits = strspn(text, "0123456789abcdef");
  return (digits == 40 || digits == 64) && strcmp(text + digits, "\n") == 0;
}
#endif

const char* nin_commit(void) {
#ifdef HAS_HEAD
  const char* text = (const char*)head;
  if (is_number(text)) return text;
#ifdef HAS_MAIN
  if (strcmp(text, "ref: refs/heads/main\n") == 0 && is_number((const char*)main_branch))
    return (const char*)main_branch;
#endif
#endif
  return NULL;
}
