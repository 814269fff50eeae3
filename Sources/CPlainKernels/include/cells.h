#ifndef CPLAINKERNELS_CELLS_H
#define CPLAINKERNELS_CELLS_H
#include <stdint.h>

/// Cells of a table's rows: cell c of row r at r · `width` + c is the bytes from `starts` up to `ends`.
/// `count` bytes may be read.
typedef struct {
  uint64_t count;
  uint32_t width, rows;
} zp_cells;

/// A place in a table of codes: up to eight bytes as one number, of more a hash; below zero: nothing here.
typedef struct {
  uint64_t word;
  int32_t number, length;
} zp_code;

#define ZP_EMPTY INT64_MIN
#define ZP_NOT_READ (INT64_MIN + 2)
#define ZP_NO_CODE -1
#define ZP_NOT_LOOKED_UP -2

/// The place at which a word is looked for first, among 2^`bits`, from the top of this.
static inline uint64_t zp_mixed(uint64_t word) { return word * 0x9E3779B97F4A7C15; }

/// What there was in a column beside numbers.
enum { ZP_SOME_EMPTY = 1, ZP_SOME_OTHER = 2 };

/// Reads a column of numbers into `values`, in thousandths: `ZP_EMPTY` for an empty cell, `ZP_NOT_READ` for
/// one of more than eight bytes, at the end of all, or of another form than digits, perhaps with a point and
/// one to three more. Returns which of these there are.
uint32_t zp_read_numbers(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                         const uint32_t *ends, uint32_t column, int64_t *values);

/// Puts the cells of a column one behind the other into `joined` from `end` on, and where each ends into
/// `joined_ends`. Up to seven bytes behind the last are overwritten. Returns where that ends.
uint32_t zp_join(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                 const uint32_t *ends, uint32_t column, uint8_t *joined, uint32_t end,
                 int32_t *joined_ends);

/// Looks a column up in a table of codes of `mask` + 1 places: `ZP_NO_CODE` where there is no such code,
/// `ZP_NOT_LOOKED_UP` for a cell of more than eight bytes or at the end of all. Returns the lowest.
int32_t zp_find_codes(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                      const uint32_t *ends, uint32_t column, const zp_code *codes, uint64_t mask,
                      int32_t *numbers);

/// Reads lists of choices, which stand in `columns`, from row `row` on: into `choices` from `end` on one
/// behind the other, 0 for an empty cell, else the code's number + 1, up to the last choice; where each
/// ends, into `list_ends`. `chosen_by` holds for each code the list that chose it last; lists are numbered
/// on from `list`. Stops before a row with an unknown code, one chosen twice, more than `most` choices, or a
/// cell that is not looked up, and returns it.
uint32_t zp_read_lists(const zp_cells *cells, const uint8_t *bytes, const uint32_t *starts,
                       const uint32_t *ends, uint32_t row, const uint32_t *columns,
                       uint32_t columns_count, uint32_t most, const zp_code *codes, uint64_t mask,
                       uint32_t *chosen_by, uint32_t *list, uint16_t *choices, uint32_t *end,
                       int32_t *list_ends);
#endif
