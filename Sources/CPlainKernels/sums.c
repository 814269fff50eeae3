#include "include/sums.h"

void zp_add(int64_t *sums, const int64_t *values, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) sums[i] += values[i];
}

void zp_add_bonus(int64_t *sums, const int64_t *values, int64_t cap, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    int64_t value = values[i] > 0 ? values[i] : 0;
    sums[i] += value < cap ? value : cap;
  }
}

int zp_spread(int32_t *to, uint32_t step, const int64_t *values, uint32_t count, int64_t *lowest,
              int64_t *highest) {
  int64_t low = *lowest, high = *highest;
  int fit = 1;
  for (uint32_t i = 0; i < count; i++) {
    int64_t value = values[i];
    fit &= value == INT64_MIN || (value > INT32_MIN && value <= INT32_MAX);
    to[(uint64_t)i * step] = value == INT64_MIN ? INT32_MIN : (int32_t)value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  *lowest = low;
  *highest = high;
  return fit;
}
