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

/// Where the cells begin that end at `ends`: each behind the one before. Then the ends of lines lose their
/// returns.
EACH void find_starts(const uint8_t *bytes, uint32_t width, uint32_t rows, uint32_t *starts,
                      uint32_t *ends) {
  if (rows > 0) starts[0] = 0;
  for (uint32_t i = 1; i < rows * width; i++) starts[i] = ends[i - 1] + 1;
  for (uint32_t i = width - 1; i < rows * width; i += width) {
    ends[i] -= ends[i] > starts[i] && bytes[ends[i] - 1] == '\r';
  }
}

EACH uint32_t cut(const uint8_t *bytes, uint32_t count, uint32_t width, uint32_t *starts,
                  uint32_t *ends, uint32_t rows_max, uint32_t *next) {
  uint32_t found = 0, rows = 0, row_start = 0;
  for (uint32_t at = 0; at < count && rows < rows_max; at += 64) {
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
    uint32_t cells = found;
    found += write_places(separators, at, ends + found);
    for (; lines && rows < rows_max; lines &= lines - 1) {
      uint64_t to_here = lines ^ (lines - 1);
      uint32_t in_all = cells + (uint32_t)__builtin_popcountll(separators & to_here);
      uint32_t first = rows * width;
      if (in_all != first + width || ends[first] == row_start || bytes[row_start] == '\r') {
        rows_max = rows;
        break;
      }
      row_start = ends[in_all - 1] + 1;
      rows++;
    }
    if (quotes) break;
  }
  find_starts(bytes, width, rows, starts, ends);
  *next = row_start;
  return rows;
}

#define PARAMETERS                                                                      \
  const uint8_t *bytes, uint32_t count, uint32_t width, uint32_t *starts, uint32_t *ends, \
      uint32_t rows_max, uint32_t *next
#define ARGUMENTS bytes, count, width, starts, ends, rows_max, next

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw,popcnt,bmi"))) static uint32_t cut_512(PARAMETERS) {
  return cut(ARGUMENTS);
}
__attribute__((target("avx2,popcnt,bmi"))) static uint32_t cut_256(PARAMETERS) {
  return cut(ARGUMENTS);
}
#endif

uint32_t zp_cut(PARAMETERS) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi")) {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
      return cut_512(ARGUMENTS);
    }
    if (__builtin_cpu_supports("avx2")) return cut_256(ARGUMENTS);
  }
#endif
  return cut(ARGUMENTS);
}
