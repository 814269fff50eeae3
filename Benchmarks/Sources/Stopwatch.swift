import Columns
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Times one run, and the phases that it tells of.
final class Stopwatch: Sendable {
  private struct State {
    var last: Moment
    var phases: [Phase: Time] = [:]
  }
  private let start: Moment
  private let state: Mutex<State>

  /// Starts.
  init() {
    start = Moment()
    state = Mutex(State(last: start))
  }

  /// Takes what passed since the last phase for the one that has ended.
  var observer: PhaseObserver {
    PhaseObserver { [self] phase in
      let now = Moment()
      state.withLock { state in
        state.phases[phase, default: Time()] += now - state.last
        state.last = now
      }
    }
  }

  /// The time since the start, and of each phase.
  func stop() -> Times {
    let total = Moment() - start
    return Times(total: total, phases: state.withLock { $0.phases })
  }
}

/// What a stopwatch showed.
struct Times {
  let total: Time
  var phases: [Phase: Time] = [:]
}

/// How long something took, in nanoseconds.
struct Time {
  /// By the clock on the wall.
  var wall = 0
  /// Of all processors together, as long as they worked for this process.
  var processor = 0

  static func + (a: Time, b: Time) -> Time {
    Time(wall: a.wall + b.wall, processor: a.processor + b.processor)
  }

  static func += (a: inout Time, b: Time) { a = a + b }
}

/// A point in both times.
private struct Moment {
  let wall = ContinuousClock.now
  let processor = Moment.processorTime()

  static func - (end: Moment, start: Moment) -> Time {
    let wall = (end.wall - start.wall).components
    return Time(
      wall: Int(wall.seconds) * 1_000_000_000 + Int(wall.attoseconds / 1_000_000_000),
      processor: end.processor - start.processor)
  }

  private static func processorTime() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
