#include "words.h"

/// Whether a cell can be looked at as one number.
ZP_EACH int is_short(const zp_cells *cells, uint32_t start, uint32_t end) {
  return end - start <= 8 && (uint64_t)start + 8 <= cells->count;
}

ZP_EACH uint64_t word_at(const uint8_t *bytes, uint32_t start, uint32_t end) {
  return zp_first(zp_eight(bytes + start), end - start);
}

/// How many cells are fetched before any of them is read.
#define FETCHED 64

/// Reads `count` cells, of which these are the lengths and the first eight bytes; sixteen where they are not
/// known.
ZP_EACH uint32_t read_fetched(const uint64_t *words, const uint64_t *lengths, uint32_t count,
                              int64_t *values) {
  uint64_t some_empty = 0, some_other = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t is_empty = lengths[i] == 0;
    int64_t value = zp_thousandths(words[i], lengths[i]);
    uint64_t is_other = !is_empty & (lengths[i] > 8 || value < 0);
    value = is_other ? ZP_NOT_READ : value;
    values[i] = is_empty ? ZP_EMPTY : value;
    some_empty |= is_empty;
    some_other |= is_other;
  }
  return (some_empty ? ZP_SOME_EMPTY : 0) | (some_other ? ZP_SOME_OTHER : 0);
}

ZP_EACH uint32_t read_numbers(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                              const uint32_t *ends, uint32_t column, int64_t *values) {
  uint64_t words[FETCHED], lengths[FETCHED], cell = column;
  uint32_t found = 0;
  for (uint32_t row = 0; row < cells->rows; row += FETCHED, values += FETCHED) {
    uint32_t left = cells->rows - row, count = left < FETCHED ? left : FETCHED;
    for (uint32_t i = 0; i < count; i++, cell += cells->width) {
      uint32_t start = starts[cell];
      int is_there = (uint64_t)start + 8 <= cells->count;
      words[i] = is_there ? zp_eight(bytes + start) : 0;
      lengths[i] = is_there || start == ends[cell] ? ends[cell] - start : 16;
    }
    found |= read_fetched(words, lengths, count, values);
  }
  return found;
}

#define PARAMETERS                                                                       \
  const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, \
      uint32_t column, int64_t *values
#define ARGUMENTS cells, bytes, starts, ends, column, values

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw,avx512dq"))) static uint32_t read_numbers_512(PARAMETERS) {
  return read_numbers(ARGUMENTS);
}
__attribute__((target("avx2"))) static uint32_t read_numbers_256(PARAMETERS) {
  return read_numbers(ARGUMENTS);
}
#endif

uint32_t zp_read_numbers(PARAMETERS) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq")) {
    return read_numbers_512(ARGUMENTS);
  }
  if (__builtin_cpu_supports("avx2")) return read_numbers_256(ARGUMENTS);
#endif
  return read_numbers(ARGUMENTS);
}

uint32_t zp_join(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                 const uint32_t *ends, uint32_t column, uint8_t *joined, uint32_t end,
                 int32_t *joined_ends) {
  uint64_t cell = column;
  for (uint32_t row = 0; row < cells->rows; row++, cell += cells->width) {
    uint32_t at = starts[cell], stop = ends[cell];
    // Eight at a time, as far as there are bytes: what is copied too much is overwritten by the next.
    for (; at < stop && (uint64_t)at + 8 <= cells->count; at += 8, end += 8) {
      memcpy(joined + end, bytes + at, 8);
    }
    if (at > stop) end -= at - stop;
    for (; at < stop; at++) joined[end++] = bytes[at];
    joined_ends[row] = (int32_t)end;
  }
  return end;
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
