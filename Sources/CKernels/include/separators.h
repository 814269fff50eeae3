#ifndef CKERNELS_SEPARATORS_H
#define CKERNELS_SEPARATORS_H
#include <stddef.h>
#include <stdint.h>

/// What one pass over a stretch of CSV bytes counts. A stretch may begin inside a quoted field:
/// what depends on that is counted for both cases, [0] outside and [1] inside.
typedef struct {
  uint64_t newlines[2];
  /// Offset of the last newline outside quotes, or -1.
  int64_t last_newline[2];
  uint64_t quotes;
  uint64_t nuls;
  /// 0 where all bytes are ASCII.
  uint64_t beyond_ascii;
} zb_scan_result;

/// Counts newlines, quotes and NUL bytes of `count` bytes.
void zb_scan(const uint8_t *bytes, size_t count, zb_scan_result *result);

/// Writes the offset behind every comma and newline of `count` bytes to `separators`, and behind
/// every newline to `newlines`: where the next field or row begins. Quotes have no meaning here. At
/// most 2^32 - 1 bytes. The arrays must have room for `count` + 64 entries. Returns the number of
/// separators; `newline_count` that of newlines.
size_t zb_separators(const uint8_t *bytes, size_t count, uint32_t *separators,
                     uint32_t *newlines, size_t *newline_count);

/// The same two with the processor's vectors of 64 bytes where it has them (2, `ZB_BEST`), of at
/// most 32 (1), or without (0).
enum { ZB_BEST = 2 };
void zb_scan_at(int most, const uint8_t *bytes, size_t count, zb_scan_result *result);
size_t zb_separators_at(int most, const uint8_t *bytes, size_t count, uint32_t *separators,
                        uint32_t *newlines, size_t *newline_count);
#endif
