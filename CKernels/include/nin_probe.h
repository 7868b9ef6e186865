// The limits of the machine, with which other measurements are compared.
#ifndef NIN_PROBE_H
#define NIN_PROBE_H

#include "nin_context.h"

#include <stddef.h>

// Runs `iterations` rounds of independent fused multiply-adds on every thread.
// *flops = floating-point operations of all threads together.
NIN_MUST_CHECK nin_status nin_probe_fma(const nin_context* context, size_t iterations,
                                        double* flops);

// a[i] = b[i] + s*c[i] over `count` floats each (the triad of STREAM).
NIN_MUST_CHECK nin_status nin_probe_triad(const nin_context* context, size_t count, float s,
                                          const float* b, const float* c, float* a);

#endif
