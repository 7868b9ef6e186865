// Loads and stores the first n floats of a vector, n >= 1; all of it if n is VL or more. If n is a
// constant, the compiler removes the test.

INLINE vf v_load_upto(const float* p, size_t n) { return n >= VL ? v_load(p) : v_load_tail(p, n); }

INLINE void v_store_upto(float* p, size_t n, vf a) {
  if (n >= VL)
    v_store(p, a);
  else
    v_store_tail(p, n, a);
}

// Calls body(i, n, ...) for the vector at each i. n is the constant VL, except for the last vector.
#define FOR_EACH_VECTOR(count, body, ...)                                                          \
  do {                                                                                             \
    size_t i_ = 0;                                                                                 \
    for (; i_ + VL <= (count); i_ += VL) body(i_, VL, __VA_ARGS__);                                \
    if (i_ < (count)) body(i_, (count)-i_, __VA_ARGS__);                                           \
  } while (0)
