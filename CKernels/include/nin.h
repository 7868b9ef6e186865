// The public functions of the kernels. Everything else in this target is private.
//
// Activations are fp32, `[image][height][width][channel]` (NHWC), dense. Weights are fp32
// `[kh][kw][in][out]` (HWIO), dense. No pointer needs more than the alignment of a float. Outputs
// do not overlap inputs unless a function says so. Functions have no state and may be called from
// several threads at once. Results never depend on the number of threads.
#ifndef NIN_H
#define NIN_H

#include "nin_status.h"
#include "nin_context.h"
#include "nin_conv2d.h"
#include "nin_elementwise.h"
#include "nin_images.h"
#include "nin_loss.h"
#include "nin_optimizers.h"
#include "nin_pool2d.h"
#include "nin_probe.h"

#endif
