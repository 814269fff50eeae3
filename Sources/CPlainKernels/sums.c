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

void zp_spread(int64_t *to, uint32_t step, const int64_t *values, uint32_t count, int64_t *lowest,
               int64_t *highest) {
  int64_t low = *lowest, high = *highest;
  for (uint32_t i = 0; i < count; i++) {
    to[(uint64_t)i * step] = values[i];
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  *lowest = low;
  *highest = high;
}
