import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work that can wait until the threads of `Workers` leave a core idle: what one thread alone has
/// to do elsewhere hides it, where otherwise it would take time from those who are waited for.
public final class SpareWork: Sendable {
  /// How many phases are running on several threads.
  static let crowd = Monitor(0)

  private let state: State
  private let job: Mutex<Job?>

  /// Who waits for the work, or that nobody does.
  final class State: Sendable {
    let isUrgent = Atomic<Bool>(false)
    let isAbandoned = Atomic<Bool>(false)

    /// Whether the next piece is to be done, while `busy` phases run on several threads; nil: not
    /// yet.
    func mayGoOn(busy: Int, toTheEnd: Bool) -> Bool? {
      if isAbandoned.load(ordering: .relaxed) { return false }
      let isIdle = busy == 0 && !toTheEnd
      return isIdle || isUrgent.load(ordering: .relaxed) ? true : nil
    }
  }

  /// Starts `work`, which calls `pause` between its pieces: that returns when there is time, or,
  /// for what is better done at the end, not before somebody waits. False: nobody wants the rest.
  public init(_ work: @escaping @Sendable (_ pause: (_ toTheEnd: Bool) -> Bool) -> Void) {
    let state = State()
    self.state = state
    let maker = pthread_self()
    job = Mutex(
      Job {
        // Where the system gave no thread, who would be waited for is waiting here.
        let isAlone = pthread_equal(pthread_self(), maker) != 0
        work { toTheEnd in
          if isAlone { return true }
          return SpareWork.crowd.wait { state.mayGoOn(busy: $0, toTheEnd: toTheEnd) }
        }
      })
  }

  deinit {
    tell(state.isAbandoned)
    job.withLock { $0.take()?.leave() }
  }

  /// Waits until the work is done, which does not wait any more.
  public func finish() {
    tell(state.isUrgent)
    job.withLock { $0.take()?.join() }
  }

  private func tell(_ flag: borrowing Atomic<Bool>) {
    flag.store(true, ordering: .relaxed)
    SpareWork.crowd.update { _ in }
  }
}
