import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a started thread runs.
private final class Work: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Computes `make(0)` … `make(count - 1)`, each on a thread of its own, while the calling thread
/// runs `meanwhile`; returns the results in order, when all are done.
///
/// Where the system gives no more threads, the caller does the work itself.
func computed<Value: Sendable>(
  _ count: Int, _ make: @escaping @Sendable (Int) -> Value, meanwhile: () throws -> Void
) rethrows -> [Value] {
  let slots = Slots<Value>(count)
  var threads: [pthread_t] = []
  for index in 0..<count {
    let work = Work { slots.set(index, make(index)) }
    if let thread = start(work) { threads.append(thread) } else { work.run() }
  }
  do {
    defer { for thread in threads { pthread_join(thread, nil) } }
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

/// Starts a thread; nil where the system gives none.
private func start(_ work: Work) -> pthread_t? {
  #if canImport(Darwin)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  // The thread takes over the one reference to its work and releases it.
  let reference = unsafe Unmanaged.passRetained(work)
  let failed = unsafe pthread_create(
    &thread, nil,
    { argument in
      #if canImport(Darwin)
        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
      #else
        unsafe Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().run()
      #endif
      return nil
    }, reference.toOpaque())
  if failed != 0 {
    unsafe reference.release()
    return nil
  }
  return thread
}
