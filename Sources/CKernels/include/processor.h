#ifndef CKERNELS_PROCESSOR_H
#define CKERNELS_PROCESSOR_H
#include <stddef.h>

/// The processors that this process may run on; at least 1.
int zb_available_cores(void);
/// Asks the processor to bring the cache line at `address` nearer. A hint only: any address will
/// do.
static inline void zb_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }
/// The same for each cache line of some bytes, into a larger cache.
static inline void zb_prefetch_all(const char *bytes, size_t count) {
  for (size_t at = 0; at < count; at += 64) __builtin_prefetch(bytes + at, 0, 2);
}
#endif
