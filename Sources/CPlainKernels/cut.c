// Sixty-four bytes are compared at a time, in C that any processor has a translation of; the program
// picks one of three when it runs. Nothing in common with how `allocate` finds separators.
#include "include/cut.h"
#include <string.h>

typedef uint8_t block __attribute__((vector_size(64)));
typedef _Bool marks __attribute__((ext_vector_type(64)));

#define EACH static inline __attribute__((always_inline))

/// Bit i: byte i of the block is `byte`. A macro, as in lanes.c.
#define BITS_OF(x, byte)                                           \
  ({                                                               \
    marks same = __builtin_convertvector((x) == (byte), marks);    \
    uint64_t bits;                                                 \
    memcpy(&bits, &same, sizeof bits);                             \
    bits;                                                          \
  })

/// Writes the places of the bits of `bits`, each plus `at`; eight at a time, since a branch for each
/// would be guessed wrong. Returns how many there are; up to seven more are overwritten.
EACH uint32_t write_places(uint64_t bits, uint32_t at, uint32_t *out) {
  uint32_t count = (uint32_t)__builtin_popcountll(bits);
  for (uint32_t done = 0; done < count; done += 8) {
    for (uint32_t i = 0; i < 8; i++) {
      out[done + i] = at + (uint32_t)__builtin_ctzll(bits | 1ULL << 63);
      bits &= bits - 1;
    }
  }
  return count;
}

EACH uint32_t cut(const uint8_t *bytes, uint32_t count, uint32_t *ends, uint32_t *row_ends,
                  uint32_t rows_max) {
  uint32_t found = 0, rows = 0;
  for (uint32_t at = 0; at < count; at += 64) {
    uint8_t last[64] = {0};
    const uint8_t *from = bytes + at;
    if (count - at < 64) from = memcpy(last, from, count - at);
    block x;
    memcpy(&x, from, sizeof x);
    uint64_t quotes = BITS_OF(x, '"'), lines = BITS_OF(x, '\n');
    uint64_t separators = BITS_OF(x, ',') | lines;
    if (quotes) {
      uint64_t before = (quotes & -quotes) - 1;
      lines &= before;
      separators &= before;
    }
    uint32_t first = found;
    found += write_places(separators, at, ends + found);
    for (; lines; lines &= lines - 1) {
      if (rows == rows_max) return rows;
      uint64_t to_here = lines ^ (lines - 1);
      row_ends[rows++] = first + (uint32_t)__builtin_popcountll(separators & to_here);
    }
    if (quotes || rows == rows_max) break;
  }
  return rows;
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw,popcnt,bmi"))) static uint32_t cut_512(
    const uint8_t *bytes, uint32_t count, uint32_t *ends, uint32_t *row_ends, uint32_t rows_max) {
  return cut(bytes, count, ends, row_ends, rows_max);
}
__attribute__((target("avx2,popcnt,bmi"))) static uint32_t cut_256(const uint8_t *bytes,
                                                                   uint32_t count, uint32_t *ends,
                                                                   uint32_t *row_ends,
                                                                   uint32_t rows_max) {
  return cut(bytes, count, ends, row_ends, rows_max);
}
#endif

uint32_t zp_cut(const uint8_t *bytes, uint32_t count, uint32_t *ends, uint32_t *row_ends,
                uint32_t rows_max) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi")) {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
      return cut_512(bytes, count, ends, row_ends, rows_max);
    }
    if (__builtin_cpu_supports("avx2")) return cut_256(bytes, count, ends, row_ends, rows_max);
  }
#endif
  return cut(bytes, count, ends, row_ends, rows_max);
}
