import Columns
import Synchronization

/// Computes `make(0)` … `make(count - 1)`, each on a thread of its own, while the calling thread
/// runs `meanwhile`; returns the results in order, when all are done.
///
/// Where the system gives no more threads, the caller does the work itself.
func computed<Value: Sendable>(
  _ count: Int, _ make: @escaping @Sendable (Int) -> Value, meanwhile: () throws -> Void
) rethrows -> [Value] {
  let slots = Slots<Value>(count)
  let jobs = (0..<count).map { index in Job { slots.set(index, make(index)) } }
  do {
    defer { for job in jobs { job.join() } }
    try meanwhile()
  }
  return slots.values
}

/// Results as they come in from several threads.
private final class Slots<Value: Sendable>: Sendable {
  private let slots: Mutex<[Value?]>
  init(_ count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }
  func set(_ index: Int, _ value: Value) { slots.withLock { $0[index] = value } }
  var values: [Value] { slots.withLock { $0.map { $0! } } }
}
