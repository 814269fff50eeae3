#ifndef CKERNELS_FILES_H
#define CKERNELS_FILES_H
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

/// The system's own, under names that hide nothing in Swift.
static inline ssize_t zb_read(int file, void *bytes, size_t count) {
  return read(file, bytes, count);
}
static inline ssize_t zb_write(int file, const void *bytes, size_t count) {
  return write(file, bytes, count);
}
static inline int zb_close(int file) { return close(file); }
static inline int zb_rename(const char *from, const char *to) { return rename(from, to); }
/// renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE); -1 with errno where it cannot.
int zb_rename_exchange(const char *from, const char *to);
/// renameat2 with RENAME_NOREPLACE.
int zb_rename_noreplace(const char *from, const char *to);
/// Asks the system to begin writing these bytes of a file to disk, without waiting. A hint only.
void zb_start_writeback(int file, int64_t offset, int64_t count);
#endif
