// What every operation returns.
#ifndef NIN_STATUS_H
#define NIN_STATUS_H

typedef enum nin_status {
  NIN_OK = 0,
  NIN_INVALID_SHAPE,    // an extent out of range, a kernel that does not fit
  NIN_INVALID_ARGUMENT, // a null pointer, a negative count, a value out of range
  NIN_TOO_LARGE,        // a product of extents that no size can hold
  NIN_ISA_UNAVAILABLE,  // not compiled for this architecture, or not on this processor
} nin_status;

#define NIN_MUST_CHECK __attribute__((warn_unused_result))

#endif
