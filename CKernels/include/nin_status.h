// What every operation returns.
#ifndef NIN_STATUS_H
#define NIN_STATUS_H

typedef enum nin_status {
  NIN_OK = 0,
  NIN_INVALID_SHAPE,    // an extent is out of range, or a kernel does not fit
  NIN_INVALID_ARGUMENT, // a pointer is null, or a number is out of range
  NIN_TOO_LARGE,        // a product of extents overflows
  NIN_ISA_UNAVAILABLE,  // not compiled for this architecture, or not on this processor
} nin_status;

#define NIN_MUST_CHECK __attribute__((warn_unused_result))

#endif
