#ifndef CPLAINKERNELS_WORDS_H
#define CPLAINKERNELS_WORDS_H
#include "include/cells.h"
#include <string.h>

// What the kernels that read cells share: short texts looked at as one number.

#define ZP_EACH static inline __attribute__((always_inline))

/// The eight bytes at `bytes`, the first in the lowest bits.
ZP_EACH uint64_t zp_eight(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/// The first `count` of eight bytes, at most all.
ZP_EACH uint64_t zp_first(uint64_t word, uint32_t count) {
  return count == 0 ? 0 : word << (64 - 8 * count) >> (64 - 8 * count);
}

/// Of each byte the highest bit, if it is the lowest one that is `byte`; those above it mean nothing.
ZP_EACH uint64_t zp_marks(uint64_t word, uint8_t byte) {
  uint64_t others = word ^ (0x0101010101010101 * byte);
  return (others - 0x0101010101010101) & ~others & 0x8080808080808080;
}

/// The number of a code of at most eight bytes in a table of `mask` + 1 places.
ZP_EACH int32_t zp_find(const zp_code *codes, uint64_t mask, uint64_t word, uint32_t length) {
  for (uint64_t at = zp_mixed(word) >> 32 & mask;; at = (at + 1) & mask) {
    if (codes[at].number < 0) return ZP_NO_CODE;
    if (codes[at].word == word && codes[at].length == (int32_t)length) return codes[at].number;
  }
}

/// Where a word is among those that are known, if it is.
ZP_EACH uint64_t zp_known_place(uint64_t word) {
  return zp_mixed(word) >> (64 - ZP_KNOWN_BITS);
}
#endif
