#ifndef CPLAINKERNELS_CUT_H
#define CPLAINKERNELS_CUT_H
#include <stdint.h>

/// How many places behind the last one `zp_cut` may overwrite.
#define ZP_CUT_ROOM 32

/// Cuts at most `rows_max` lines among the first `count` bytes into `width` cells each, up to the first line
/// that has a quote, another number of cells, or nothing before its first comma or end but perhaps a return.
///
/// Cell c of line r is at r · `width` + c: where it begins, in `starts`, and ends, in `ends`; a return before
/// the line's end is no part of it. `starts` has room for `rows_max` · `width`, `ends` for `count` +
/// `ZP_CUT_ROOM`. Where the next line begins comes to `next`. Returns how many lines there are.
uint32_t zp_cut(const uint8_t *bytes, uint32_t count, uint32_t width, uint32_t *starts,
                uint32_t *ends, uint32_t rows_max, uint32_t *next);
#endif
