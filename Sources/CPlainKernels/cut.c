// Sixty-four bytes are compared at a time, in C that any processor has a translation of; the program
// picks one of four when it runs. Nothing in common with how `allocate` finds separators.
#include "include/cut.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

/// Writes the places of the bits of `bits`, each plus `at`; returns how many there are. Up to
/// `ZP_CUT_ROOM` more are overwritten.
typedef uint32_t writes_places(uint64_t bits, uint32_t at, uint32_t *out);

/// Eight at a time, since a branch for each would be guessed wrong.
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

#if defined(__x86_64__)
#define FEATURES_VBMI2 "avx512f,avx512bw,avx512vbmi2,popcnt,bmi"

/// The same where a processor brings the numbers from 0 to 63 that have their bit together by itself:
/// sixteen at a time.
__attribute__((target(FEATURES_VBMI2))) EACH uint32_t write_places_vbmi2(uint64_t bits, uint32_t at,
                                                                         uint32_t *out) {
  uint32_t count = (uint32_t)__builtin_popcountll(bits);
  uint8_t numbers[64];
  for (uint8_t i = 0; i < 64; i++) numbers[i] = i;
  __m512i together = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(numbers));
  memcpy(numbers, &together, sizeof numbers);
  for (uint32_t done = 0; done < count; done += 32) {
    for (uint32_t i = 0; i < 32; i++) out[done + i] = at + numbers[done + i];
  }
  return count;
}
#endif

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

/// How many of the first `count` separators at `ends` are line ends.
EACH uint32_t count_lines(const uint8_t *bytes, const uint32_t *ends, uint32_t count) {
  uint32_t lines = 0;
  for (uint32_t i = 0; i < count; i++) lines += bytes[ends[i]] == '\n';
  return lines;
}

/// Whether row `row` has a line end behind its last cell, and something before its first separator.
EACH int is_row(const uint8_t *bytes, uint32_t width, uint32_t row, const uint32_t *ends) {
  const uint32_t *own = ends + (size_t)row * width;
  uint32_t start = row == 0 ? 0 : own[-1] + 1;
  return (bytes[own[width - 1]] == '\n') & (own[0] != start) & (bytes[start] != '\r');
}

#define PARAMETERS                                                                      \
  const uint8_t *bytes, uint32_t count, uint32_t width, uint32_t *starts, uint32_t *ends, \
      uint32_t rows_max, uint32_t *next
#define ARGUMENTS bytes, count, width, starts, ends, rows_max, next

EACH uint32_t cut(PARAMETERS, writes_places *write) {
  uint32_t found = 0, lines_found = 0;
  for (uint32_t at = 0; at < count && found < rows_max * width; at += 64) {
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
    found += write(separators, at, ends + found);
    lines_found += (uint32_t)__builtin_popcountll(lines);
    if (quotes) break;
  }
  uint32_t rows = found / width < rows_max ? found / width : rows_max, good = 0;
  while (good < rows && is_row(bytes, width, good, ends)) good++;
  uint32_t behind = good * width;
  if (lines_found != good + count_lines(bytes, ends + behind, found - behind)) {
    // Some row has fewer cells, so that a line ends within what was taken for one.
    rows = good;
    for (good = 0; good < rows && count_lines(bytes, ends + good * width, width) == 1;) good++;
  }
  *next = good == 0 ? 0 : ends[good * width - 1] + 1;
  find_starts(bytes, width, good, starts, ends);
  return good;
}

#if defined(__x86_64__)
__attribute__((target(FEATURES_VBMI2))) static uint32_t cut_vbmi2(PARAMETERS) {
  return cut(ARGUMENTS, write_places_vbmi2);
}
__attribute__((target("avx512f,avx512bw,popcnt,bmi"))) static uint32_t cut_512(PARAMETERS) {
  return cut(ARGUMENTS, write_places);
}
__attribute__((target("avx2,popcnt,bmi"))) static uint32_t cut_256(PARAMETERS) {
  return cut(ARGUMENTS, write_places);
}
#endif

uint32_t zp_cut(PARAMETERS) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi")) {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
      if (__builtin_cpu_supports("avx512vbmi2")) return cut_vbmi2(ARGUMENTS);
      return cut_512(ARGUMENTS);
    }
    if (__builtin_cpu_supports("avx2")) return cut_256(ARGUMENTS);
  }
#endif
  return cut(ARGUMENTS, write_places);
}
