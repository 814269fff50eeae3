import Synchronization

/// A value that threads share under a lock.
final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>
  init(_ value: Value) { self.value = Mutex(value) }
  func with<Result: Sendable>(_ body: (inout sending Value) -> sending Result) -> Result {
    value.withLock { body(&$0) }
  }
}
