#include "include/text.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>

static int is_tail(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/// The length of the UTF-8 sequence that begins at `p`, with `left` bytes to go; 0 where it is
/// none.
static size_t sequence(const uint8_t *p, size_t left) {
  uint8_t a = p[0];
  if (a < 0x80) return 1;
  if (a < 0xC2 || left < 2 || !is_tail(p[1])) return 0;
  if (a < 0xE0) return 2;
  if (left < 3 || !is_tail(p[2])) return 0;
  if (a < 0xF0) {
    if (a == 0xE0 && p[1] < 0xA0) return 0;  // overlong
    if (a == 0xED && p[1] > 0x9F) return 0;  // surrogates
    return 3;
  }
  if (a > 0xF4 || left < 4 || !is_tail(p[3])) return 0;
  if (a == 0xF0 && p[1] < 0x90) return 0;  // overlong
  if (a == 0xF4 && p[1] > 0x8F) return 0;  // beyond U+10FFFF
  return 4;
}

size_t zb_utf8_valid_prefix_portable(const uint8_t *bytes, size_t count, size_t from) {
  const uint64_t high = 0x8080808080808080u;
  size_t at = from;
  while (at < count) {
    while (count - at >= 32) {
      uint64_t w[4];
      memcpy(w, bytes + at, 32);
      if ((w[0] | w[1] | w[2] | w[3]) & high) break;
      at += 32;
    }
    while (at < count && bytes[at] < 0x80) at++;
    while (at < count && bytes[at] >= 0x80) {  // Chinese text is runs of three-byte sequences
      size_t length = sequence(bytes + at, count - at);
      if (length == 0) return at;
      at += length;
    }
  }
  return count;
}

// Sixteen bytes at a time, where the processor has a table lookup of bytes: three tables of the
// halves of two neighbouring bytes tell every kind of error. Source: Keiser and Lemire, "Validating
// UTF-8 in less than one instruction per byte" (2021). It only finds blocks without error; where
// the error is, the plain code above says.
#if defined(__x86_64__)
#include <immintrin.h>
typedef __m128i vec;
#define VEC_CODE __attribute__((target("ssse3")))
#define VEC_STEP __attribute__((target("ssse3"), always_inline)) static inline
static int has_vectors(void) { return __builtin_cpu_supports("ssse3"); }
VEC_STEP vec load(const uint8_t *p) { return _mm_loadu_si128((const __m128i *)p); }
VEC_STEP vec all(uint8_t x) { return _mm_set1_epi8((char)x); }
VEC_STEP vec or(vec a, vec b) { return _mm_or_si128(a, b); }
VEC_STEP vec and(vec a, vec b) { return _mm_and_si128(a, b); }
VEC_STEP vec xor(vec a, vec b) { return _mm_xor_si128(a, b); }
VEC_STEP vec less(vec a, vec b) { return _mm_subs_epu8(a, b); }  // 0 where it would be below
VEC_STEP vec high_half(vec a) { return and(_mm_srli_epi16(a, 4), all(15)); }
VEC_STEP vec look_up(vec table, vec at) { return _mm_shuffle_epi8(table, at); }
VEC_STEP int is_ascii(vec a) { return _mm_movemask_epi8(a) == 0; }
VEC_STEP int is_zero(vec a) { return _mm_movemask_epi8(_mm_cmpeq_epi8(a, all(0))) == 0xFFFF; }
#define BACK(now, before, by) _mm_alignr_epi8(now, before, 16 - (by))
#elif defined(__aarch64__)
#include <arm_neon.h>
typedef uint8x16_t vec;
#define VEC_CODE
#define VEC_STEP __attribute__((always_inline)) static inline
static int has_vectors(void) { return 1; }
VEC_STEP vec load(const uint8_t *p) { return vld1q_u8(p); }
VEC_STEP vec all(uint8_t x) { return vdupq_n_u8(x); }
VEC_STEP vec or(vec a, vec b) { return vorrq_u8(a, b); }
VEC_STEP vec and(vec a, vec b) { return vandq_u8(a, b); }
VEC_STEP vec xor(vec a, vec b) { return veorq_u8(a, b); }
VEC_STEP vec less(vec a, vec b) { return vqsubq_u8(a, b); }
VEC_STEP vec high_half(vec a) { return vshrq_n_u8(a, 4); }
VEC_STEP vec look_up(vec table, vec at) { return vqtbl1q_u8(table, at); }
VEC_STEP int is_ascii(vec a) { return vmaxvq_u8(a) < 0x80; }
VEC_STEP int is_zero(vec a) { return vmaxvq_u8(a) == 0; }
#define BACK(now, before, by) vextq_u8(before, now, 16 - (by))
#endif

#if defined(VEC_CODE)
enum {  // kinds of error, as bits of the tables
  SHORT = 1, LONG = 2, OVER3 = 4, LARGE = 8,
  SURROGATE = 16, OVER2 = 32, LARGE_OVER4 = 64, TAILS = 128,
  ANY = SHORT | LONG | TAILS, TOP = ANY | LARGE | LARGE_OVER4, TAIL = LONG | OVER2 | TAILS
};
static const uint8_t FIRST_HIGH[16] = {
    LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, TAILS, TAILS, TAILS, TAILS,
    SHORT | OVER2, SHORT, SHORT | OVER3 | SURROGATE, SHORT | LARGE | LARGE_OVER4};
static const uint8_t FIRST_LOW[16] = {
    ANY | OVER3 | OVER2 | LARGE_OVER4, ANY | OVER2, ANY, ANY, ANY | LARGE, TOP, TOP, TOP,
    TOP, TOP, TOP, TOP, TOP, TOP | SURROGATE, TOP, TOP};
static const uint8_t SECOND_HIGH[16] = {
    SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, TAIL | OVER3 | LARGE_OVER4,
    TAIL | OVER3 | LARGE, TAIL | SURROGATE | LARGE, TAIL | SURROGATE | LARGE,
    SHORT, SHORT, SHORT, SHORT};

/// Not zero where `now`, with the bytes before it, has an error.
VEC_STEP vec errors(vec now, vec before) {
  vec first = BACK(now, before, 1);
  vec pair = and(and(look_up(load(FIRST_HIGH), high_half(first)),
                     look_up(load(FIRST_LOW), and(first, all(15)))),
                 look_up(load(SECOND_HIGH), high_half(now)));
  // A third or fourth byte must be a tail, and tails after tails are errors but there.
  vec third = less(BACK(now, before, 2), all(0xE0 - 0x80));
  vec fourth = less(BACK(now, before, 3), all(0xF0 - 0x80));
  return xor(and(or(third, fourth), all(0x80)), pair);
}

/// A number of bytes, in steps of 64, that hold no error but perhaps an unfinished last sequence.
VEC_CODE static size_t clean_blocks(const uint8_t *bytes, size_t count) {
  vec before = all(0);
  int was_ascii = 1;
  size_t at = 0;
  for (; count - at >= 64; at += 64) {
    vec a = load(bytes + at), b = load(bytes + at + 16);
    vec c = load(bytes + at + 32), d = load(bytes + at + 48), found;
    int is_plain = is_ascii(or(or(a, b), or(c, d)));
    if (was_ascii && is_plain) continue;  // nothing began before it that it would have to finish
    was_ascii = is_plain;
    if (is_plain) {
      found = errors(a, before);  // whether the sequence before it is finished
    } else {
      found = or(or(errors(a, before), errors(b, a)), or(errors(c, b), errors(d, c)));
    }
    if (!is_zero(found)) break;
    before = d;
  }
  return at;
}
#else
static int has_vectors(void) { return 0; }
static size_t clean_blocks(const uint8_t *bytes, size_t count) {
  (void)bytes, (void)count;
  return 0;
}
#endif

size_t zb_utf8_valid_prefix(const uint8_t *bytes, size_t count) {
  size_t at = has_vectors() ? clean_blocks(bytes, count) : 0;
  // Back to where the last sequence begins, if it may be unfinished.
  for (size_t back = 1; back <= 3 && back <= at; back++) {
    if (bytes[at - back] < 0x80) break;
    if (!is_tail(bytes[at - back])) {
      at -= back;
      break;
    }
  }
  return zb_utf8_valid_prefix_portable(bytes, count, at);
}

int zb_to_utf8(const char *name, const uint8_t *bytes, size_t count, size_t *taken, uint8_t *out,
               size_t room, size_t *written) {
  *taken = *written = 0;
  iconv_t converter = iconv_open("UTF-8", name);
  if (converter == (iconv_t)-1) return ZB_NO_CONVERTER;
  char *from = (char *)(uintptr_t)bytes, *to = (char *)out;  // iconv does not write to its input
  size_t from_left = count, to_left = room;
  size_t failed = iconv(converter, &from, &from_left, &to, &to_left);
  if (failed != (size_t)-1) failed = iconv(converter, NULL, NULL, &to, &to_left);
  int stopped = failed != (size_t)-1 ? ZB_CONVERTED : errno == E2BIG ? ZB_OUT_OF_ROOM : ZB_INVALID;
  *taken = count - from_left;
  *written = room - to_left;
  iconv_close(converter);
  return stopped;
}
