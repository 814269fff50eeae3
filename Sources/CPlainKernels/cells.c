#include "words.h"

/// Whether a cell can be looked at as one number.
ZP_EACH int is_short(const zp_cells *cells, uint32_t start, uint32_t end) {
  return end - start <= 8 && (uint64_t)start + 8 <= cells->count;
}

ZP_EACH uint64_t word_at(const uint8_t *bytes, uint32_t start, uint32_t end) {
  return zp_first(zp_eight(bytes + start), end - start);
}

uint32_t zp_read_numbers(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                         const uint32_t *ends, uint32_t column, int64_t *values) {
  uint32_t found = 0;
  uint64_t cell = column;
  for (uint32_t row = 0; row < cells->rows; row++, cell += cells->width) {
    uint32_t start = starts[cell], end = ends[cell];
    if (start == end) {
      values[row] = ZP_EMPTY;
      found |= ZP_SOME_EMPTY;
      continue;
    }
    int64_t value = -1;
    if (is_short(cells, start, end)) {
      value = zp_thousandths(word_at(bytes, start, end), end - start);
    }
    values[row] = value < 0 ? ZP_NOT_READ : value;
    found |= value < 0 ? ZP_SOME_OTHER : 0;
  }
  return found;
}

int32_t zp_find_codes(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                      const uint32_t *ends, uint32_t column, const zp_code *codes, uint64_t mask,
                      int32_t *numbers) {
  int32_t lowest = INT32_MAX;
  uint64_t cell = column;
  for (uint32_t row = 0; row < cells->rows; row++, cell += cells->width) {
    uint32_t start = starts[cell], end = ends[cell];
    int32_t number = ZP_NOT_LOOKED_UP;
    if (is_short(cells, start, end)) {
      number = zp_find(codes, mask, word_at(bytes, start, end), end - start);
    }
    numbers[row] = number;
    if (number < lowest) lowest = number;
  }
  return lowest;
}

uint32_t zp_read_lists(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                       const uint32_t *ends, uint32_t row, const uint32_t *columns,
                       uint32_t columns_count, uint32_t most, const zp_code *codes, uint64_t mask,
                       uint32_t *chosen_by, uint32_t *list, uint16_t *choices, uint32_t *end,
                       int32_t *list_ends) {
  for (; row < cells->rows; row++) {
    const uint32_t *own_starts = starts + (uint64_t)row * cells->width;
    const uint32_t *own_ends = ends + (uint64_t)row * cells->width;
    uint16_t *to = choices + *end;
    uint32_t length = 0, number_of_list = ++*list;
    int is_plain = 1;
    for (uint32_t choice = 0; choice < columns_count; choice++) {
      uint32_t start = own_starts[columns[choice]], stop = own_ends[columns[choice]];
      to[choice] = 0;
      if (start == stop) continue;
      int32_t number = ZP_NO_CODE;
      if (is_short(cells, start, stop)) {
        number = zp_find(codes, mask, word_at(bytes, start, stop), stop - start);
      }
      if (number < 0) return row;
      is_plain &= chosen_by[number] != number_of_list;
      chosen_by[number] = number_of_list;
      to[choice] = (uint16_t)(number + 1);
      length = choice + 1;
    }
    if (!is_plain || length > most) return row;
    *end += length;
    list_ends[row] = (int32_t)*end;
  }
  return row;
}
