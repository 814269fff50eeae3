#ifndef CKERNELS_SYSTEM_H
#define CKERNELS_SYSTEM_H
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
/// The system's own, under names that hide nothing in Swift.
static inline ssize_t zb_read(int file, void *bytes, size_t count) { return read(file, bytes, count); }
static inline ssize_t zb_write(int file, const void *bytes, size_t count) {
  return write(file, bytes, count);
}
static inline int zb_close(int file) { return close(file); }
static inline int zb_rename(const char *from, const char *to) { return rename(from, to); }
/// renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE); -1 with errno where it cannot.
int zb_rename_exchange(const char *from, const char *to);
/// renameat2 with RENAME_NOREPLACE.
int zb_rename_noreplace(const char *from, const char *to);
/// The processors that this process may run on; at least 1.
int zb_available_cores(void);
/// Asks the processor to bring the cache line at `address` nearer. A hint only: any address will do.
static inline void zb_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }
/// The same for each cache line of some bytes, into a larger cache.
static inline void zb_prefetch_all(const char *bytes, size_t count) {
  for (size_t at = 0; at < count; at += 64) __builtin_prefetch(bytes + at, 0, 2);
}
/// Lets the heap keep what is freed for what is asked for next, instead of giving it back to the
/// system and clearing new pages each time. Only where the C library can be told so.
void zb_keep_heap(void);
/// Gives back what the heap has kept so far.
void zb_release_heap(void);
/// The heap is about to grow by some `bytes`, less than 32 MB: it will do so in huge pages where there are
/// such, a few faults instead of thousands.
void zb_expect_heap(size_t bytes);
/// Asks the system to begin writing these bytes of a file to disk, without waiting. A hint only.
void zb_start_writeback(int file, int64_t offset, int64_t count);

/// From now on a mapped input that is cut while it is read ends the process with `exit_code`, after
/// `message` on standard error, instead of by a signal. `message` must live on.
void zb_end_when_input_is_cut(const char *message, int exit_code);

/// From now on a process that is given no memory ends with `exit_code`, after `message` on standard
/// error, instead of by the trap or abort with which Swift's runtime ends it. `message` must live on.
void zb_end_without_memory(const char *message, int exit_code);

/// From now on SIGINT, SIGTERM and SIGHUP, where nobody ignores or takes them yet, do not end the process: a
/// thread of its own calls `clean_up` with the signal's number, which ends it by `zb_end_by_signal`. The same
/// signal once more ends it at once. Returns 0; -1 where the system has no thread or pipe left, and all is as
/// before.
int zb_when_ended_by_signal(void (*clean_up)(int));

/// Ends the process by the signal, as if nobody had taken it, so that whoever waits for it sees that.
_Noreturn void zb_end_by_signal(int number);

/// Ends the process so, if that was asked for: for whoever sees memory refused.
void zb_out_of_memory(void);
#endif
