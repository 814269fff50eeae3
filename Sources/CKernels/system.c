#define _GNU_SOURCE
#include "include/system.h"
#include <string.h>
#include <signal.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
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

int zb_available_cores(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : (int)count;
}

static const char *cut_message;
static int cut_exit_code;

// Only what is safe in a signal handler.
static void end_for_cut_input(int signal) {
  (void)signal;
  ssize_t written = write(2, cut_message, strlen(cut_message));
  (void)written;
  _exit(cut_exit_code);
}

void zb_end_when_input_is_cut(const char *message, int exit_code) {
  cut_message = message;
  cut_exit_code = exit_code;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = end_for_cut_input;
  sigaction(SIGBUS, &action, NULL);
}

static const char *memory_message;
static int memory_exit_code;
static const int memory_signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV};
enum { memory_signal_count = sizeof memory_signals / sizeof *memory_signals };
static struct sigaction memory_before[memory_signal_count];

void zb_out_of_memory(void) {
  if (!memory_message) return;
  ssize_t written = write(2, memory_message, strlen(memory_message));
  (void)written;
  _exit(memory_exit_code);
}

// An allocation that fails leaves ENOMEM in its thread, and right behind it, in the same thread, the runtime
// traps, aborts, or follows the null that it was given. Any other trap is what it was: it comes again, to
// whoever had the signal before.
static void end_if_out_of_memory(int number) {
  if (errno == ENOMEM) zb_out_of_memory();
  for (int i = 0; i < memory_signal_count; i++) {
    if (memory_signals[i] == number) sigaction(number, &memory_before[i], NULL);
  }
}

// Takes the pages that the first thread's stack may grow by before anything is begun: a stack that is
// refused one later leaves no ENOMEM, and looks like a pointer gone wrong.
static void __attribute__((noinline)) reserve_stack(void) {
  volatile char room[256 << 10];
  for (size_t at = sizeof room; at >= 4096; at -= 4096) room[at - 1] = 0;
}

// Where a handler runs when the stack has no room for it, if the runtime has given it none.
static void provide_signal_stack(void) {
  static char room[32 << 10];
  stack_t stack;
  if (sigaltstack(NULL, &stack) == 0 && !(stack.ss_flags & SS_DISABLE)) return;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = room;
  stack.ss_size = sizeof room;
  sigaltstack(&stack, NULL);
}

void zb_end_without_memory(const char *message, int exit_code) {
  memory_message = message;
  memory_exit_code = exit_code;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = end_if_out_of_memory;
  action.sa_flags = SA_ONSTACK;  // where a stack overflowed, whoever had the signal has one beside it
  provide_signal_stack();
  for (int i = 0; i < memory_signal_count; i++) sigaction(memory_signals[i], &action, &memory_before[i]);
  errno = ENOMEM;
  reserve_stack();
  errno = 0;
}

static int ending_pipe[2];
static void (*ending_clean_up)(int);
static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};

// Only what is safe in a signal handler: the work is the thread's.
static void tell_of_ending(int number) {
  int before = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(ending_pipe[1], &byte, 1);
  (void)written;
  errno = before;
}

static void *wait_for_ending(void *unused) {
  unsigned char number;
  ssize_t got;
  do {
    got = read(ending_pipe[0], &number, 1);
  } while (got < 0 && errno == EINTR);
  if (got == 1) ending_clean_up(number);
  return unused;
}

static int start_ending_thread(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  if (pthread_attr_init(&attributes) != 0) return -1;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 256 << 10);  // removing is at most 16 folders deep
  int failed = pthread_create(&thread, &attributes, wait_for_ending, NULL);
  pthread_attr_destroy(&attributes);
  return failed ? -1 : 0;
}

int zb_when_ended_by_signal(void (*clean_up)(int)) {
  ending_clean_up = clean_up;
  if (pipe(ending_pipe) != 0) return -1;
  for (int i = 0; i < 2; i++) fcntl(ending_pipe[i], F_SETFD, FD_CLOEXEC);
  if (start_ending_thread() != 0) {
    for (int i = 0; i < 2; i++) close(ending_pipe[i]);
    return -1;
  }
  struct sigaction action, before;
  memset(&action, 0, sizeof action);
  action.sa_handler = tell_of_ending;
  action.sa_flags = (int)(SA_RESTART | SA_RESETHAND);
  for (unsigned i = 0; i < sizeof ending_signals / sizeof *ending_signals; i++) {
    int number = ending_signals[i];
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_DFL)
      sigaction(number, &action, NULL);
  }
  return 0;
}

void zb_end_by_signal(int number) {
  signal(number, SIG_DFL);
  kill(getpid(), number);
  for (;;) pause();
}

#if defined(__GLIBC__)
#include <malloc.h>
void zb_keep_heap(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_TOP_PAD, 4 << 20);
}

void zb_release_heap(void) { malloc_trim(0); }

void zb_expect_heap(size_t bytes) {
  // What is given back stays at the heap's end, where the next pieces come from. No page of it was
  // touched, and the first touch of each now brings a large one.
  char *room = malloc(bytes);
  uintptr_t huge = 2 << 20, from = ((uintptr_t)room + huge - 1) / huge * huge;
  uintptr_t to = ((uintptr_t)room + bytes) / huge * huge;
  if (room != NULL && from < to) madvise((void *)from, to - from, MADV_HUGEPAGE);
  free(room);
}
#else
void zb_keep_heap(void) {}
void zb_release_heap(void) {}
void zb_expect_heap(size_t bytes) { (void)bytes; }
#endif
