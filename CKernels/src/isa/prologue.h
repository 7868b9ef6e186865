// Included by the file of each instruction set before it opens its target region, because system
// headers must not be compiled inside it.
#include "kernels/kernels.h"

#include <math.h>

#define INLINE static inline __attribute__((always_inline))
#define FULLY_UNROLLED _Pragma("clang loop unroll(full)")
