#include "isa/prologue.h"

#define NIN_TABLE nin_kernels_wide16
#define NIN_BF16_TABLE nin_bf16_kernels_wide16
#include "simd/wide16.h"
#include "isa/templates.h"
