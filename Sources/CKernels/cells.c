// Cells to numbers, a block of rows at a time: what a column of scores or of codes comes to.
//
// Numbers are read four at a time in the lanes of a vector; no step depends on what the digits are,
// so there is nothing to predict. The digits are added up as in Lemire's "Number parsing at a
// gigabyte per second" (2021): pairs, then fours, then eights.
#include "include/cells.h"
#include <string.h>

static inline uint64_t load(const uint8_t *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

static inline uint32_t length_of(zb_cells cells, const uint32_t *at) {
  return at[1] - 1 - cells.trim - at[0];
}

// MARK: Codes

/// What row's code, at `at`, is not: bits that tell it from the code in its slot, or that it is too
/// long, which the sign of 8 - length says.
#define COMPARE(KEEP)                                                           \
  uint32_t length = length_of(cells, at);                                       \
  uint64_t low = KEEP(load(cells.bytes + at[0]), length);                       \
  const zb_slot *slot = codes.slots + (low * codes.multiplier >> codes.shift);  \
  uint64_t differs = (slot->key ^ low) | (uint64_t)((8 - (int64_t)length) >> 63);

#define LOOK_UP_32(KEEP)                                                          \
  uint64_t missed = 0;                                                            \
  for (size_t row = 0; row < cells.rows; row++) {                                 \
    const uint32_t *at = cells.bounds + row * cells.columns;                      \
    COMPARE(KEEP)                                                                 \
    missed |= (uint64_t)(differs != 0) << row;                                    \
    numbers[row] = slot->number;                                                  \
  }                                                                               \
  return missed;

/// Choices are nearly always known: which are not is only asked when some are not.
#define LOOK_UP_16(KEEP)                                                          \
  uint64_t any = 0, missed = 0;                                                   \
  for (size_t row = 0; row < cells.rows; row++) {                                 \
    const uint32_t *at = cells.bounds + row * cells.columns;                      \
    COMPARE(KEEP)                                                                 \
    any |= differs;                                                               \
    numbers[row * stride] = (uint16_t)slot->number;                               \
  }                                                                               \
  if (any == 0) return 0;                                                         \
  for (size_t row = 0; row < cells.rows; row++) {                                 \
    const uint32_t *at = cells.bounds + row * cells.columns;                      \
    COMPARE(KEEP)                                                                 \
    missed |= (uint64_t)(differs != 0) << row;                                    \
  }                                                                               \
  return missed;

/// The first `length` bytes of a word; all of it from 8 on.
static inline uint64_t keep_plain(uint64_t word, uint32_t length) {
  return length < 8 ? word & ~(~0ull << (8 * length)) : word;
}

uint64_t zb_look_up_16_plain(zb_cells cells, zb_codes codes, uint16_t *numbers,
                             size_t stride) {
  LOOK_UP_16(keep_plain)
}
uint64_t zb_look_up_32_plain(zb_cells cells, zb_codes codes, int32_t *numbers) {
  LOOK_UP_32(keep_plain)
}

#if defined(__x86_64__)
#include <immintrin.h>
// The instruction looks at eight bits of its count: a length of 32 would keep nothing, but what is
// that long is missed in any case.
#define KEEP_BMI2(WORD, LENGTH) _bzhi_u64(WORD, 8 * (LENGTH))

__attribute__((target("bmi2"))) static uint64_t look_up_16_bmi2(
    zb_cells cells, zb_codes codes, uint16_t *numbers, size_t stride) {
  LOOK_UP_16(KEEP_BMI2)
}
__attribute__((target("bmi2"))) static uint64_t look_up_32_bmi2(zb_cells cells, zb_codes codes,
                                                                int32_t *numbers) {
  LOOK_UP_32(KEEP_BMI2)
}
static int has_bmi2(void) { return __builtin_cpu_supports("bmi2"); }
#endif

uint64_t zb_look_up_16(zb_cells cells, zb_codes codes, uint16_t *numbers, size_t stride) {
#if defined(__x86_64__)
  if (has_bmi2()) return look_up_16_bmi2(cells, codes, numbers, stride);
#endif
  return zb_look_up_16_plain(cells, codes, numbers, stride);
}

uint64_t zb_look_up_32(zb_cells cells, zb_codes codes, int32_t *numbers) {
#if defined(__x86_64__)
  if (has_bmi2()) return look_up_32_bmi2(cells, codes, numbers);
#endif
  return zb_look_up_32_plain(cells, codes, numbers);
}

#if defined(__x86_64__)
// Sixteen numbers at once, each against those before it.
#define AVX512CD "avx512f,avx512bw,avx512vl,avx512cd"
__attribute__((target(AVX512CD))) static uint64_t repeats_avx512(const uint16_t *numbers,
                                                                 size_t width, uint32_t rows) {
  __mmask16 in_row = (__mmask16)((1u << width) - 1);
  uint64_t found = 0;
  for (uint32_t row = 0; row < rows; row++, numbers += width) {
    __m512i list = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(in_row, numbers));
    __m512i equals = _mm512_conflict_epi32(list);
    __mmask16 is_set = _mm512_test_epi32_mask(list, list);
    found |= (uint64_t)(_mm512_mask_test_epi32_mask(is_set, equals, equals) != 0) << row;
  }
  return found;
}
static int has_conflicts(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
}
#endif

