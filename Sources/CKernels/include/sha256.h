#ifndef CKERNELS_SHA256_H
#define CKERNELS_SHA256_H
#include <stddef.h>
#include <stdint.h>

/// SHA-256 (FIPS 180-4) under way. A plain value: a copy goes on independently, so the state after
/// a common prefix is computed once and copied for every message.
typedef struct {
  uint32_t state[8];
  uint32_t portable;  ///< not 0: without the processor's own instructions
  uint64_t length;    ///< bytes so far; `length % 64` of them wait in `block`
  uint8_t block[64];
} zb_sha256;

/// A digest, read as four big-endian words: comparing words compares bytes.
typedef struct {
  uint64_t word[4];
} zb_digest;

/// Nothing hashed yet; uses the processor's SHA instructions where it has them.
zb_sha256 zb_sha256_begin(void);
/// Nothing hashed yet; never uses the processor's SHA instructions (to test one against the other).
zb_sha256 zb_sha256_begin_portable(void);
/// Whether this processor's own SHA instructions are used.
int zb_sha256_is_hardware(void);

/// Hashes `count` more bytes. The split into calls does not change the digest.
void zb_sha256_update(zb_sha256 *hash, const void *bytes, size_t count);
/// The same for two hashes at once, each of bytes of its own: side by side they take little longer
/// than the longer one where the processor's own instructions are used.
void zb_sha256_update_two(zb_sha256 *a, const void *bytes_a, size_t count_a, zb_sha256 *b,
                          const void *bytes_b, size_t count_b);
/// The digest of all bytes so far; `hash` itself stays as it is.
zb_digest zb_sha256_digest(const zb_sha256 *hash);

/// The digest of what `prefix` has hashed followed by `code`. For many short messages: no state is
/// copied where the end fits one or two blocks.
zb_digest zb_sha256_after(const zb_sha256 *prefix, const void *code, size_t count);
/// The first 8 bytes, big-endian, of `zb_sha256_after`.
uint64_t zb_lottery_number(const zb_sha256 *prefix, const void *code, size_t count);

/// For `count` codes, each `width` bytes behind the one before: the first 8 bytes, big-endian, of
/// the digest of what `prefix` has hashed followed by the first `lengths[i]` bytes of code i. Two
/// at a time where the processor's own instructions are used.
void zb_lottery_numbers(const zb_sha256 *prefix, const uint8_t *codes, size_t width,
                        const uint8_t *lengths, size_t count, uint64_t *out);

/// For `count` counters from `first` on, in decimal digits: the first 8 bytes, big-endian, of the
/// digest of what `prefix` has hashed followed by the counter. Two at a time where the processor's
/// own instructions are used.
void zb_counted_numbers(const zb_sha256 *prefix, uint64_t first, size_t count, uint64_t *out);
#endif
