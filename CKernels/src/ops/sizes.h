// Arithmetic on sizes.
#ifndef NIN_SIZES_H
#define NIN_SIZES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// *product *= factor; false on overflow, also of the number of bytes.
static inline bool nin_multiply(size_t* product, size_t factor) {
  return !__builtin_mul_overflow(*product, factor, product) && *product <= SIZE_MAX / 64;
}

// *result = a*b*c*d; false on overflow, as in nin_multiply.
static inline bool nin_product(size_t* result, size_t a, size_t b, size_t c, size_t d) {
  *result = a;
  return nin_multiply(result, b) && nin_multiply(result, c) && nin_multiply(result, d);
}

static inline size_t nin_minimum(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t nin_maximum(size_t a, size_t b) { return a > b ? a : b; }
static inline size_t nin_divide_up(size_t a, size_t b) { return (a + b - 1) / b; }

#endif
