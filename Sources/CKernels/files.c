#define _GNU_SOURCE
#include "include/files.h"
#include <fcntl.h>
#if defined(__linux__)
#include <sys/syscall.h>
static int rename_with(const char *from, const char *to, unsigned flags) {
  return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}
int zb_rename_noreplace(const char *from, const char *to) { return rename_with(from, to, 1u); }
int zb_rename_exchange(const char *from, const char *to) { return rename_with(from, to, 2u); }
void zb_start_writeback(int file, int64_t offset, int64_t count) {
  (void)sync_file_range(file, offset, count, SYNC_FILE_RANGE_WRITE);
}
#else
int zb_rename_noreplace(const char *from, const char *to) {
  return renamex_np(from, to, RENAME_EXCL);
}
int zb_rename_exchange(const char *from, const char *to) {
  return renamex_np(from, to, RENAME_SWAP);
}
void zb_start_writeback(int file, int64_t offset, int64_t count) {
  (void)file, (void)offset, (void)count;
}
#endif
