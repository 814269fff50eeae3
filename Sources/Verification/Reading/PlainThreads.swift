import Synchronization

/// How many threads the check may use; what it finds does not depend on it.
public struct PlainThreads: Sendable {
  /// The threads, the calling one included.
  public let count: Int
  let crew: PlainCrew

  /// `count` threads, at least 1.
  public init(count: Int) {
    self.count = max(1, count)
    crew = PlainCrew(helpers: self.count - 1)
  }

  /// Runs `body` for each task from 0 to `tasks` − 1, on all threads, and returns what it made in
  /// the order of the tasks.
  func map<Value: Sendable>(_ tasks: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    let made = Mutex<[Value?]>(Array(repeating: nil, count: tasks))
    let work: @Sendable (Int) -> Void = { task in
      let value = body(task)
      made.withLock { $0[task] = value }
    }
    withoutActuallyEscaping(work) { crew.run(tasks, $0) }
    return made.withLock { $0.map { $0! } }
  }

  /// The same with something that tasks need one at a time: as much of it is made as there are
  /// threads at work, and one task after the other has it.
  func map<Tool: Sendable, Value: Sendable>(
    _ tasks: Int, with make: @Sendable () -> Tool, _ body: @Sendable (inout Tool, Int) -> Value
  ) -> [Value] {
    let tools = Mutex<[Tool]>([])
    return map(tasks) { task in
      var tool = tools.withLock { $0.popLast() } ?? make()
      let value = body(&tool, task)
      tools.withLock { [tool] in $0.append(tool) }
      return value
    }
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
