import Synchronization

/// A value that is made beside other work, on a thread of its own, and waited for where it is needed.
public final class Later<Value: Sendable>: Sendable {
  private let made: Made
  private let job: Mutex<Job?>

  private final class Made: Sendable {
    let value = Mutex<Value?>(nil)
  }

  /// Begins to make the value; with a single worker at once, before this returns.
  public init(_ workers: Workers, _ make: @escaping @Sendable () -> Value) {
    let made = Made()
    self.made = made
    let work = { @Sendable in
      let value = make()
      made.value.withLock { $0 = value }
    }
    if workers.count > 1 {
      job = Mutex(Job(work))
    } else {
      work()
      job = Mutex(nil)
    }
  }

  deinit { job.withLock { $0.take()?.leave() } }

  /// The value, when it is there.
  public var value: Value {
    job.withLock { $0.take()?.join() }
    return made.value.withLock { $0! }
  }
}
