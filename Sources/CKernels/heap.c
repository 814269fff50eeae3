#define _GNU_SOURCE
#include "include/heap.h"
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// MARK: The end without memory

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

// An allocation that fails leaves ENOMEM in its thread, and right behind it, in the same thread,
// the runtime traps, aborts, or follows the null that it was given. Any other trap is what it was:
// it comes again, to whoever had the signal before.
static void end_if_out_of_memory(int number) {
  if (errno == ENOMEM) zb_out_of_memory();
  for (int i = 0; i < memory_signal_count; i++) {
    if (memory_signals[i] == number) sigaction(number, &memory_before[i], NULL);
  }
}

// Takes the pages that the first thread's stack may grow by before anything is begun: a stack that
// is refused one later leaves no ENOMEM, and looks like a pointer gone wrong.
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
  // Where a stack overflowed, whoever had the signal has one beside it.
  action.sa_flags = SA_ONSTACK;
  provide_signal_stack();
  for (int i = 0; i < memory_signal_count; i++) {
    sigaction(memory_signals[i], &action, &memory_before[i]);
  }
  errno = ENOMEM;
  reserve_stack();
  errno = 0;
}

// MARK: Pages and the heap

void zb_prefer_huge_pages(void *memory, size_t bytes) {
#if defined(__linux__)
  madvise(memory, bytes, MADV_HUGEPAGE);
#else
  (void)memory, (void)bytes;
#endif
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
  if (room != NULL && from < to) zb_prefer_huge_pages((void *)from, to - from);
  free(room);
}
#else
void zb_keep_heap(void) {}
void zb_release_heap(void) {}
void zb_expect_heap(size_t bytes) { (void)bytes; }
#endif
