#ifndef CPLAINKERNELS_SUMS_H
#define CPLAINKERNELS_SUMS_H
#include <stdint.h>

/// Adds to each of `count` sums its value; nothing may overflow.
void zp_add(int64_t *sums, const int64_t *values, uint32_t count);

/// The same of values from zero to `cap`; of those below and above, of the one and the other.
void zp_add_bonus(int64_t *sums, const int64_t *values, int64_t cap, uint32_t count);

/// Puts `count` values at every `step`th place of `to`, `INT32_MIN` for `INT64_MIN`; `lowest` becomes the
/// lowest of them, if it is not lower already, and `highest` likewise. Returns whether all fit there.
int zp_spread(int32_t *to, uint32_t step, const int64_t *values, uint32_t count, int64_t *lowest,
              int64_t *highest);
#endif
