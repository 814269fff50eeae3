#ifndef CPLAINKERNELS_WALK_H
#define CPLAINKERNELS_WALK_H
#include <stddef.h>
#include <stdint.h>

/// A stage that offers one pool, and some students one behind the other.
typedef struct {
  int16_t stage;
  uint16_t pool;
  /// How many students, and the row of the first.
  uint32_t count, first_row;
  /// How many measures each has, and how many keys.
  uint32_t step, key_step;
  /// The key that says which audience a student is of: for each value there is the cell of that audience and
  /// the first programme, below zero for none.
  uint32_t key;
  /// What the order's first key says of a pair, a smaller number before a greater: measure `ranked`, its
  /// bits exchanged by `flip`; or, `by_choice`, what there is for each choice.
  uint32_t ranked;
  int64_t flip;
  int32_t by_choice;
  /// For how many choices.
  uint32_t choices_max;
  /// The measure that must reach something at each programme.
  uint32_t line;
} zp_stage;

/// Measure `at` of some students, all of one and then of the next. They are in `wide` where not all fit in 32
/// bits; else that is NULL, and `INT32_MIN` stands for one that is missing, as `INT64_MIN` does there.
static inline int64_t zp_measure(const int32_t *measures, const int64_t *wide, uint64_t at) {
  if (wide != NULL) return wide[at];
  return measures[at] == INT32_MIN ? INT64_MIN : measures[at];
}

/// Where a student was admitted: the stage, below zero for nowhere, and then all else is zero.
typedef struct {
  int16_t stage;
  uint16_t choice, programme, pool;
} zp_placement;

/// The seats of one programme and audience, as pairs ask for them.
typedef struct {
  /// A pair of which the order's first key says less takes one, one of which it says more does not; where
  /// it says the same, more must be asked. INT32_MAX: seats are left; INT32_MIN: there are none.
  int32_t last;
  /// How many pairs could have taken one.
  int32_t applicants;
} zp_gatepost;

/// A student, by row, and a choice.
typedef struct {
  int32_t row, choice;
} zp_pair;

/// How many choices may be looked at behind the last.
#define ZP_CHOICES_ROOM 3

/// Asks of everybody which seat they should have, counts who asks for each, and compares with where they
/// are. Puts into `left`, which has room for all, who is not plainly where they should be; returns how many.
///
/// Of each student: `choices` up to `ends` (0 for none, else programme + 1; behind the last of all stand
/// `ZP_CHOICES_ROOM` more, which are 0), the `measures` (see `zp_measure`), `flags` (0: takes no part; bit 0: may
/// ask for the pool's seats), the `keys`, and of row r where they are. `first_cells`: see `key`. `of_choice`: see
/// `by_choice`. `leasts`: see `line`; by programme + 1, and at 0 what nobody reaches. `posts`: of cell c at c + 1;
/// where one names a last pair, that is in `lasts` at `places[c]` − 1. The candidates and the eligible are added
/// to `counts`.
uint32_t zp_walk(const zp_stage *stage, const uint16_t *choices, const int32_t *ends,
                 const int32_t *measures, const int64_t *wide, const uint32_t *flags,
                 const int32_t *keys, const int32_t *first_cells, const zp_placement *placed,
                 const int32_t *of_choice, const int64_t *leasts, const int32_t *places,
                 const zp_pair *lasts, zp_gatepost *posts, uint32_t *left, int64_t counts[2]);

/// Who was admitted to a cell.
typedef struct {
  int32_t admitted;
  /// The row and the choice of the last pair, and what the order's first key says of it.
  int32_t row, choice;
  int64_t lead;
  /// The largest value of measure `ranked`, its bits exchanged by `flip`.
  int64_t worst;
} zp_admitted;

/// Counts from placements who was admitted to each cell: that of cell c in the record `places[c]` − 1. Puts
/// into `left`, which has room for all, whom it did not count: a cell without a record (0), a choice beyond
/// `choices_max`, or a pair of which the order's first key says the same as of the last one there. Returns
/// how many.
uint32_t zp_count_admitted(const zp_stage *stage, const int32_t *measures, const int64_t *wide,
                           const uint32_t *flags, const int32_t *keys,
                           const int32_t *first_cells, const zp_placement *placed,
                           const int32_t *of_choice, const int32_t *places, zp_admitted *records,
                           uint32_t *left);
#endif
