#ifndef CKERNELS_SYSTEM_H
#define CKERNELS_SYSTEM_H
/// renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE); -1 with errno where it cannot.
int zb_rename_exchange(const char *from, const char *to);
/// renameat2 with RENAME_NOREPLACE.
int zb_rename_noreplace(const char *from, const char *to);
/// The processors that this process may run on; at least 1.
int zb_available_cores(void);
#endif
