// memmem is POSIX 2024; older headers show it only when asked.
#define _GNU_SOURCE
#include "find.h"
#include <string.h>

size_t zb_find(const void *bytes, size_t count, const void *needle, size_t needle_count) {
  const void *found = memmem(bytes, count, needle, needle_count);
  return found ? (size_t)((const char *)found - (const char *)bytes) : count;
}
