#ifndef CKERNELS_FIND_H
#define CKERNELS_FIND_H
#include <stddef.h>
/// Where `needle` first begins in `bytes`; `count` where it does not. Linear time.
size_t zb_find(const void *bytes, size_t count, const void *needle, size_t needle_count);
#endif
