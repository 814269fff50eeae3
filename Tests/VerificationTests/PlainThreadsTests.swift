import Synchronization
import TestSupport
import Testing

@testable import Verification

/// The threads of a check: every task once, whoever does it, and hashes beside them.
@Suite struct PlainThreadsTests {
  @Test(arguments: [1, 2, 3, 8]) func everyTaskIsDoneOnce(_ count: Int) {
    let threads = PlainThreads(count: count)
    for tasks in [0, 1, 2, 7, 300] {
      let times = Mutex(Array(repeating: 0, count: tasks))
      let made = threads.map(tasks) { task in
        times.withLock { $0[task] += 1 }
        return task * task
      }
      #expect(made == (0..<tasks).map { $0 * $0 })
      #expect(times.withLock { $0.allSatisfy { $0 == 1 } })
    }
  }

  /// Tasks that have tasks of their own, on fewer threads than there are of them.
  @Test(arguments: [1, 2, 3]) func tasksMayWaitForTasks(_ count: Int) {
    let threads = PlainThreads(count: count)
    let (a, b) = threads.both(
      { threads.map(20) { outer in threads.map(10) { outer * $0 }.reduce(0, +) } },
      { threads.both({ 1 }, { 2 }) })
    #expect(a == (0..<20).map { $0 * 45 })
    #expect(b == (1, 2))
  }

  /// A tool is nobody else's while a task has it, and no more are made than can be in use.
  @Test func toolsAreUsedOneTaskAtATime() {
    let made = Atomic<Int>(0)
    let uses = PlainThreads(count: 3).map(
      200, with: { (number: made.wrappingAdd(1, ordering: .relaxed).oldValue, uses: 0) }
    ) { tool, _ in
      tool.uses += 1
      return [tool.number, tool.uses]
    }
    // So the uses of each tool are numbered from 1 on without a gap.
    for own in Dictionary(grouping: uses, by: { $0[0] }).values {
      #expect(own.map { $0[1] }.sorted() == Array(1...own.count))
    }
    #expect(made.load(ordering: .relaxed) <= 3)
  }

  /// Files of several lengths hashed beside tasks, and asked for in the middle of them or never.
  @Test(arguments: [1, 2, 4]) func hashesAreMadeBesideTasks(_ count: Int) {
    var random = SeededGenerator(seed: 31)
    let threads = PlainThreads(count: count)
    let files = [0, 1, 100_000, 700_000, 3_000_000].map { length in
      (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }
    let digestings = files.map { PlainDigesting(PlainBytes($0), with: threads.crew) }
    _ = PlainDigesting(PlainBytes(files[4]), with: threads.crew)
    _ = threads.map(50) { $0 }
    let found = threads.map(files.count - 1) { digestings[$0].hex() }
    #expect(found == files.dropLast().map { PlainSHA256.hex(of: $0) })
    #expect(digestings[4].hex() == PlainSHA256.hex(of: files[4]))
  }
}
