import Synchronization

/// Work that can wait until the threads of `Workers` leave a core idle: what one thread alone has to do
/// elsewhere hides it, where otherwise it would take time from those who are waited for.
public final class SpareWork: Sendable {
  /// How many phases are running on several threads.
  static let crowd = Monitor(0)

  private let state: State
  private let job: Mutex<Job?>

  private final class State: Sendable {
    let isUrgent = Atomic<Bool>(false)
  }

  /// Starts `work`, which calls `pause` between its pieces: that returns when there is time, or, for what
  /// is better done at the end, not before somebody waits.
  public init(_ work: @escaping @Sendable (_ pause: (_ toTheEnd: Bool) -> Void) -> Void) {
    let state = State()
    self.state = state
    job = Mutex(
      Job {
        work { toTheEnd in
          SpareWork.crowd.wait { busy in
            let isIdle = busy == 0 && !toTheEnd
            return isIdle || state.isUrgent.load(ordering: .relaxed) ? () : nil
          }
        }
      })
  }

  deinit {
    hurry()
    job.withLock { $0.take()?.leave() }
  }

  /// Waits until the work is done, which does not wait any more.
  public func finish() {
    hurry()
    job.withLock { $0.take()?.join() }
  }

  private func hurry() {
    state.isUrgent.store(true, ordering: .relaxed)
    SpareWork.crowd.update { _ in }
  }
}
