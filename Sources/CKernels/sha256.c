// SHA-256 (FIPS 180-4): one portable block function, one for the SHA instructions of x86, one for
// those of ARMv8; the x86 one is chosen when the program runs, the ARM one when it is compiled.
#include "include/sha256.h"
#include <string.h>

static const uint32_t K[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t load_be32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static uint32_t rotate(uint32_t x, int by) { return x >> by | x << (32 - by); }

static void blocks_portable(uint32_t state[8], const uint8_t *data, size_t count) {
  for (; count > 0; count--, data += 64) {
    uint32_t w[64], s[8];
    for (int t = 0; t < 16; t++) w[t] = load_be32(data + 4 * t);
    for (int t = 16; t < 64; t++) {
      uint32_t x = w[t - 15], y = w[t - 2];
      uint32_t sigma0 = rotate(x, 7) ^ rotate(x, 18) ^ x >> 3;
      uint32_t sigma1 = rotate(y, 17) ^ rotate(y, 19) ^ y >> 10;
      w[t] = w[t - 16] + sigma0 + w[t - 7] + sigma1;
    }
    memcpy(s, state, sizeof s);
#pragma clang loop unroll_count(8)
    for (int t = 0; t < 64; t++) {  // variable a is s[-t mod 8]: names move, values stay
#define AT(i) s[(i - t) & 7]
      uint32_t a = AT(0), b = AT(1), c = AT(2), e = AT(4), f = AT(5), g = AT(6);
      uint32_t x = AT(7) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                   ((e & f) ^ (~e & g)) + K[t] + w[t];
      AT(3) += x;
      AT(7) = x + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
#undef AT
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
  }
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#define SHA_CODE __attribute__((target("sha,sse4.1")))
#define SHA_STEP __attribute__((target("sha,sse4.1"), always_inline)) static inline

int zb_sha256_is_hardware(void) {
  static int known = -1;  // every thread finds the same, so a race writes equal values
  int found = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (found < 0) {
    // Leaf 7, EBX bit 29: SHA. Leaf 1, ECX bit 19: SSE4.1 (all that have the one have the other).
    unsigned a, b, c, d;
    found = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
    found = found && __get_cpuid(1, &a, &b, &c, &d) && (c >> 19 & 1);
    __atomic_store_n(&known, found, __ATOMIC_RELAXED);
  }
  return found;
}

/// The eight state words in the order of the instructions, and the sixteen latest schedule words.
typedef struct {
  __m128i abef, cdgh, w[4];
} lane;

SHA_STEP lane lane_of(const uint32_t state[8]) {
  __m128i dcba = _mm_loadu_si128((const __m128i *)state);
  __m128i hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
  __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1), efgh = _mm_shuffle_epi32(hgfe, 0x1B);
  return (lane){.abef = _mm_alignr_epi8(cdab, efgh, 8), .cdgh = _mm_blend_epi16(efgh, cdab, 0xF0)};
}

SHA_STEP void lane_store(lane l, uint32_t state[8]) {
  __m128i feba = _mm_shuffle_epi32(l.abef, 0x1B), dchg = _mm_shuffle_epi32(l.cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/// Rounds 4·i to 4·i + 3.
SHA_STEP void lane_rounds(lane *l, const uint8_t *data, int i) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  __m128i *w = l->w, x;
  if (i < 4) {
    x = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * i)), big_endian);
  } else {
    x = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
    x = _mm_add_epi32(x, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
    x = _mm_sha256msg2_epu32(x, w[(i + 3) & 3]);
  }
  w[i & 3] = x;
  x = _mm_add_epi32(x, _mm_load_si128((const __m128i *)(K + 4 * i)));
  l->cdgh = _mm_sha256rnds2_epu32(l->cdgh, l->abef, x);
  l->abef = _mm_sha256rnds2_epu32(l->abef, l->cdgh, _mm_shuffle_epi32(x, 0x0E));
}

SHA_CODE static void blocks_hardware(uint32_t state[8], const uint8_t *data, size_t count) {
  lane l = lane_of(state);
  for (; count > 0; count--, data += 64) {
    __m128i abef = l.abef, cdgh = l.cdgh;
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) lane_rounds(&l, data, i);
    l.abef = _mm_add_epi32(l.abef, abef);
    l.cdgh = _mm_add_epi32(l.cdgh, cdgh);
  }
  lane_store(l, state);
}

