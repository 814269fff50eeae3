import Foundation
import Synchronization
import Testing

@testable import Columns

@Suite struct SpareWorkTests {
  @Test func itWaitsForTheWorkersUntilItIsAskedFor() {
    let seen = Mutex((during: -1, after: -1))
    Workers(count: 2).perWorker { number in
      guard number == 0 else { return }
      let steps = Shared()
      let work = tenSteps(steps)
      Thread.sleep(forTimeInterval: 0.02)
      let before = steps.count.load(ordering: .relaxed)
      work.finish()
      seen.withLock { $0 = (before, steps.count.load(ordering: .relaxed)) }
    }
    #expect(seen.withLock { $0 } == (0, 10))
  }

  @Test func itIsDoneThoughNobodyAsks() async throws {
    let steps = Shared()
    let work = tenSteps(steps)
    while steps.count.load(ordering: .relaxed) < 10 { try await Task.sleep(for: .milliseconds(1)) }
    withExtendedLifetime(work) {}
  }

  @Test func whatNobodyWantsIsNotDone() {
    let steps = Shared()
    _ = tenSteps(steps, toTheEnd: true)
    Thread.sleep(forTimeInterval: 0.02)
    #expect(steps.count.load(ordering: .relaxed) == 0)
  }

  @Test func whatIsBetterDoneAtTheEndWaitsUntilItIsAskedFor() {
    let steps = Shared()
    let work = tenSteps(steps, toTheEnd: true)
    Thread.sleep(forTimeInterval: 0.02)
    #expect(steps.count.load(ordering: .relaxed) == 0)
    work.finish()
    #expect(steps.count.load(ordering: .relaxed) == 10)
  }

  private func tenSteps(_ steps: Shared, toTheEnd: Bool = false) -> SpareWork {
    SpareWork { pause in
      for _ in 0..<10 {
        guard pause(toTheEnd) else { return }
        steps.count.wrappingAdd(1, ordering: .relaxed)
      }
    }
  }

  private final class Shared: Sendable {
    let count = Atomic(0)
  }
}
