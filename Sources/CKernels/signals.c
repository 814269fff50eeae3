#define _GNU_SOURCE
#include "include/signals.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

// MARK: Inputs that are cut

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

// MARK: Ending by a signal

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
