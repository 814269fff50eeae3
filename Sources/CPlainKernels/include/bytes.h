#ifndef CPLAINKERNELS_BYTES_H
#define CPLAINKERNELS_BYTES_H
#include <stddef.h>
#include <stdint.h>

/// How many of `count` bytes are `byte`.
size_t zp_count(const uint8_t *bytes, size_t count, uint8_t byte);
#endif