uint64_t zb_may_repeat(const uint16_t *numbers, size_t width, uint32_t rows) {
#if defined(__x86_64__)
  if (width <= 16 && has_conflicts()) return repeats_avx512(numbers, width, rows);
#endif
  return rows < 64 ? (1ull << rows) - 1 : ~0ull;
}

// MARK: Numbers

#define DIGITS_0 0x3030303030303030ull

#if defined(__x86_64__)
// Four numbers. `words` holds the cells' first eight bytes, `lengths` their lengths in bits.
// A lane of `good` is all ones where the number could be read.
__attribute__((target("avx2"))) static inline __m256i four_numbers(
    __m256i words, __m256i lengths, __m256i *good) {
  const __m256i zeros = _mm256_set1_epi64x((int64_t)DIGITS_0);
  const __m256i bits = _mm256_set1_epi64x(64);
  // The text at the high end of its lane, behind zeros; shifts of 64 leave nothing, as they should.
  __m256i free = _mm256_sub_epi64(bits, lengths);
  __m256i text = _mm256_or_si256(_mm256_sllv_epi64(words, free), _mm256_srlv_epi64(zeros, lengths));
  // The point: one byte of ones, or more, which then fail as digits.
  __m256i point = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('.'));
  __m256i one = _mm256_and_si256(point, _mm256_sub_epi64(_mm256_setzero_si256(), point));
  // The digits in front of the point move a byte up, over it.
  __m256i below = _mm256_sub_epi64(one, _mm256_set1_epi64x(1));
  __m256i has_none = _mm256_cmpeq_epi64(point, _mm256_setzero_si256());
  __m256i above = _mm256_andnot_si256(
      _mm256_or_si256(_mm256_slli_epi64(below, 8), _mm256_set1_epi64x(0xFF)), text);
  __m256i moved = _mm256_or_si256(_mm256_slli_epi64(_mm256_and_si256(text, below), 8), above);
  moved = _mm256_or_si256(moved, _mm256_set1_epi64x('0'));
  __m256i digits = _mm256_xor_si256(_mm256_blendv_epi8(moved, text, has_none), zeros);
  // All digits are 0 to 9.
  __m256i over = _mm256_subs_epu8(digits, _mm256_set1_epi8(9));
  __m256i is_number = _mm256_cmpeq_epi64(over, _mm256_setzero_si256());
  // The point may stand before one, two or three digits, and not first.
  __m256i at4 = _mm256_cmpeq_epi64(one, _mm256_set1_epi64x(1ll << 32));
  __m256i at5 = _mm256_cmpeq_epi64(one, _mm256_set1_epi64x(1ll << 40));
  __m256i at6 = _mm256_cmpeq_epi64(one, _mm256_set1_epi64x(1ll << 48));
  __m256i is_first = _mm256_cmpeq_epi64(one, _mm256_sllv_epi64(_mm256_set1_epi64x(1), free));
  __m256i is_placed = _mm256_or_si256(_mm256_or_si256(at4, at5), _mm256_or_si256(at6, has_none));
  *good = _mm256_andnot_si256(is_first, _mm256_and_si256(is_number, is_placed));
  __m256i scale = _mm256_or_si256(
      _mm256_or_si256(_mm256_and_si256(at4, _mm256_set1_epi64x(1)),
                      _mm256_and_si256(at5, _mm256_set1_epi64x(10))),
      _mm256_or_si256(_mm256_and_si256(at6, _mm256_set1_epi64x(100)),
                      _mm256_and_si256(has_none, _mm256_set1_epi64x(1000))));
  __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(10 | 1 << 8));
  __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(100 | 1 << 16));
  __m256i value = _mm256_add_epi64(_mm256_mul_epu32(fours, _mm256_set1_epi64x(10000)),
                                   _mm256_srli_epi64(fours, 32));
  return _mm256_mul_epu32(value, scale);
}

