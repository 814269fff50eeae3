import Foundation
import Synchronization
import Testing

@testable import Columns

@Suite struct SpareWorkTests {
  /// Every state that a piece of work can find.
  @Test func piecesAreDoneWhenAskedForOrWhenThereIsTime() {
    for busy in [0, 1, 3] {
      for (toTheEnd, urgent, abandoned) in [
        (false, false, false), (false, false, true), (false, true, false), (false, true, true),
        (true, false, false), (true, false, true), (true, true, false), (true, true, true),
      ] {
        let state = SpareWork.State()
        state.isUrgent.store(urgent, ordering: .relaxed)
        state.isAbandoned.store(abandoned, ordering: .relaxed)
        let expected: Bool? =
          if abandoned { false } else if urgent || (busy == 0 && !toTheEnd) { true } else { nil }
        #expect(state.mayGoOn(busy: busy, toTheEnd: toTheEnd) == expected)
      }
    }
  }

  @Test func itWaitsForTheWorkersUntilItIsAskedFor() {
    let steps = Steps()
    Workers(count: 2).perWorker { number in
      guard number == 0 else { return }
      steps.finish(steps.begin())
    }
    #expect(steps.taken == Steps.all)
    #expect(steps.early == 0)
  }

  @Test func itIsDoneThoughNobodyAsks() {
    let steps = Steps()
    let work = steps.begin()
    #expect(steps.waitForTheEnd())
    #expect(steps.taken == Steps.all)
    withExtendedLifetime(work) {}
  }

  @Test func whatNobodyWantsIsNotDone() {
    let steps = Steps()
    _ = steps.begin(toTheEnd: true)
    #expect(steps.waitForTheEnd())
    #expect(steps.taken == 0)
  }

  @Test func whatIsBetterDoneAtTheEndWaitsUntilItIsAskedFor() {
    let steps = Steps()
    steps.finish(steps.begin(toTheEnd: true))
    #expect(steps.taken == Steps.all)
    #expect(steps.early == 0)
  }

  /// Work of ten steps that knows which of them were taken before somebody asked for it.
  private final class Steps: Sendable {
    static let all = 10

    private struct Account {
      var taken = 0
      var early = 0
      var isAskedFor = false
    }
    private let account = Mutex(Account())
    private let end = DispatchSemaphore(value: 0)

    var taken: Int { account.withLock(\.taken) }
    var early: Int { account.withLock(\.early) }

    func begin(toTheEnd: Bool = false) -> SpareWork {
      SpareWork { pause in
        for _ in 0..<Steps.all {
          guard pause(toTheEnd) else { break }
          self.account.withLock { account in
            account.taken += 1
            if !account.isAskedFor { account.early += 1 }
          }
        }
        self.end.signal()
      }
    }

    /// Asks for the work and waits for it.
    func finish(_ work: SpareWork) {
      account.withLock { $0.isAskedFor = true }
      work.finish()
    }

    /// Whether the work came to its end; a minute is more than a thread needs to begin.
    func waitForTheEnd() -> Bool { end.wait(timeout: .now() + 60) == .success }
  }
}
