#ifndef CPLAINKERNELS_LANES_H
#define CPLAINKERNELS_LANES_H
#include <stddef.h>
#include <stdint.h>

/// How many hashes go side by side.
#define ZP_LANES 16

/// Goes on with sixteen SHA-256 hashes at once (FIPS 180-4): hash i, whose state is `states[i]`, over
/// the `blocks` blocks of 64 bytes from `data + i * stride` on.
///
/// Nothing here but additions, rotations and the logic of the standard, on sixteen numbers at a time.
void zp_sha256_lanes(uint32_t states[ZP_LANES][8], const uint8_t *data, size_t stride,
                     size_t blocks);
#endif
