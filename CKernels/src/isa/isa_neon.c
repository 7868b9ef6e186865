#include "isa/prologue.h"

#if defined(__aarch64__)
#include <arm_neon.h>

#define NIN_TABLE nin_kernels_neon
#define NIN_BF16_TABLE nin_bf16_kernels_neon
#include "simd/neon.h"
#include "isa/templates.h"
#endif
