#ifndef CKERNELS_SIGNALS_H
#define CKERNELS_SIGNALS_H

/// From now on a mapped input that is cut while it is read ends the process with `exit_code`, after
/// `message` on standard error, instead of by a signal. `message` must live on.
void zb_end_when_input_is_cut(const char *message, int exit_code);

/// From now on SIGINT, SIGTERM and SIGHUP, where nobody ignores or takes them yet, do not end the
/// process: a thread of its own calls `clean_up` with the signal's number, which ends it by
/// `zb_end_by_signal`. The same signal once more ends it at once. Returns 0; -1 where the system
/// has no thread or pipe left, and all is as before.
int zb_when_ended_by_signal(void (*clean_up)(int));

/// Ends the process by the signal, as if nobody had taken it, so that whoever waits for it sees
/// that.
_Noreturn void zb_end_by_signal(int number);
#endif