/// `count` blocks into each of two states: the instructions wait for their own results, so that two
/// hashes side by side take hardly longer than one.
SHA_CODE static void pair_hardware(uint32_t a[8], uint32_t b[8], const uint8_t *data_a,
                                   const uint8_t *data_b, size_t count) {
  lane x = lane_of(a), y = lane_of(b);
  for (; count > 0; count--, data_a += 64, data_b += 64) {
    lane x0 = x, y0 = y;
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      lane_rounds(&x, data_a, i);
      lane_rounds(&y, data_b, i);
    }
    x.abef = _mm_add_epi32(x.abef, x0.abef);
    x.cdgh = _mm_add_epi32(x.cdgh, x0.cdgh);
    y.abef = _mm_add_epi32(y.abef, y0.abef);
    y.cdgh = _mm_add_epi32(y.cdgh, y0.cdgh);
  }
  lane_store(x, a);
  lane_store(y, b);
}
#define HAS_PAIR 1

#elif defined(__aarch64__) && (defined(__ARM_FEATURE_SHA2) || defined(__ARM_FEATURE_CRYPTO))
#include <arm_neon.h>

int zb_sha256_is_hardware(void) { return 1; }

static void blocks_hardware(uint32_t state[8], const uint8_t *data, size_t count) {
  uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
  for (; count > 0; count--, data += 64) {
    uint32x4_t abcd0 = abcd, efgh0 = efgh, w[4];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      if (i < 4) {
        w[i] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(data + 16 * i)));
      } else {
        uint32x4_t x = vsha256su0q_u32(w[i & 3], w[(i + 1) & 3]);
        w[i & 3] = vsha256su1q_u32(x, w[(i + 2) & 3], w[(i + 3) & 3]);
      }
      uint32x4_t x = vaddq_u32(w[i & 3], vld1q_u32(K + 4 * i)), before = abcd;
      abcd = vsha256hq_u32(abcd, efgh, x);
      efgh = vsha256h2q_u32(efgh, before, x);
    }
    abcd = vaddq_u32(abcd, abcd0);
    efgh = vaddq_u32(efgh, efgh0);
  }
  vst1q_u32(state, abcd);
  vst1q_u32(state + 4, efgh);
}

#else
int zb_sha256_is_hardware(void) { return 0; }
#define blocks_hardware blocks_portable
#endif

static void blocks(const zb_sha256 *hash, uint32_t state[8], const uint8_t *data, size_t count) {
  if (hash->portable) {
    blocks_portable(state, data, count);
  } else {
    blocks_hardware(state, data, count);
  }
}

zb_sha256 zb_sha256_begin_portable(void) {
  return (zb_sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                               0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
                     .portable = 1};
}

zb_sha256 zb_sha256_begin(void) {
  zb_sha256 hash = zb_sha256_begin_portable();
  hash.portable = !zb_sha256_is_hardware();
  return hash;
}

void zb_sha256_update(zb_sha256 *hash, const void *bytes, size_t count) {
  if (count == 0) return;
  const uint8_t *data = bytes;
  size_t used = hash->length % 64;
  hash->length += count;
  if (used > 0) {
    size_t taken = count < 64 - used ? count : 64 - used;
    memcpy(hash->block + used, data, taken);
    if (used + taken < 64) return;
    blocks(hash, hash->state, hash->block, 1);
    data += taken;
    count -= taken;
  }
  blocks(hash, hash->state, data, count / 64);
  memcpy(hash->block, data + (count & ~(size_t)63), count % 64);
}

