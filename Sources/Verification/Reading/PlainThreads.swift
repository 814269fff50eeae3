import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many threads the check may use; what it finds does not depend on it.
public struct PlainThreads: Sendable {
  /// The threads, the calling one included.
  public let count: Int

  /// `count` threads, at least 1.
  public init(count: Int) { self.count = max(1, count) }

  /// Runs `body` for each task from 0 to `tasks` − 1, on all threads, and returns what it made in the
  /// order of the tasks.
  func map<Value: Sendable>(_ tasks: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    let made = Mutex<[Value?]>(Array(repeating: nil, count: tasks))
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(body) { body in
      let work: @Sendable () -> Void = {
        while true {
          let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard task < tasks else { return }
          let value = body(task)
          made.withLock { $0[task] = value }
        }
      }
      withoutActuallyEscaping(work) { work in
        let others = (1..<max(1, min(count, tasks))).map { _ in PlainThread(work) }
        work()
        for other in others { other.join() }
      }
    }
    return made.withLock { $0.map { $0! } }
  }

  /// Runs two things side by side, where there are threads for it.
  func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () -> First, _ second: @Sendable () -> Second
  ) -> (First, Second) {
    let made = Mutex<(First?, Second?)>((nil, nil))
    _ = map(2) { task in
      if task == 0 {
        let value = first()
        made.withLock { $0.0 = value }
      } else {
        let value = second()
        made.withLock { $0.1 = value }
      }
    }
    return made.withLock { ($0.0!, $0.1!) }
  }

  /// The part with number `part` of `count` things that are cut into `parts` nearly equal ones.
  static func part(_ part: Int, of parts: Int, count: Int) -> Range<Int> {
    count * part / parts..<count * (part + 1) / parts
  }
}

/// Work on a thread of its own.
///
/// Sound: the system holds one reference to the work until the thread has taken it.
final class PlainThread: Sendable {
  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
  private let thread: pthread_t?

  /// Starts `work`; where there is no thread to have, it is done before this returns.
  init(_ work: @escaping @Sendable () -> Void) {
    let held = unsafe Unmanaged.passRetained(Work(work))
    #if canImport(Darwin)
      var started: pthread_t?
    #else
      var started = pthread_t()
    #endif
    let failed = unsafe pthread_create(
      &started, nil,
      { argument in
        #if canImport(Darwin)
          unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
        #else
          unsafe Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().run()
        #endif
        return nil
      }, held.toOpaque())
    if failed == 0 {
      thread = started
      return
    }
    unsafe held.release()
    thread = nil
    work()
  }

  /// Waits until the work is done. Call it exactly once.
  func join() {
    if let thread { _ = pthread_join(thread, nil) }
  }
}

/// The digest of a file's bytes, made on a thread of its own while others read them.
final class PlainDigesting: Sendable {
  private let result = Mutex<String>("")
  private let thread: Mutex<PlainThread?>

  /// Starts to hash `bytes`.
  init(_ bytes: [UInt8], inBackground: Bool) {
    thread = Mutex(nil)
    guard inBackground else {
      let hex = PlainSHA256.hex(of: bytes)
      result.withLock { $0 = hex }
      return
    }
    let started = PlainThread { [self] in
      let hex = PlainSHA256.hex(of: bytes)
      result.withLock { $0 = hex }
    }
    thread.withLock { $0 = started }
  }

  /// The digest, as 64 hexadecimal digits.
  func hex() -> String {
    thread.withLock {
      $0?.join()
      $0 = nil
    }
    return result.withLock { $0 }
  }
}