// Four numbers from four rows, and which of them (bit i for lane i) are empty or were not read.
__attribute__((target("avx2"))) static inline __m256i read_four(
    const uint8_t *bytes, const uint32_t *const at[4], __m256i tail, unsigned *empty,
    unsigned *other) {
  uint64_t pairs[4], words[4];
  for (int lane = 0; lane < 4; lane++) {
    memcpy(&pairs[lane], at[lane], sizeof pairs[lane]);  // where the cell begins, and the next one
    words[lane] = load(bytes + (uint32_t)pairs[lane]);
  }
  __m256i bounds = _mm256_setr_epi64x((int64_t)pairs[0], (int64_t)pairs[1], (int64_t)pairs[2],
                                      (int64_t)pairs[3]);
  __m256i text = _mm256_setr_epi64x((int64_t)words[0], (int64_t)words[1], (int64_t)words[2],
                                    (int64_t)words[3]);
  __m256i starts = _mm256_and_si256(bounds, _mm256_set1_epi64x(0xFFFFFFFF));
  __m256i lengths = _mm256_sub_epi64(_mm256_sub_epi64(_mm256_srli_epi64(bounds, 32), starts), tail);
  __m256i bits = _mm256_slli_epi64(lengths, 3);
  __m256i is_empty = _mm256_cmpeq_epi64(bits, _mm256_setzero_si256());
  __m256i is_long = _mm256_cmpgt_epi64(bits, _mm256_set1_epi64x(64));
  __m256i good;
  __m256i found = four_numbers(text, bits, &good);
  good = _mm256_or_si256(_mm256_andnot_si256(is_long, good), is_empty);
  *empty = (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(is_empty));
  *other = (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(good)) ^ 15;
  return _mm256_blendv_epi8(found, _mm256_set1_epi64x(INT64_MIN), is_empty);
}

__attribute__((target("avx2"))) static zb_unread numbers_avx2(zb_cells cells, int64_t *numbers) {
  zb_unread unread = {0, 0};
  const __m256i tail = _mm256_set1_epi64x(1 + (int64_t)cells.trim);
  const uint32_t *at[4];
  uint32_t row = 0;
  unsigned empty, other;
  for (; row + 4 <= cells.rows; row += 4) {
    for (size_t lane = 0; lane < 4; lane++) at[lane] = cells.bounds + (row + lane) * cells.columns;
    __m256i found = read_four(cells.bytes, at, tail, &empty, &other);
    _mm256_storeu_si256((__m256i *)(numbers + row), found);
    unread.empty |= (uint64_t)empty << row;
    unread.other |= (uint64_t)other << row;
  }
  if (row == cells.rows) return unread;
  // The last row is read again in the lanes that have none, and thrown away.
  uint32_t left = cells.rows - row;
  for (uint32_t lane = 0; lane < 4; lane++) {
    at[lane] = cells.bounds + (size_t)(row + (lane < left ? lane : left - 1)) * cells.columns;
  }
  int64_t last[4];
  _mm256_storeu_si256((__m256i *)last, read_four(cells.bytes, at, tail, &empty, &other));
  memcpy(numbers + row, last, left * sizeof *last);
  unread.empty |= (uint64_t)(empty & ((1u << left) - 1)) << row;
  unread.other |= (uint64_t)(other & ((1u << left) - 1)) << row;
  return unread;
}
#endif

