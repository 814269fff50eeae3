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

/// The number in a cell of one to eight bytes, in thousandths: digits, perhaps a point and one to three more;
/// below zero for anything else. What `word` holds behind the cell does not matter.
///
/// Without branches or tables: what cells hold cannot be guessed, and a compiler takes many at once.
ZP_EACH int64_t zp_thousandths(uint64_t word, uint64_t length) {
  // The last byte comes to the top, digits become their values, and what is below the cell stays zero.
  uint64_t below = (64 - 8 * length) & 63;
  uint64_t digits = (word ^ 0x3030303030303030) << below;
  // The highest bit of the first point, or nothing; what is before the point takes its place.
  uint64_t marks = zp_marks(digits, '.' ^ '0'), point = marks & -marks;
  uint64_t whole = digits & ((point >> 7) - 1), decimals = digits & ~((point << 1) - 1);
  digits = point ? whole << 8 | decimals : digits;
  uint64_t unit = point == 0 ? 1000 : 0;
  unit = point == 1ULL << 55 ? 100 : unit;
  unit = point == 1ULL << 47 ? 10 : unit;
  unit = point == 1ULL << 39 ? 1 : unit;
  uint64_t wrong = ((digits + 0x7676767676767676) | digits) & 0x8080808080808080;
  wrong |= unit == 0 || (point && point <= 0x80ULL << below);
  digits = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ff;
  digits = (digits * 100 + (digits >> 16)) & 0x0000ffff0000ffff;
  digits = ((digits & 0xffff) * 10000 + (digits >> 32)) & 0xffffffff;
  return wrong ? -1 : (int64_t)(digits * unit);
}

/// Whether that is how the program writes it: no zero before it, none behind its point.
ZP_EACH int zp_is_as_written(uint64_t word, uint32_t length) {
  uint8_t first = (uint8_t)word, second = (uint8_t)(word >> 8);
  uint8_t last = (uint8_t)(word >> (8 * length - 8));
  int has_point = zp_marks(word, '.') != 0;
  return (first != '0' || length == 1 || second == '.') && !(has_point && last == '0');
}
#endif
