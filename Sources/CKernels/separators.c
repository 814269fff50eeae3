// Finding separators 64 bytes at a time: one bit a byte, then the set bits' offsets.
// Source of the idea: Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019.
#include "include/separators.h"
#include <string.h>

typedef struct {
  uint64_t comma, newline, quote, nul, high;
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
  m.high = (uint64_t)(uint32_t)_mm256_movemask_epi8(low) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
  return m;
}

#define AVX512 "avx512f,avx512bw,avx512vbmi2,bmi,bmi2,popcnt"

__attribute__((target(AVX512))) static inline masks masks_avx512(const uint8_t *p) {
  __m512i v = _mm512_loadu_si512(p);
  masks m;
  m.comma = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(','));
  m.newline = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
  m.quote = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'));
  m.nul = _mm512_cmpeq_epi8_mask(v, _mm512_setzero_si512());
  m.high = _mm512_movepi8_mask(v);
  return m;
}

#define MASK16(VECTOR, BYTE) \
  ((uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(VECTOR, _mm_set1_epi8(BYTE))))

static inline masks masks_plain(const uint8_t *p) {
  masks m = {0, 0, 0, 0, 0};
  for (int i = 0; i < 4; i++) {
    __m128i v = _mm_loadu_si128((const __m128i *)(p + 16 * i));
    m.comma |= MASK16(v, ',') << (16 * i);
    m.newline |= MASK16(v, '\n') << (16 * i);
    m.quote |= MASK16(v, '"') << (16 * i);
    m.nul |= MASK16(v, 0) << (16 * i);
    m.high |= (uint64_t)(uint16_t)_mm_movemask_epi8(v) << (16 * i);
  }
  return m;
}
#else
static inline masks masks_plain(const uint8_t *p) {
  masks m = {0, 0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    m.comma |= (uint64_t)(p[i] == ',') << i;
    m.newline |= (uint64_t)(p[i] == '\n') << i;
    m.quote |= (uint64_t)(p[i] == '"') << i;
    m.nul |= (uint64_t)(p[i] == 0) << i;
    m.high |= (uint64_t)(p[i] >> 7) << i;
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
  r->beyond_ascii |= m.high;
  if ((m.quote | *inside) == 0) {  // most blocks of most files
    r->newlines[0] += (uint64_t)__builtin_popcountll(m.newline);
    if (m.newline) r->last_newline[0] = (int64_t)at + 63 - __builtin_clzll(m.newline);
    r->nuls += (uint64_t)__builtin_popcountll(m.nul);
    return;
  }
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
  zb_scan_result all = *r; /* which no byte can be a part of */                     \
  uint64_t inside = 0;                                                              \
  size_t at = 0;                                                                    \
  for (; at + 64 <= count; at += 64) scan_block(MASKS(bytes + at), at, &inside, &all); \
  if (at < count) {                                                                 \
    uint8_t rest[64];                                                               \
    memset(rest, ' ', sizeof rest);                                                 \
    memcpy(rest, bytes + at, count - at);                                           \
    scan_block(MASKS(rest), at, &inside, &all);                                     \
  }                                                                                 \
  *r = all;

#define SEPARATORS_LOOP(MASKS, FLATTEN, FLATTEN_FEW)                  \
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
    found += FLATTEN(m.comma | m.newline, (uint32_t)at, separators + found); \
    lines += FLATTEN_FEW(m.newline, (uint32_t)at, newlines + lines);  \
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

#if defined(__x86_64__)
/// The same where there is mostly one or none, which are then not told apart.
__attribute__((target("bmi,popcnt"), always_inline)) static inline size_t flatten_few(
    uint64_t bits, uint32_t at, uint32_t *out) {
  size_t count = (size_t)__builtin_popcountll(bits), done = 0;
  do {
    out[done] = at + 1 + (uint32_t)__builtin_ctzll(bits | 1ull << 63);
    bits &= bits - 1;
  } while (__builtin_expect(++done < count, 0));
  return count;
}

/// The same at once: the numbers 1 to 64, those at set bits moved to the front. Mostly there are
/// fewer than 32, so that nothing is to be predicted.
__attribute__((target(AVX512))) static inline size_t flatten_avx512(uint64_t bits, uint32_t at,
                                                                    uint32_t *out) {
  static const uint8_t behind[64] = {
      1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
      23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44,
      45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64};
  size_t count = (size_t)__builtin_popcountll(bits);
  __m512i places = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(behind));
  __m512i start = _mm512_set1_epi32((int)at);
#define STORE_SIXTEEN(PART)                                                          \
  _mm512_storeu_si512(                                                               \
      out + 16 * (PART), _mm512_add_epi32(start, _mm512_cvtepu8_epi32(               \
                                                     _mm512_extracti32x4_epi32(places, PART))))
  STORE_SIXTEEN(0);
  STORE_SIXTEEN(1);
  if (__builtin_expect(count > 32, 0)) {
    STORE_SIXTEEN(2);
    STORE_SIXTEEN(3);
  }
  return count;
}
#endif

static void scan_plain(const uint8_t *bytes, size_t count, zb_scan_result *r) {
  SCAN_LOOP(masks_plain)
}
static size_t separators_plain(const uint8_t *bytes, size_t count, uint32_t *separators,
                               uint32_t *newlines, size_t *newline_count) {
  SEPARATORS_LOOP(masks_plain, flatten, flatten)
}

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static void scan_avx2(
    const uint8_t *bytes, size_t count, zb_scan_result *r) {
  SCAN_LOOP(masks_avx2)
}
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static size_t separators_avx2(
    const uint8_t *bytes, size_t count, uint32_t *separators, uint32_t *newlines,
    size_t *newline_count) {
  SEPARATORS_LOOP(masks_avx2, flatten, flatten_few)
}
__attribute__((target(AVX512))) static void scan_avx512(const uint8_t *bytes, size_t count,
                                                        zb_scan_result *r) {
  SCAN_LOOP(masks_avx512)
}
__attribute__((target(AVX512))) static size_t separators_avx512(
    const uint8_t *bytes, size_t count, uint32_t *separators, uint32_t *newlines,
    size_t *newline_count) {
  SEPARATORS_LOOP(masks_avx512, flatten_avx512, flatten_few)
}
/// 2 where the processor has the vectors of 64 bytes, 1 of 32, 0 neither.
static int level(void) {
  if (!(__builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
        __builtin_cpu_supports("popcnt")))
    return 0;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vbmi2"))
    return 2;
  return __builtin_cpu_supports("avx2") ? 1 : 0;
}
#else
static int level(void) { return 0; }
#endif

void zb_scan_at(int most, const uint8_t *bytes, size_t count, zb_scan_result *r) {
  memset(r, 0, sizeof *r);
  r->last_newline[0] = r->last_newline[1] = -1;
  int best = level() < most ? level() : most;
#if defined(__x86_64__)
  if (best == 2) return scan_avx512(bytes, count, r);
  if (best == 1) return scan_avx2(bytes, count, r);
#endif
  scan_plain(bytes, count, r);
}

size_t zb_separators_at(int most, const uint8_t *bytes, size_t count, uint32_t *separators,
                        uint32_t *newlines, size_t *newline_count) {
  int best = level() < most ? level() : most;
#if defined(__x86_64__)
  if (best == 2) return separators_avx512(bytes, count, separators, newlines, newline_count);
  if (best == 1) return separators_avx2(bytes, count, separators, newlines, newline_count);
#endif
  return separators_plain(bytes, count, separators, newlines, newline_count);
}

void zb_scan(const uint8_t *bytes, size_t count, zb_scan_result *r) {
  zb_scan_at(ZB_BEST, bytes, count, r);
}
size_t zb_separators(const uint8_t *bytes, size_t count, uint32_t *separators,
                     uint32_t *newlines, size_t *newline_count) {
  return zb_separators_at(ZB_BEST, bytes, count, separators, newlines, newline_count);
}
