#include "include/walk.h"
#include <string.h>

#define EACH static inline __attribute__((always_inline))

/// How many students ahead the processor is told which cells will be asked for.
#define AHEAD 4

EACH int64_t ranked_value(const zp_stage *stage, const int32_t *measures, const int64_t *wide,
                          uint32_t i) {
  return zp_measure(measures, wide, (uint64_t)i * stage->step + stage->ranked) ^ stage->flip;
}

/// The cell of a student's audience and the first programme.
EACH int32_t first_cell(const zp_stage *stage, const int32_t *keys, const int32_t *first_cells,
                        uint32_t i) {
  return first_cells[keys[(uint64_t)i * stage->key_step + stage->key]];
}

EACH uint32_t first_choice(const int32_t *ends, uint32_t i) {
  return i == 0 ? 0 : (uint32_t)ends[i - 1];
}

/// Tells the processor which cells student `i` will ask for: eight, whoever asks for the last of them. There
/// are `choices_end` choices in all.
EACH void tell_ahead(const uint16_t *choices, uint32_t choices_end, const int32_t *ends,
                     const zp_gatepost *own, uint32_t i) {
  uint32_t first = first_choice(ends, i);
  if (first + 8 > choices_end) return;
  for (uint32_t at = first; at < first + 8; at++) {
    __builtin_prefetch(own + choices[at]);
  }
}

#define PARAMETERS                                                                           \
  const zp_stage *given, const uint16_t *choices, const int32_t *ends, const int32_t *measures, \
      const int64_t *wide, const uint32_t *flags, const int32_t *keys,                       \
      const int32_t *first_cells,                                                            \
      const zp_placement *placed, const int32_t *of_choice, const int64_t *leasts,           \
      const int32_t *places, const zp_pair *lasts, zp_gatepost *posts, uint32_t *left,       \
      int64_t counts[2]
#define ARGUMENTS                                                                             \
  given, choices, ends, measures, wide, flags, keys, first_cells, placed, of_choice, leasts,  \
      places, lasts, posts, left, counts

/// How many students are looked through at a time, before those of them are looked at who matter: which ones
/// do cannot be guessed.
#define TOGETHER 128

static const zp_placement nowhere = {-1, 0, 0, 0};

/// Where student `i` should be, who asks for seats of an audience, whose posts begin at `own` and places of
/// records at `places`, and is counted. `is_settled` becomes whether the first key alone says so, or the pair
/// is the last itself.
EACH zp_placement expected_place(const zp_stage *stage, const uint16_t *choices, const int32_t *ends,
                                 const int32_t *measures, const int64_t *wide,
                                 const int32_t *of_choice, const int64_t *leasts,
                                 const int32_t *places, const zp_pair *lasts, zp_gatepost *own,
                                 uint32_t i, int by_choice, int *is_settled) {
  int64_t value = ranked_value(stage, measures, wide, i);
  int64_t line = zp_measure(measures, wide, (uint64_t)i * stage->step + stage->line);
  // Who has a value beyond 32 bits is not settled here, whatever it is cut down to.
  int32_t lead = (int32_t)value;
  int is_short = by_choice || (value > INT32_MIN && value < INT32_MAX);
  // From the last choice to the first: the one that gives a seat and is met last is the first. Four at
  // a time, so that a processor need not guess how many there are: those behind the end do not count.
  uint32_t first = first_choice(ends, i), count = (uint32_t)ends[i] - first, taken = count;
  for (uint32_t left_over = (count + 3) / 4 * 4; left_over > 0; left_over -= 4) {
    for (uint32_t number = left_over; number-- > left_over - 4;) {
      uint32_t choice = choices[first + number];
      zp_gatepost *post = own + choice;
      int passes = (line >= leasts[choice]) & (number < count);
      if (by_choice) lead = of_choice[number < count ? number : 0];
      post->applicants += passes;
      int takes = passes & (lead <= post->last);
      taken = takes ? number : taken;
    }
  }
  if (taken == count) {
    *is_settled = is_short;
    return nowhere;
  }
  uint32_t choice = choices[first + taken];
  if (by_choice) lead = of_choice[taken];
  *is_settled = is_short;
  if (is_short && lead == own[choice].last) {
    zp_pair last = lasts[places[choice - 1] - 1];
    *is_settled &= last.row == (int32_t)(stage->first_row + i) && last.choice == (int32_t)taken;
  }
  return (zp_placement){stage->stage, (uint16_t)taken, (uint16_t)(choice - 1), stage->pool};
}

EACH int is_same(zp_placement a, zp_placement b) {
  return (a.stage == b.stage) & (a.choice == b.choice) & (a.programme == b.programme) &
         (a.pool == b.pool);
}

