#include "nin_pretrained.h"

static const unsigned char cifar10[] = {
#embed "cifar10.safetensors"
};

const unsigned char *nin_pretrained_cifar10(size_t *count) {
  *count = sizeof cifar10;
  return cifar10;
}