#ifdef HAS_PAIR
/// So many of `count` more bytes as fill the block that waits; 0 where none waits.
static size_t to_next_block(const zb_sha256 *hash, size_t count) {
  size_t missing = (64 - hash->length % 64) % 64;
  return missing < count ? missing : count;
}
#endif

void zb_sha256_update_two(zb_sha256 *a, const void *bytes_a, size_t count_a, zb_sha256 *b,
                          const void *bytes_b, size_t count_b) {
  const uint8_t *data_a = bytes_a, *data_b = bytes_b;
#ifdef HAS_PAIR
  if (count_a > 0 && count_b > 0 && !a->portable && !b->portable) {
    size_t first_a = to_next_block(a, count_a), first_b = to_next_block(b, count_b);
    zb_sha256_update(a, data_a, first_a);
    zb_sha256_update(b, data_b, first_b);
    data_a += first_a, count_a -= first_a;
    data_b += first_b, count_b -= first_b;
    size_t both = (count_a < count_b ? count_a : count_b) / 64;
    if (both > 0) {
      pair_hardware(a->state, b->state, data_a, data_b, both);
      a->length += 64 * both, b->length += 64 * both;
      data_a += 64 * both, count_a -= 64 * both;
      data_b += 64 * both, count_b -= 64 * both;
    }
  }
#endif
  zb_sha256_update(a, data_a, count_a);
  zb_sha256_update(b, data_b, count_b);
}

/// Writes the waiting bytes, `code` and the padding to `out`; returns 1 or 2, the blocks they fill.
/// At most 119 bytes may wait and follow; `out` has room for both blocks where they may fill two.
static size_t last_blocks(const zb_sha256 *prefix, const void *code, size_t count,
                          uint8_t *out) {
  size_t used = prefix->length % 64, end = used + count;
  size_t filled = end <= 55 ? 1 : 2;
  uint64_t bits = (prefix->length + count) * 8;
  memset(out, 0, 64 * filled);
  memcpy(out, prefix->block, used);
  if (count > 0) memcpy(out + used, code, count);
  out[end] = 0x80;
  for (int i = 0; i < 8; i++) out[64 * filled - 1 - (size_t)i] = (uint8_t)(bits >> 8 * i);
  return filled;
}

static uint64_t first_word(const uint32_t state[8]) { return (uint64_t)state[0] << 32 | state[1]; }

zb_digest zb_sha256_after(const zb_sha256 *prefix, const void *code, size_t count) {
  if (prefix->length % 64 + count > 119) {
    zb_sha256 hash = *prefix;
    zb_sha256_update(&hash, code, count);
    return zb_sha256_digest(&hash);
  }
  uint8_t end[128];
  uint32_t state[8];
  memcpy(state, prefix->state, sizeof state);
  blocks(prefix, state, end, last_blocks(prefix, code, count, end));
  zb_digest digest;
  for (int i = 0; i < 4; i++) digest.word[i] = first_word(state + 2 * i);
  return digest;
}

zb_digest zb_sha256_digest(const zb_sha256 *hash) { return zb_sha256_after(hash, NULL, 0); }

uint64_t zb_lottery_number(const zb_sha256 *prefix, const void *code, size_t count) {
  return zb_sha256_after(prefix, code, count).word[0];
}

#ifdef HAS_PAIR
/// The numbers of two codes of one length that, with what waits, fill `filled` blocks of `ends`.
static void lottery_pair(const zb_sha256 *prefix, const uint8_t *const ends[2], size_t filled,
                         uint64_t out[2]) {
  uint32_t state[2][8];
  for (int i = 0; i < 2; i++) memcpy(state[i], prefix->state, sizeof state[i]);
  pair_hardware(state[0], state[1], ends[0], ends[1], filled);
  for (int i = 0; i < 2; i++) out[i] = first_word(state[i]);
}
#endif

