#ifndef CPLAINKERNELS_CUT_H
#define CPLAINKERNELS_CUT_H
#include <stddef.h>
#include <stdint.h>

/// Finds the commas and line ends of at most `rows_max` lines among the first `count` bytes, up to the
/// first quote. The place of each is written to `ends`, which has room for `count` + 8; for each whole
/// line, how many there are up to and with its end, to `row_ends`. Returns the number of whole lines.
uint32_t zp_cut(const uint8_t *bytes, uint32_t count, uint32_t *ends, uint32_t *row_ends,
                uint32_t rows_max);
#endif
