import Columns
import Synchronization
import Testing

@Suite struct LaterTests {
  /// The value is made once, however often it is asked for.
  @Test(arguments: [1, 2]) func itIsMadeOnce(_ threads: Int) {
    let calls = Calls()
    let later = Later(Workers(count: threads)) {
      calls.count.wrappingAdd(1, ordering: .relaxed)
      return (0..<1000).reduce(0, +)
    }
    #expect(later.value == 499_500)
    #expect(later.value == 499_500)
    #expect(calls.count.load(ordering: .relaxed) == 1)
  }

  /// With a single worker nothing happens beside the caller.
  @Test func aSingleWorkerDoesNotWait() {
    let calls = Calls()
    let later = Later(Workers(count: 1)) { calls.count.wrappingAdd(1, ordering: .relaxed) }
    #expect(calls.count.load(ordering: .relaxed) == 1)
    _ = later.value
  }

  /// Nobody has to ask.
  @Test func itIsDoneThoughNobodyAsks() async throws {
    let calls = Calls()
    _ = Later(Workers(count: 2)) { calls.count.wrappingAdd(1, ordering: .relaxed) }
    while calls.count.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(1)) }
  }

  private final class Calls: Sendable {
    let count = Atomic(0)
  }
}