void zb_lottery_numbers(const zb_sha256 *prefix, const uint8_t *codes, size_t width,
                        const uint8_t *lengths, size_t count, uint64_t *out) {
  size_t done = 0;
#ifdef HAS_PAIR
  // Codes have one length nearly always: what stands around them is written once for all.
  size_t used = prefix->length % 64, made = SIZE_MAX, filled = 0;
  uint8_t ends[2][128];
  const uint8_t *const both[2] = {ends[0], ends[1]};
  while (done + 2 <= count && !prefix->portable) {
    size_t length = lengths[done];
    if (lengths[done + 1] != length || used + length > 119) {
      out[done] = zb_lottery_number(prefix, codes + done * width, length);
      done++;
      continue;
    }
    if (length != made) {
      filled = last_blocks(prefix, codes, length, ends[0]);
      memcpy(ends[1], ends[0], sizeof ends[1]);
      made = length;
    }
    for (size_t i = 0; i < 2; i++) memcpy(ends[i] + used, codes + (done + i) * width, length);
    lottery_pair(prefix, both, filled, out + done);
    done += 2;
  }
#endif
  for (; done < count; done++) {
    out[done] = zb_lottery_number(prefix, codes + done * width, lengths[done]);
  }
}

/// Counts one up in the decimal digits that end before `end`; returns the new end, one further
/// where a digit more is needed.
static uint8_t *count_up(uint8_t *digits, uint8_t *end) {
  uint8_t *digit = end;
  while (digit > digits) {
    digit--;
    if (*digit < '9') {
      (*digit)++;
      return end;
    }
    *digit = '0';
  }
  *digits = '1';
  *end = '0';
  return end + 1;
}

/// The digits of `value` from `out` on; returns their end.
static uint8_t *write_decimal(uint64_t value, uint8_t *out) {
  uint8_t reversed[20];
  size_t count = 0;
  do {
    reversed[count++] = (uint8_t)('0' + value % 10);
    value /= 10;
  } while (value > 0);
  while (count > 0) *out++ = reversed[--count];
  return out;
}

#ifdef HAS_PAIR
/// `zb_counted_numbers` of an even count, where the longest counter, the mark and the length fit in
/// the block that waits: only digits change from one message to the next.
static void counted_pairs(const zb_sha256 *prefix, uint64_t first, size_t count, uint64_t *out) {
  uint8_t block[64], start[20], *digits = block + prefix->length % 64;
  size_t length = (size_t)(write_decimal(first, start) - start);
  last_blocks(prefix, start, length, block);
  uint8_t *end = digits + length;
  for (size_t done = 0; done < count; done += 2) {
    uint8_t two[2][64];
    uint32_t state[2][8];
    for (int i = 0; i < 2; i++) {
      memcpy(two[i], block, sizeof block);
      memcpy(state[i], prefix->state, sizeof state[i]);
      uint8_t *longer = count_up(digits, end);
      if (longer != end) {
        end = longer;
        length = (size_t)(end - digits);
        memcpy(start, digits, length);
        last_blocks(prefix, start, length, block);
      }
    }
    pair_hardware(state[0], state[1], two[0], two[1], 1);
    out[done] = first_word(state[0]);
    out[done + 1] = first_word(state[1]);
  }
}
#endif

void zb_counted_numbers(const zb_sha256 *prefix, uint64_t first, size_t count, uint64_t *out) {
  size_t done = 0;
#ifdef HAS_PAIR
  if (!prefix->portable && prefix->length % 64 + 20 <= 55) {
    done = count & ~(size_t)1;
    counted_pairs(prefix, first, done, out);
  }
#endif
  for (; done < count; done++) {
    uint8_t digits[20], *end = write_decimal(first + done, digits);
    out[done] = zb_lottery_number(prefix, digits, (size_t)(end - digits));
  }
}