zb_unread zb_numbers_plain(zb_cells cells, int64_t *numbers) {
  zb_unread unread = {0, 0};
  for (uint32_t row = 0; row < cells.rows; row++) {
    const uint32_t *at = cells.bounds + (size_t)row * cells.columns;
    uint32_t length = length_of(cells, at);
    const uint8_t *text = cells.bytes + at[0];
    int64_t value = 0;
    uint32_t places = 0, has_point = 0, is_good = length <= 8 && length > 0;
    for (uint32_t i = 0; i < length && is_good; i++) {
      if (text[i] == '.') {
        is_good = !has_point && i > 0 && i + 1 < length;
        has_point = 1;
      } else {
        is_good = text[i] >= '0' && text[i] <= '9';
        value = value * 10 + (text[i] - '0');
        places += has_point;
      }
    }
    is_good = is_good && places <= 3;
    for (; places < 3; places++) value *= 10;
    numbers[row] = length == 0 ? INT64_MIN : value;
    unread.empty |= (uint64_t)(length == 0) << row;
    unread.other |= (uint64_t)(length > 0 && !is_good) << row;
  }
  return unread;
}

zb_unread zb_numbers(zb_cells cells, int64_t *numbers) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return numbers_avx2(cells, numbers);
#endif
  return zb_numbers_plain(cells, numbers);
}

// MARK: Numbers of neighbouring columns

#if defined(__x86_64__)
#define AVX512VBMI "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,bmi2"

// The eight numbers of a row, a lane each, as `four_numbers` reads them; the eight cells are at
// most 64 bytes together, so that one load brings them and one permutation puts each at the end of
// its lane. A bit of `bad` is set where a lane has no meaning. `tails` stand between a cell's end
// and the next one.
__attribute__((target(AVX512VBMI), always_inline)) static inline __m512i row_of_numbers(
    const uint8_t *bytes, const uint32_t *at, __m256i tails, __mmask8 *bad) {
  uint32_t from = at[0], count = at[8] - from;
  __m256i origin = _mm256_set1_epi32((int)from);
  __m256i starts = _mm256_sub_epi32(_mm256_loadu_si256((const __m256i *)at), origin);
  __m256i ends = _mm256_sub_epi32(_mm256_loadu_si256((const __m256i *)(at + 1)), origin);
  ends = _mm256_sub_epi32(ends, tails);
  // Of more than 64 bytes some are not read, and none beyond the row.
  __m512i row = _mm512_maskz_loadu_epi8(_bzhi_u64(~0ull, count), bytes + from);
  row = _mm512_xor_si512(row, _mm512_set1_epi8('0'));
  // In each byte of a lane where its text begins, and which byte of the row comes here.
  const __m512i lane = _mm512_broadcast_i32x4(
      _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8));
  __m512i first = _mm512_shuffle_epi8(_mm512_cvtepu32_epi64(starts), lane);
  __m512i place = _mm512_add_epi8(_mm512_shuffle_epi8(_mm512_cvtepu32_epi64(ends), lane),
                                  _mm512_set1_epi64((int64_t)0xFFFEFDFCFBFAF9F8ull));  // -8 to -1
  __m512i text = _mm512_maskz_permutexvar_epi8(_mm512_cmpge_epi8_mask(place, first), place, row);
  __m512i point = _mm512_movm_epi8(_mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('.' ^ '0')));
  __m512i one = _mm512_and_si512(point, _mm512_sub_epi64(_mm512_setzero_si512(), point));
  __mmask8 has_point = _mm512_test_epi64_mask(point, point);
  // Up to the point digits move a byte up, over it.
  __m512i below = _mm512_sub_epi64(_mm512_slli_epi64(one, 8), _mm512_set1_epi64(1));
  __m512i digits = _mm512_mask_ternarylogic_epi64(text, has_point, below,
                                                  _mm512_slli_epi64(text, 8), 0xB8);
  __m512i over = _mm512_subs_epu8(digits, _mm512_set1_epi8(9));
  __mmask8 at4 = _mm512_cmpeq_epi64_mask(one, _mm512_set1_epi64(1ll << 32));
  __mmask8 at5 = _mm512_cmpeq_epi64_mask(one, _mm512_set1_epi64(1ll << 40));
  __mmask8 at6 = _mm512_cmpeq_epi64_mask(one, _mm512_set1_epi64(1ll << 48));
  __mmask64 begins = _mm512_cmpeq_epi8_mask(place, first);
  __m512i leading = _mm512_maskz_mov_epi8(begins, point);
  __m256i lengths = _mm256_sub_epi32(ends, starts);
  __mmask8 unfit = _mm256_cmpgt_epu32_mask(  // empty, or longer than eight
      _mm256_sub_epi32(lengths, _mm256_set1_epi32(1)), _mm256_set1_epi32(7));
  *bad = (__mmask8)(unfit | _mm512_test_epi64_mask(over, over) |
                    _mm512_test_epi64_mask(leading, leading) |
                    (has_point & ~(at4 | at5 | at6)) | (count > 64 ? 0xFF : 0));
  __m512i scale = _mm512_set1_epi64(1000);
  scale = _mm512_mask_mov_epi64(scale, at4, _mm512_set1_epi64(1));
  scale = _mm512_mask_mov_epi64(scale, at5, _mm512_set1_epi64(10));
  scale = _mm512_mask_mov_epi64(scale, at6, _mm512_set1_epi64(100));
  __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(10 | 1 << 8));
  __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(100 | 1 << 16));
  __m512i value = _mm512_add_epi64(_mm512_mul_epu32(fours, _mm512_set1_epi64(10000)),
                                   _mm512_srli_epi64(fours, 32));
  return _mm512_mul_epu32(value, scale);
}

