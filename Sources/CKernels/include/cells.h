#ifndef CKERNELS_CELLS_H
#define CKERNELS_CELLS_H
#include <stddef.h>
#include <stdint.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "these kernels read bytes as numbers whose lowest byte comes first"
#endif

/// One column of up to 64 rows: the cell of row i is the bytes from `bounds[i * columns]` up to `1
/// + trim` before `bounds[i * columns + 1]`. Eight bytes can be read from every cell's beginning.
typedef struct {
  const uint8_t *bytes;
  const uint32_t *bounds;
  size_t columns;
  uint32_t trim;
  uint32_t rows;
} zb_cells;

/// What `zb_numbers` did not read: bit i for row i.
typedef struct {
  /// The cell is empty, and its number INT64_MIN.
  uint64_t empty;
  /// The cell is longer than eight bytes, or no plain number; its number has no meaning.
  uint64_t other;
} zb_unread;

/// Reads decimals without a sign, of at most eight bytes and three places, in thousandths.
zb_unread zb_numbers(zb_cells cells, int64_t *numbers);
/// The same without the processor's vectors.
zb_unread zb_numbers_plain(zb_cells cells, int64_t *numbers);

/// Reads the same of eight neighbouring columns, of which `cells` is the first and `cells.trim`
/// belongs to the last: number i of column c becomes `numbers[64 * c + i]`, for up to 64 rows, and
/// the places up to the next multiple of eight are written too. Returns 0 where it is not done:
/// some cell is empty or not read, or the processor has no instructions that make it faster than
/// column by column.
int zb_numbers_across(zb_cells cells, int64_t *numbers);

/// A slot of a table of codes of at most eight bytes: the bytes, the first in the lowest bits, and
/// the code's number.
typedef struct {
  uint64_t key;
  int32_t number;
} zb_slot;

/// A table of codes: a code stands in the slot `key * multiplier >> shift`, or is not found here.
/// The empty code is a code as well.
typedef struct {
  const zb_slot *slots;
  uint64_t multiplier;
  uint32_t shift;
} zb_codes;

/// Looks codes up: `numbers[i * stride]` becomes the number of row i's code. Returns the rows (bit
/// i for row i) whose code is longer than eight bytes or not in its slot; their numbers have no
/// meaning.
uint64_t zb_look_up_16(zb_cells cells, zb_codes codes, uint16_t *numbers, size_t stride);
uint64_t zb_look_up_32(zb_cells cells, zb_codes codes, int32_t *numbers);
/// The same without the processor's bit instructions.
uint64_t zb_look_up_16_plain(zb_cells cells, zb_codes codes, uint16_t *numbers, size_t stride);
uint64_t zb_look_up_32_plain(zb_cells cells, zb_codes codes, int32_t *numbers);

/// Of up to 64 rows of `width` numbers those (bit i for row i) that may hold one number twice,
/// zeros aside. Exact for up to 16 numbers where the processor has an instruction for it; all rows
/// otherwise.
uint64_t zb_may_repeat(const uint16_t *numbers, size_t width, uint32_t rows);
#endif
