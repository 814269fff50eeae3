#include "include/bytes.h"

// Short enough for a byte to count, and whole vectors, so that a compiler takes many bytes at once.
#define STRETCH 240

size_t zp_count(const uint8_t *bytes, size_t count, uint8_t byte) {
  size_t found = 0;
  while (count >= STRETCH) {
    uint8_t some = 0;
    for (size_t i = 0; i < STRETCH; i++) some = (uint8_t)(some + (bytes[i] == byte));
    found += some;
    bytes += STRETCH;
    count -= STRETCH;
  }
  for (size_t i = 0; i < count; i++) found += bytes[i] == byte;
  return found;
}

uint32_t zp_look(const uint8_t *bytes, size_t count) {
  uint8_t quote = 0, zero = 0, high = 0;
  for (size_t i = 0; i < count; i++) {
    quote |= bytes[i] == '"';
    zero |= bytes[i] == 0;
    high |= bytes[i] & 0x80;
  }
  return (quote ? ZP_QUOTE : 0) | (zero ? ZP_ZERO : 0) | (high ? ZP_BEYOND_ASCII : 0);
}
