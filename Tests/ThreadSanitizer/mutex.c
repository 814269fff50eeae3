// What the thread sanitizer cannot see of Swift's `Mutex` on Linux, told to it.
//
// Where two threads want a `Mutex` at once, it is taken and given back inside
// libswiftSynchronization and the kernel, which are not compiled with the sanitizer: without this,
// whatever such a lock guards is reported as a race. Loaded before that library, these two
// functions stand in for its own, call them, and say what they did. `Tests/threads` compiles and
// loads it, and tries a lock that threads fight for.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// The sanitizer's, in a program that was compiled with it: other programs load this as well.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

static SWIFT void (*own_lock)(uint32_t, SELF);
static SWIFT void (*own_unlock)(SELF);

__attribute__((constructor)) static void find(void) {
  own_lock = (SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK);
  own_unlock = (SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void lock_slow(uint32_t thread, SELF) {
  own_lock(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock_slow(SELF) __asm__(UNLOCK);
SWIFT void unlock_slow(SELF) {
  if (__tsan_release) __tsan_release(mutex);
  own_unlock(mutex);
}
