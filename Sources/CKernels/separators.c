// Finding separators 64 bytes at a time: one bit a byte, then the set bits' offsets.
// Source of the idea: Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019.
#include "include/separators.h"
#include <string.h>

typedef struct {
  uint64_t comma, newline, quote, nul;
} masks;

#if defined(__x86_64__)
#include <immintrin.h>

#define MASK_OF(VECTOR, BYTE) \
  ((uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(VECTOR, _mm256_set1_epi8(BYTE))))
#define BOTH(BYTE) (MASK_OF(low, BYTE) | MASK_OF(high, BYTE) << 32)

__attribute__((target("avx2"))) static inline masks masks_avx2(const uint8_t *p) {
  __m256i low = _mm256_loadu_si256((const __m256i *)p);
  __m256i high = _mm256_loadu_si256((const __m256i *)(p + 32));
  masks m;
  m.comma = BOTH(',');
  m.newline = BOTH('\n');
  m.quote = BOTH('"');
  m.nul = BOTH(0);
  return m;
}

#define MASK16(VECTOR, BYTE) \
  ((uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(VECTOR, _mm_set1_epi8(BYTE))))

static inline masks masks_plain(const uint8_t *p) {
  masks m = {0, 0, 0, 0};
  for (int i = 0; i < 4; i++) {
    __m128i v = _mm_loadu_si128((const __m128i *)(p + 16 * i));
    m.comma |= MASK16(v, ',') << (16 * i);
    m.newline |= MASK16(v, '\n') << (16 * i);
    m.quote |= MASK16(v, '"') << (16 * i);
    m.nul |= MASK16(v, 0) << (16 * i);
  }
  return m;
}
#else
static inline masks masks_plain(const uint8_t *p) {
  masks m = {0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    m.comma |= (uint64_t)(p[i] == ',') << i;
    m.newline |= (uint64_t)(p[i] == '\n') << i;
    m.quote |= (uint64_t)(p[i] == '"') << i;
    m.nul |= (uint64_t)(p[i] == 0) << i;
  }
  return m;
}
#endif

/// Bit i is set where byte i is inside quotes: the parity of the quotes up to and including it.
static inline uint64_t inside_of(uint64_t quote) {
  quote ^= quote << 1;
  quote ^= quote << 2;
  quote ^= quote << 4;
  quote ^= quote << 8;
  quote ^= quote << 16;
  quote ^= quote << 32;
  return quote;
}

static inline void scan_block(masks m, size_t at, uint64_t *inside, zb_scan_result *r) {
  uint64_t in = inside_of(m.quote) ^ *inside;
  *inside = (uint64_t)((int64_t)in >> 63);
  uint64_t outside[2] = {m.newline & ~in, m.newline & in};
  for (int c = 0; c < 2; c++) {
    r->newlines[c] += (uint64_t)__builtin_popcountll(outside[c]);
    if (outside[c]) r->last_newline[c] = (int64_t)at + 63 - __builtin_clzll(outside[c]);
  }
  r->quotes += (uint64_t)__builtin_popcountll(m.quote);
  r->nuls += (uint64_t)__builtin_popcountll(m.nul);
}

#define SCAN_LOOP(MASKS)                                                            \
  uint64_t inside = 0;                                                              \
  size_t at = 0;                                                                    \
  for (; at + 64 <= count; at += 64) scan_block(MASKS(bytes + at), at, &inside, r); \
  if (at < count) {                                                                 \
    uint8_t rest[64];                                                               \
    memset(rest, ' ', sizeof rest);                                                 \
    memcpy(rest, bytes + at, count - at);                                           \
    scan_block(MASKS(rest), at, &inside, r);                                        \
  }

#define SEPARATORS_LOOP(MASKS)                                        \
  size_t found = 0, lines = 0, at = 0;                                \
  for (; at < count; at += 64) {                                      \
    masks m;                                                          \
    if (at + 64 <= count) {                                           \
      m = MASKS(bytes + at);                                          \
    } else {                                                          \
      uint8_t rest[64];                                               \
      memset(rest, ' ', sizeof rest);                                 \
      memcpy(rest, bytes + at, count - at);                           \
      m = MASKS(rest);                                                \
    }                                                                 \
    found += flatten(m.comma | m.newline, (uint32_t)at, separators + found); \
    lines += flatten(m.newline, (uint32_t)at, newlines + lines);      \
  }                                                                   \
  *newline_count = lines;                                             \
  return found;

/// Writes the offsets behind the set bits, eight at a time: the count is then mostly predictable.
static inline size_t flatten(uint64_t bits, uint32_t at, uint32_t *out) {
  size_t count = (size_t)__builtin_popcountll(bits);
  size_t done = 0;
  while (bits) {
    for (int i = 0; i < 8; i++) {
      out[done + (size_t)i] = at + 1 + (uint32_t)__builtin_ctzll(bits | 1ull << 63);
      bits &= bits - 1;
    }
    done += 8;
  }
  return count;
}

static void begin(zb_scan_result *r) {
  memset(r, 0, sizeof *r);
  r->last_newline[0] = r->last_newline[1] = -1;
}

void zb_scan_plain(const uint8_t *bytes, size_t count, zb_scan_result *r) {
  begin(r);
  SCAN_LOOP(masks_plain)
}
size_t zb_separators_plain(const uint8_t *bytes, size_t count, uint32_t *separators,
                           uint32_t *newlines, size_t *newline_count) {
  SEPARATORS_LOOP(masks_plain)
}

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static void scan_avx2(
    const uint8_t *bytes, size_t count, zb_scan_result *r) {
  SCAN_LOOP(masks_avx2)
}
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static size_t separators_avx2(
    const uint8_t *bytes, size_t count, uint32_t *separators, uint32_t *newlines,
    size_t *newline_count) {
  SEPARATORS_LOOP(masks_avx2)
}
static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}
#endif

void zb_scan(const uint8_t *bytes, size_t count, zb_scan_result *r) {
#if defined(__x86_64__)
  if (has_avx2()) {
    begin(r);
    scan_avx2(bytes, count, r);
    return;
  }
#endif
  zb_scan_plain(bytes, count, r);
}

size_t zb_separators(const uint8_t *bytes, size_t count, uint32_t *separators,
                     uint32_t *newlines, size_t *newline_count) {
#if defined(__x86_64__)
  if (has_avx2()) return separators_avx2(bytes, count, separators, newlines, newline_count);
#endif
  return zb_separators_plain(bytes, count, separators, newlines, newline_count);
}