// Eight rows of eight numbers, turned, so that each column is stored at once.
__attribute__((target(AVX512VBMI), always_inline)) static inline void store_turned(
    const __m512i rows[8], int64_t *numbers) {
  __m512i two[8], four[8];
  for (int i = 0; i < 8; i += 2) {
    two[i] = _mm512_unpacklo_epi64(rows[i], rows[i + 1]);
    two[i + 1] = _mm512_unpackhi_epi64(rows[i], rows[i + 1]);
  }
  for (int i = 0; i < 4; i++) {
    const __m512i *from = two + (i & 1) + 2 * (i & 2);
    four[2 * i] = _mm512_shuffle_i64x2(from[0], from[2], 0x88);
    four[2 * i + 1] = _mm512_shuffle_i64x2(from[0], from[2], 0xDD);
  }
  for (int i = 0; i < 4; i++) {  // columns i / 2 + 0, 2, and those four further
    int column = (i >> 1) + 2 * (i & 1);
    __m512i near = _mm512_shuffle_i64x2(four[i], four[i + 4], 0x88);
    __m512i far = _mm512_shuffle_i64x2(four[i], four[i + 4], 0xDD);
    _mm512_storeu_si512(numbers + 64 * column, near);
    _mm512_storeu_si512(numbers + 64 * (column + 4), far);
  }
}

__attribute__((target(AVX512VBMI))) static int numbers_across_avx512(zb_cells cells,
                                                                     int64_t *numbers) {
  __m256i tails = _mm256_add_epi32(
      _mm256_set1_epi32(1), _mm256_setr_epi32(0, 0, 0, 0, 0, 0, 0, (int)cells.trim));
  __mmask8 all = 0;
  for (uint32_t row = 0; row < cells.rows; row += 8) {
    __m512i rows[8];
#pragma clang loop unroll(full)
    for (uint32_t i = 0; i < 8; i++) {
      // Behind the last row it is read again, into places that hold no row.
      uint32_t here = row + i < cells.rows ? row + i : cells.rows - 1;
      __mmask8 bad;
      rows[i] = row_of_numbers(cells.bytes, cells.bounds + here * cells.columns, tails, &bad);
      all |= bad;
    }
    store_turned(rows, numbers + row);
  }
  return all == 0;
}
static int has_permutations(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("bmi2");
}
#endif

int zb_numbers_across(zb_cells cells, int64_t *numbers) {
#if defined(__x86_64__)
  if (has_permutations()) return numbers_across_avx512(cells, numbers);
#endif
  return 0;
}
