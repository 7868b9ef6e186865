// Softmax cross-entropy with label smoothing (PyTorch `nn.CrossEntropyLoss`).
#ifndef NIN_LOSS_H
#define NIN_LOSS_H

#include "nin_context.h"

#include <stddef.h>

// loss[n] = (1-e) * -log p[n][label[n]] + e/classes * sum over c of -log p[n][c], p = softmax(z);
// dz[n][c] = scale * d loss[n] / d z[n][c]. `dz` may be null. Labels lie in 0..<classes.
NIN_MUST_CHECK nin_status nin_softmax_cross_entropy_f32(const nin_context* context, size_t images,
                                                        size_t classes, const float* z,
                                                        const int32_t* label, float smoothing,
                                                        float scale, float* loss, float* dz);

#endif
