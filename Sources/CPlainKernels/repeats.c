#include "include/repeats.h"
#include "include/walk.h"

void zp_pack(const int32_t *measures, const int64_t *wide, uint32_t step, uint32_t count,
             const zp_key *keys, uint32_t keys_count, zp_thing *things) {
  for (uint32_t i = 0; i < count; i++) {
    uint64_t words[2] = {0, 0};
    for (uint32_t k = 0; k < keys_count; k++) {
      zp_key key = keys[k];
      int64_t value = zp_measure(measures, wide, (uint64_t)i * step + key.measure);
      words[key.is_in_second != 0] |= ((uint64_t)value - (uint64_t)key.lowest) << key.bits;
    }
    things[i] = (zp_thing){zp_stirred(words[0]), (intptr_t)words[1]};
  }
}

/// How many students are packed together, key by key.
#define TOGETHER 128

int zp_pack_words(const int32_t *measures, const int64_t *wide, uint32_t step, uint32_t count,
                  const zp_key *keys, uint32_t keys_count, uint64_t *words) {
  uint32_t rest = 0;
  for (uint32_t from = 0; from < count; from += TOGETHER) {
    uint32_t to = count - from < TOGETHER ? count : from + TOGETHER;
    for (uint32_t i = from; i < to; i++) words[i] = 0;
    for (uint32_t k = 0; k < keys_count; k++) {
      zp_key key = keys[k];
      for (uint32_t i = from; i < to; i++) {
        int64_t value = zp_measure(measures, wide, (uint64_t)i * step + key.measure);
        uint32_t above = (uint32_t)((uint64_t)value - (uint64_t)key.lowest);
        uint32_t units = key.unit == 1 ? above : above / ZP_HALF_POINT;
        rest |= above - units * key.unit;
        words[i] |= (uint64_t)units << key.bits;
      }
    }
    for (uint32_t i = from; i < to; i++) words[i] = zp_stirred(words[i]);
  }
  return rest == 0;
}

/// How many things ahead the processor is told which places will be looked at.
#define AHEAD 8

uint64_t zp_enter(const zp_thing *things, uint64_t count, zp_entered *table, uint64_t mask) {
  uint64_t repeated = 0;
  for (uint64_t i = 0; i < count; i++) {
    if (i + AHEAD < count) __builtin_prefetch(table + (things[i + AHEAD].hash & mask), 1);
    zp_thing own = things[i];
    zp_entered *place = table + (own.hash & mask);
    while (place->times && (place->thing.hash != own.hash || place->thing.number != own.number)) {
      place = place == table + mask ? table : place + 1;
    }
    // The second of a kind makes the first one of several, too.
    repeated += place->times == 0 ? 0 : place->times == 1 ? 2 : 1;
    place->thing = own;
    place->times = place->times ? 2 : 1;
  }
  return repeated;
}

uint64_t zp_enter_words(const uint64_t *words, uint64_t count, uint64_t *table, uint8_t *times,
                        uint64_t mask) {
  static const uint8_t more[3] = {0, 2, 1}, next[3] = {1, 2, 2};
  uint64_t repeated = 0;
  for (uint64_t i = 0; i < count; i++) {
    uint64_t at = words[i] & mask;
    while (times[at] && table[at] != words[i]) at = (at + 1) & mask;
    repeated += more[times[at]];
    table[at] = words[i];
    times[at] = next[times[at]];
  }
  return repeated;
}
