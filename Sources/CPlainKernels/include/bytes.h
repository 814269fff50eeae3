#ifndef CPLAINKERNELS_BYTES_H
#define CPLAINKERNELS_BYTES_H
#include <stddef.h>
#include <stdint.h>

/// How many of `count` bytes are `byte`.
size_t zp_count(const uint8_t *bytes, size_t count, uint8_t byte);

/// What there is among bytes.
enum { ZP_QUOTE = 1, ZP_ZERO = 2, ZP_BEYOND_ASCII = 4 };

/// Which of these are among `count` bytes.
uint32_t zp_look(const uint8_t *bytes, size_t count);
#endif
