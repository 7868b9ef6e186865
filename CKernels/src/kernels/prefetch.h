// Prefetches that are spread over a loop of multiply-adds, so that it need not wait for them.

// The number of cache lines that each of `steps` steps must prefetch.
enum { LINE = 16 };
INLINE size_t lines_per_step(nin_upcoming next, size_t steps) {
  return next.from ? (next.count / LINE + steps - 1) / steps : 0;
}

// Prefetches the share of step `step`.
INLINE void prefetch_share(nin_upcoming next, size_t step, size_t lines) {
  for (size_t i = step * lines; i < (step + 1) * lines && i < next.count / LINE; i++)
    __builtin_prefetch(next.from + i * LINE, 0, 2);
}

// Steps of a multiply-add loop between two prefetches.
enum { PREFETCH_STEPS = 8 };
