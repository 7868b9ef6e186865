#include "isa/prologue.h"

#define NIN_TABLE nin_kernels_scalar
#define NIN_BF16_TABLE nin_bf16_kernels_scalar
#include "simd/scalar.h"
#include "isa/templates.h"
