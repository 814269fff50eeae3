import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A number of threads that share the tasks of one phase.
///
/// Threads are started for a phase and joined at its end: a phase takes milliseconds, a thread
/// microseconds, and nothing lives on between phases. What a task writes must depend on its number
/// alone, so that results are the same for any number of threads.
public struct Workers: Sendable {
  /// How many threads work, the calling one included.
  public let count: Int
  /// How many items justify another thread: for fewer, starting it takes longer than working
  /// through them.
  private let itemsEach: Int

  /// `count` threads, at least 1.
  public init(count: Int) { self.init(count: count, itemsEach: 16_384) }

  /// `count` threads, at least 1; each is started only where it has `itemsEach` items, at least 1.
  package init(count: Int, itemsEach: Int) {
    self.count = max(1, count)
    self.itemsEach = max(1, itemsEach)
  }

  /// As many of these threads as `items` students justify, for each of whom a phase takes some
  /// nanoseconds.
  package func worth(_ items: Int) -> Workers {
    Workers(count: min(count, items / itemsEach), itemsEach: itemsEach)
  }

  /// As many threads as the machine lets this process use.
  public static var all: Workers { Workers(count: availableCores()) }

  /// How many slices to cut a column into whose items take the same time each: up to four a thread,
  /// so that nobody waits long for a thread that began late or had to wait for memory; at most 16
  /// unless there are more threads, because each slice has memory of its own (tallies, for
  /// example).
  package var slices: Int { count == 1 ? 1 : max(count, min(count * 4, 16)) }

  /// Runs `body` for each task from 0 to `tasks` − 1; a thread takes the next one when it is done.
  public func run(tasks: Int, _ body: @Sendable (Int) -> Void) {
    run(tasks: tasks, besides: {}, body)
  }

  /// Runs `body` for each task while the calling thread is at `own`, which then helps with those
  /// that are left; a single worker does `own` first.
  package func run(tasks: Int, besides own: () -> Void, _ body: @Sendable (Int) -> Void) {
    let next = Atomic<Int>(0)
    @Sendable func takeAll() {
      while true {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard task < tasks else { return }
        body(task)
      }
    }
    onThreads(min(count, max(1, tasks))) {
      own()
      takeAll()
    } others: { _ in
      takeAll()
    }
  }

  /// Runs `body` for each task and returns what it made, in the order of the tasks. Inlinable,
  /// because one worker's loop takes less time than to ask for its types.
  @inlinable
  public func map<Value: Sendable>(
    tasks: Int, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    if tasks <= 1 || count == 1 { return (0..<max(0, tasks)).map(body) }
    return mapOnThreads(tasks: tasks, body)
  }

  @usableFromInline
  func mapOnThreads<Value: Sendable>(
    tasks: Int, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let made = Mutex<[Value?]>(Array(repeating: nil, count: tasks))
    run(tasks: tasks) { task in
      let value = body(task)
      made.withLock { $0[task] = value }
    }
    return made.withLock { $0.map { $0! } }
  }

  /// Runs `body` once on each of at most `limit` threads, with the thread's number from 0.
  public func perWorker(limit: Int = .max, _ body: @Sendable (Int) -> Void) {
    onThreads(min(count, limit), { body(0) }, others: body)
  }

  /// Runs `own` on the calling thread and `others` on each of the remaining `threads` − 1, with its
  /// number.
  private func onThreads(
    _ threads: Int, _ own: () -> Void, others: @Sendable (Int) -> Void
  ) {
    if threads <= 1 { return own() }
    SpareWork.crowd.update { $0 += 1 }
    defer { SpareWork.crowd.update { $0 -= 1 } }
    withoutActuallyEscaping(others) { others in
      let jobs = (1..<threads).map { number in Job { others(number) } }
      own()
      for job in jobs { job.join() }
    }
  }

  /// `count` items cut into `pieces` nearly equal ranges: the piece with this number.
  public static func slice(_ piece: Int, of pieces: Int, count: Int) -> Range<Int> {
    count * piece / pieces..<count * (piece + 1) / pieces
  }
}

/// Work on a thread of its own.
///
/// Sound: the system holds one reference to the work until the thread has taken it, and a thread is
/// joined or left once.
public final class Job: Sendable {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
  // The thread's name in the system: nil where none could be started and the work was done at once.
  private let thread: pthread_t?
  /// Whether the thread was joined or left: the system lets either be done once.
  private let isSettled = Atomic(false)

  /// Starts `work`; where the system has no thread to give, it is done before this returns.
  public init(_ work: @escaping @Sendable () -> Void) {
    let body = Body(work)
    let held = unsafe Unmanaged.passRetained(body)
    #if canImport(Darwin)
      var started: pthread_t?
    #else
      var started = pthread_t()
    #endif
    let failed = unsafe pthread_create(
      &started, nil,
      { argument in
        #if canImport(Darwin)
          unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        #else
          unsafe Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
        #endif
        return nil
      }, held.toOpaque())
    if failed != 0 {
      errno = 0  // nothing is amiss: see `endWithoutMemory`
      unsafe held.release()
      thread = nil
      work()
    } else {
      thread = started
    }
  }

  /// Waits until the work is done. A job is joined or left once; traps the second time.
  public func join() {
    settle()
    if let thread { _ = pthread_join(thread, nil) }
  }

  /// Leaves the work to itself: nobody will wait for it.
  func leave() {
    settle()
    if let thread { _ = pthread_detach(thread) }
  }

  private func settle() {
    let wasSettled = isSettled.exchange(true, ordering: .relaxed)
    precondition(!wasSettled, "a job is joined or left once")
  }

  // A job that nobody joins runs on by itself.
  deinit { if !isSettled.load(ordering: .relaxed), let thread { _ = pthread_detach(thread) } }
}

/// The processors that this process may run on.
func availableCores() -> Int { max(1, Int(zb_available_cores())) }
