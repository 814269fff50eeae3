#include "include/walk.h"
#include <string.h>

#define EACH static inline __attribute__((always_inline))

/// How many students ahead the processor is told which cells will be asked for.
#define AHEAD 4

EACH int64_t ranked_value(const zp_stage *stage, const int32_t *measures, const int64_t *wide,
                          uint32_t i) {
  return zp_measure(measures, wide, (uint64_t)i * stage->step + stage->ranked) ^ stage->flip;
}

EACH uint32_t first_choice(const int32_t *ends, uint32_t i) {
  return i == 0 ? 0 : (uint32_t)ends[i - 1];
}

/// Tells the processor which cells student `i` will ask for: the first eight, whatever there is.
EACH void tell_ahead(const uint16_t *choices, const int32_t *ends, const uint32_t *flags,
                     const int32_t *first_cells, const zp_gatepost *posts, uint32_t i) {
  uint32_t first = first_choice(ends, i), end = (uint32_t)ends[i];
  if ((flags[i] & 1) == 0 || first_cells[i] < 0 || first == end) return;
  for (uint32_t at = first; at < first + 8; at++) {
    __builtin_prefetch(posts + first_cells[i] + choices[at < end ? at : first]);
  }
}

#define PARAMETERS                                                                           \
  const zp_stage *given, const uint16_t *choices, const int32_t *ends, const int32_t *measures, \
      const int64_t *wide, const uint32_t *flags, const int32_t *first_cells,                \
      const zp_placement *placed, const int32_t *of_choice, const int64_t *leasts,           \
      zp_gatepost *posts, uint32_t *left, int64_t counts[2]
#define ARGUMENTS                                                                             \
  given, choices, ends, measures, wide, flags, first_cells, placed, of_choice, leasts, posts, \
      left, counts

EACH uint32_t walk(PARAMETERS, int by_choice) {
  const zp_stage stage = *given;
  uint32_t left_count = 0;
  int64_t candidates = 0, eligible = 0;
  placed += stage.first_row;
  for (uint32_t i = 0; i < stage.count; i++) {
    if (i + AHEAD < stage.count) tell_ahead(choices, ends, flags, first_cells, posts, i + AHEAD);
    const zp_placement nowhere = {-1, 0, 0, 0};
    zp_placement found = placed[i], expected = nowhere;
    if (found.stage >= 0 && found.stage < stage.stage) continue;
    if (found.stage != stage.stage) found = nowhere;
    candidates++;
    eligible += flags[i] != 0;
    int is_settled = 1;
    if (flags[i] & 1 && first_cells[i] >= 0) {
      zp_gatepost *own = posts + first_cells[i];
      int64_t value = ranked_value(&stage, measures, wide, i);
      int64_t line = zp_measure(measures, wide, (uint64_t)i * stage.step + stage.line);
      // Who has a value beyond 32 bits is not settled here, whatever it is cut down to.
      int32_t lead = (int32_t)value;
      is_settled = by_choice || (value > INT32_MIN && value < INT32_MAX);
      // From the last choice to the first: the one that gives a seat and is met last is the first. Four at
      // a time, so that a processor need not guess how many there are; nobody reaches choice 0.
      uint32_t first = first_choice(ends, i), end = (uint32_t)ends[i], taken = end;
      for (uint32_t left_over = (end - first + 3) / 4 * 4; left_over > 0; left_over -= 4) {
        for (uint32_t number = left_over; number-- > left_over - 4;) {
          int is_there = number < end - first;
          uint32_t at = first + (is_there ? number : 0);
          uint32_t choice = is_there ? choices[at] : 0;
          zp_gatepost *post = own + choice;
          int passes = line >= leasts[choice];
          if (by_choice) lead = of_choice[at - first];
          int takes = lead <= post->last;
          post->applicants += passes;
          taken = passes & takes ? at : taken;
        }
      }
      if (taken < end) {
        if (by_choice) lead = of_choice[taken - first];
        is_settled &= lead < own[choices[taken]].last;
        expected = (zp_placement){stage.stage, (uint16_t)(taken - first),
                                  (uint16_t)(choices[taken] - 1), stage.pool};
      }
    }
    int is_same = memcmp(&found, &expected, sizeof found) == 0;
    left[left_count] = i;
    left_count += !(is_same && is_settled);
  }
  counts[0] += candidates;
  counts[1] += eligible;
  return left_count;
}

uint32_t zp_walk(PARAMETERS) {
  return given->by_choice ? walk(ARGUMENTS, 1) : walk(ARGUMENTS, 0);
}

uint32_t zp_count_admitted(const zp_stage *given, const int32_t *measures, const int64_t *wide,
                           const uint32_t *flags, const int32_t *first_cells,
                           const zp_placement *placed, const int32_t *of_choice,
                           const int32_t *places, zp_admitted *records, uint32_t *left) {
  const zp_stage stage = *given;
  uint32_t left_count = 0;
  placed += stage.first_row;
  for (uint32_t i = 0; i < stage.count; i++) {
    zp_placement own = placed[i];
    if (own.stage != stage.stage || own.pool != stage.pool) continue;
    if (flags[i] == 0 || first_cells[i] < 0) continue;
    int32_t place = places[first_cells[i] + own.programme];
    if (place == 0 || own.choice >= stage.choices_max) {
      left[left_count++] = i;
      continue;
    }
    zp_admitted *record = records + place - 1;
    int64_t value = ranked_value(&stage, measures, wide, i);
    int64_t lead = stage.by_choice ? of_choice[own.choice] : value;
    if (record->admitted > 0 && lead == record->lead) {
      left[left_count++] = i;
      continue;
    }
    if (record->admitted == 0 || lead > record->lead) {
      record->row = (int32_t)(stage.first_row + i);
      record->choice = own.choice;
      record->lead = lead;
    }
    if (record->admitted == 0 || value > record->worst) record->worst = value;
    record->admitted++;
  }
  return left_count;
}
