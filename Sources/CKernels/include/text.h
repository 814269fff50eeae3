#ifndef CKERNELS_TEXT_H
#define CKERNELS_TEXT_H
#include <stddef.h>
#include <stdint.h>

/// Where the first byte sequence begins that is not UTF-8 (Unicode 16, table 3-7: no surrogates, no
/// overlong forms, nothing beyond U+10FFFF); `count` where there is none.
size_t zb_utf8_valid_prefix(const uint8_t *bytes, size_t count);

/// The same for the bytes behind `from`, without the processor's vectors (to test one against the
/// other).
size_t zb_utf8_valid_prefix_portable(const uint8_t *bytes, size_t count, size_t from);

/// What stopped a conversion.
enum {
  ZB_CONVERTED = 0,   ///< nothing: all bytes were converted
  ZB_INVALID = 1,     ///< the bytes at `*taken` are not in the encoding, or end in mid-character
  ZB_OUT_OF_ROOM = 2, ///< `room` was too small
  ZB_NO_CONVERTER = 3 ///< the C library does not know the encoding
};
/// Converts text from the encoding that the C library knows as `name` to UTF-8. Sets how many bytes
/// were taken and written. Twice the bytes of GB18030 text are always room enough.
int zb_to_utf8(const char *name, const uint8_t *bytes, size_t count, size_t *taken, uint8_t *out,
               size_t room, size_t *written);
#endif
