// Trained models that come with the program, so that they are there wherever its binary is.
#ifndef NIN_PRETRAINED_H
#define NIN_PRETRAINED_H

#include <stddef.h>

// A model of CIFAR-10, as the bytes of a safetensors file; their number is written to `count`.
const unsigned char *nin_pretrained_cifar10(size_t *count);

#endif