EACH uint32_t walk(PARAMETERS, int by_choice) {
  const zp_stage stage = *given;
  uint32_t left_count = 0, choices_end = stage.count == 0 ? 0 : (uint32_t)ends[stage.count - 1];
  int64_t candidates = 0, eligible = 0;
  placed += stage.first_row;
  for (uint32_t from = 0; from < stage.count; from += TOGETHER) {
    uint32_t to = stage.count - from < TOGETHER ? stage.count : from + TOGETHER, asking_count = 0;
    uint32_t asking[TOGETHER];
    uint8_t is_right[TOGETHER];
    for (uint32_t i = from; i < to; i++) {
      int is_candidate = placed[i].stage < 0 || placed[i].stage >= stage.stage;
      candidates += is_candidate;
      eligible += is_candidate & (flags[i] != 0);
      int asks = is_candidate & (int)(flags[i] & 1);
      asks &= first_cell(&stage, keys, first_cells, i) >= 0;
      is_right[i - from] = !is_candidate | asks | (placed[i].stage != stage.stage);
      asking[asking_count] = i;
      asking_count += (uint32_t)asks;
    }
    for (uint32_t at = 0; at < asking_count; at++) {
      uint32_t i = asking[at];
      if (at + AHEAD < asking_count) {
        uint32_t later = asking[at + AHEAD];
        tell_ahead(choices, choices_end, ends,
                   posts + first_cell(&stage, keys, first_cells, later), later);
      }
      int32_t cell = first_cell(&stage, keys, first_cells, i);
      int is_settled;
      zp_placement expected =
          expected_place(&stage, choices, ends, measures, wide, of_choice, leasts,
                         places + cell, lasts, posts + cell, i, by_choice, &is_settled);
      zp_placement found = placed[i].stage == stage.stage ? placed[i] : nowhere;
      is_right[i - from] = is_settled & is_same(found, expected);
    }
    for (uint32_t i = from; i < to; i++) {
      left[left_count] = i;
      left_count += !is_right[i - from];
    }
  }
  counts[0] += candidates;
  counts[1] += eligible;
  return left_count;
}

uint32_t zp_walk(PARAMETERS) {
  return given->by_choice ? walk(ARGUMENTS, 1) : walk(ARGUMENTS, 0);
}

/// Adds student `i`, who is at `own`, to the record `place` − 1; false where others must.
EACH int add_admitted(const zp_stage *stage, const int32_t *measures, const int64_t *wide,
                      zp_placement own, const int32_t *of_choice, int32_t place,
                      zp_admitted *records, uint32_t i) {
  if (place == 0 || own.choice >= stage->choices_max) return 0;
  zp_admitted *record = records + place - 1;
  int64_t value = ranked_value(stage, measures, wide, i);
  int64_t lead = stage->by_choice ? of_choice[own.choice] : value;
  if (record->admitted > 0 && lead == record->lead) return 0;
  if (record->admitted == 0 || lead > record->lead) {
    record->row = (int32_t)(stage->first_row + i);
    record->choice = own.choice;
    record->lead = lead;
  }
  if (record->admitted == 0 || value > record->worst) record->worst = value;
  record->admitted++;
  return 1;
}

uint32_t zp_count_admitted(const zp_stage *given, const int32_t *measures, const int64_t *wide,
                           const uint32_t *flags, const int32_t *keys, const int32_t *first_cells,
                           const zp_placement *placed, const int32_t *of_choice,
                           const int32_t *places, zp_admitted *records, uint32_t *left) {
  const zp_stage stage = *given;
  uint32_t left_count = 0;
  placed += stage.first_row;
  for (uint32_t from = 0; from < stage.count; from += TOGETHER) {
    uint32_t to = stage.count - from < TOGETHER ? stage.count : from + TOGETHER;
    uint32_t admitted[TOGETHER], admitted_count = 0;
    for (uint32_t i = from; i < to; i++) {
      int is_here = (placed[i].stage == stage.stage) & (placed[i].pool == stage.pool);
      admitted[admitted_count] = i;
      is_here &= (flags[i] != 0) & (first_cell(&stage, keys, first_cells, i) >= 0);
      admitted_count += (uint32_t)is_here;
    }
    for (uint32_t at = 0; at < admitted_count; at++) {
      uint32_t i = admitted[at];
      int32_t place = places[first_cell(&stage, keys, first_cells, i) + placed[i].programme];
      if (!add_admitted(&stage, measures, wide, placed[i], of_choice, place, records, i)) {
        left[left_count++] = i;
      }
    }
  }
  return left_count;
}
