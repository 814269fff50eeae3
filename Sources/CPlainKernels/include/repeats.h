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

/// Where a key stands in two words: how far its value is above `lowest`, from bit `bits` on; in `units` of
/// that many, where all keys go into one word.
typedef struct {
  int64_t lowest;
  uint32_t measure, bits, unit;
  int32_t is_in_second;
} zp_key;

/// Makes a thing of each of `count` students that is the same for those who are equal in all keys, and for no
/// others: of the two words that hold the keys the first, stirred, is the hash, and the second, of 63 bits,
/// the number. `measures`: see `zp_measure`, `step` a student; every value is at least the key's lowest.
void zp_pack(const int32_t *measures, const int64_t *wide, uint32_t step, uint32_t count,
             const zp_key *keys, uint32_t keys_count, zp_thing *things);

/// The same where one word holds all keys: the words, stirred. Units are 1 or `ZP_HALF_POINT`, and no key is
/// 2³² units of 1 above its lowest. Returns 0 where a key is no whole number of units above it.
int zp_pack_words(const int32_t *measures, const int64_t *wide, uint32_t step, uint32_t count,
                  const zp_key *keys, uint32_t keys_count, uint64_t *words);

/// Half a point, in thousandths: most marks are whole numbers of it.
#define ZP_HALF_POINT 500

/// A place in a table: a thing, and how often it was entered, if more than twice then 2.
typedef struct {
  zp_thing thing;
  uint64_t times;
} zp_entered;

/// Enters `count` things into a table of `mask` + 1 places, of which more stay free. Returns how many of
/// them are, or have become, one of several that are the same.
uint64_t zp_enter(const zp_thing *things, uint64_t count, zp_entered *table, uint64_t mask);

/// The same of words alone. How often the word at a place of `table` was entered stands in `times`, 0 for a
/// free place.
uint64_t zp_enter_words(const uint64_t *words, uint64_t count, uint64_t *table, uint8_t *times,
                        uint64_t mask);
#endif
