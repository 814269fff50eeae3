#ifndef CKERNELS_HEAP_H
#define CKERNELS_HEAP_H
#include <stddef.h>

/// From now on a process that is given no memory ends with `exit_code`, after `message` on standard
/// error, instead of by the trap or abort with which Swift's runtime ends it. `message` must live
/// on.
void zb_end_without_memory(const char *message, int exit_code);

/// Ends the process so, if that was asked for: for whoever sees memory refused.
void zb_out_of_memory(void);

/// Asks the system for huge pages behind these bytes, where it has such. A hint only.
void zb_prefer_huge_pages(void *memory, size_t bytes);
/// Lets the heap keep what is freed for what is asked for next, instead of giving it back to the
/// system and clearing new pages each time. Only where the C library can be told so.
void zb_keep_heap(void);
/// Gives back what the heap has kept so far.
void zb_release_heap(void);
/// The heap is about to grow by some `bytes`, less than 32 MB: it will do so in huge pages where
/// there are such, a few faults instead of thousands.
void zb_expect_heap(size_t bytes);
#endif
