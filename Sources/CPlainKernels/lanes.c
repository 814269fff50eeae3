// SHA-256 (FIPS 180-4, sections 4.1.2, 4.2.2 and 6.2.2) for sixteen messages at once: word t of all
// sixteen is one vector, and every line of the standard is one line of C. No SHA instructions, no
// intrinsics, nothing in common with the hash that `allocate` uses. The same text is compiled for
// processors of three ages, and the program picks when it runs.
#include "include/lanes.h"
#include <string.h>

typedef uint32_t lanes __attribute__((vector_size(4 * ZP_LANES)));

#define EACH static inline __attribute__((always_inline))

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The functions of section 4.1.2. Macros: a function with a vector for an argument would have another
// calling convention for each of the three processors.
#define ROTR(n, x) ((x) >> (n) | (x) << (32 - (n)))
#define SMALL_SIGMA_0(x) (ROTR(7, x) ^ ROTR(18, x) ^ (x) >> 3)
#define SMALL_SIGMA_1(x) (ROTR(17, x) ^ ROTR(19, x) ^ (x) >> 10)
#define BIG_SIGMA_0(x) (ROTR(2, x) ^ ROTR(13, x) ^ ROTR(22, x))
#define BIG_SIGMA_1(x) (ROTR(6, x) ^ ROTR(11, x) ^ ROTR(25, x))
#define CH(x, y, z) (((x) & (y)) ^ (~(x) & (z)))
#define MAJ(x, y, z) (((x) & (y)) ^ ((x) & (z)) ^ ((y) & (z)))

// Vectors i and i + `step` exchange: the one keeps the lanes whose number lacks that bit, the other
// those that have it.
#define EXCHANGE(step, lower, upper)             \
  for (int i = 0; i < ZP_LANES; i++) {           \
    if (i & step) continue;                      \
    lanes a = w[i], b = w[i | step];             \
    w[i] = __builtin_shufflevector lower;        \
    w[i | step] = __builtin_shufflevector upper; \
  }

/// Lane j of vector i becomes lane i of vector j.
EACH void transpose(lanes w[ZP_LANES]) {
  EXCHANGE(1, (a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
           (a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
  EXCHANGE(2, (a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
           (a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
  EXCHANGE(4, (a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
           (a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
  EXCHANGE(8, (a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
           (a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
}

/// Word t of the block at `data`, of lane i the one at `data + i * stride`.
EACH void load_words(lanes w[16], const uint8_t *data, size_t stride) {
  for (size_t i = 0; i < ZP_LANES; i++) memcpy(&w[i], data + i * stride, sizeof w[i]);
  transpose(w);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  for (int t = 0; t < 16; t++) {
    lanes x = w[t];
    w[t] = x >> 24 | (x >> 8 & 0xff00) | (x << 8 & 0xff0000) | x << 24;
  }
#endif
}

EACH void hash_lanes(uint32_t states[ZP_LANES][8], const uint8_t *data, size_t stride,
                     size_t blocks) {
  lanes h[ZP_LANES], w[16];
  memset(h, 0, sizeof h);
  for (int i = 0; i < ZP_LANES; i++) memcpy(&h[i], states[i], sizeof states[i]);
  transpose(h);
  for (; blocks > 0; blocks--, data += 64) {
    load_words(w, data, stride);
    lanes v[8];
    memcpy(v, h, sizeof v);
    for (int from = 0; from < 64; from += 16) {
#pragma clang loop unroll(full)
      for (int t = 0; t < 16; t++) {  // variable a is v[-t mod 8]: names move, values stay
#define AT(i) v[(i - t) & 7]
#define W(i) w[(t + i) & 15]
        lanes a = AT(0), b = AT(1), c = AT(2), e = AT(4), f = AT(5), g = AT(6);
        lanes t1 = AT(7) + BIG_SIGMA_1(e) + CH(e, f, g) + (K[from + t] + w[t]);
        AT(3) += t1;
        AT(7) = t1 + BIG_SIGMA_0(a) + MAJ(a, b, c);
        // The word of sixteen rounds later takes the place of this one.
        if (from < 48) w[t] += SMALL_SIGMA_1(W(14)) + W(9) + SMALL_SIGMA_0(W(1));
#undef W
#undef AT
      }
    }
    for (int i = 0; i < 8; i++) h[i] += v[i];
  }
  transpose(h);
  for (int i = 0; i < ZP_LANES; i++) memcpy(states[i], &h[i], sizeof states[i]);
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw"))) static void hash_lanes_512(
    uint32_t states[ZP_LANES][8], const uint8_t *data, size_t stride, size_t blocks) {
  hash_lanes(states, data, stride, blocks);
}
__attribute__((target("avx2"))) static void hash_lanes_256(uint32_t states[ZP_LANES][8],
                                                           const uint8_t *data, size_t stride,
                                                           size_t blocks) {
  hash_lanes(states, data, stride, blocks);
}
#endif

void zp_sha256_lanes(uint32_t states[ZP_LANES][8], const uint8_t *data, size_t stride,
                     size_t blocks) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
    hash_lanes_512(states, data, stride, blocks);
    return;
  }
  if (__builtin_cpu_supports("avx2")) {
    hash_lanes_256(states, data, stride, blocks);
    return;
  }
#endif
  hash_lanes(states, data, stride, blocks);
}
