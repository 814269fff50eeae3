#ifndef CPLAINKERNELS_REPEATS_H
#define CPLAINKERNELS_REPEATS_H
#include <stdint.h>

/// A word each bit of which depends on all bits of `word`, and no other word becomes the same (David
/// Stafford's 13th mixer).
static inline uint64_t zp_stirred(uint64_t word) {
  word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9;
  word = (word ^ word >> 27) * 0x94D049BB133111EB;
  return word ^ word >> 31;
}

/// A thing by its hash, and a number by which it is found.
typedef struct {
  uint64_t hash;
  intptr_t number;
} zp_thing;

/// Where a key stands in two words: how far its value is above `lowest`, from bit `bits` on.
typedef struct {
  int64_t lowest;
  uint32_t measure, bits;
  int32_t is_in_second;
} zp_key;

/// Makes a thing of each of `count` students that is the same for those who are equal in all keys, and for no
/// others: of the two words that hold the keys the first, stirred, is the hash, and the second, of 63 bits,
/// the number. `measures`: see `zp_measure`, `step` a student; every value is at least the key's lowest.
void zp_pack(const int32_t *measures, const int64_t *wide, uint32_t step, uint32_t count,
             const zp_key *keys, uint32_t keys_count, zp_thing *things);

/// A place in a table: a thing, and how often it was entered, if more than twice then 2.
typedef struct {
  zp_thing thing;
  uint64_t times;
} zp_entered;

/// Enters `count` things into a table of `mask` + 1 places, of which more stay free. Returns how many of
/// them are, or have become, one of several that are the same.
uint64_t zp_enter(const zp_thing *things, uint64_t count, zp_entered *table, uint64_t mask);
#endif
