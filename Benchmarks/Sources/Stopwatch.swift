import Columns
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Times one run, and the phases that it tells of. While it runs it only notes when a phase ended,
/// for to reckon would take as long as a phase of a small city.
final class Stopwatch: Sendable {
  private let ended: Mutex<[(phase: Phase, at: Moment)]>
  private let start: Moment

  /// Starts.
  init() {
    var ended: [(phase: Phase, at: Moment)] = []
    ended.reserveCapacity(64)
    self.ended = Mutex(ended)
    start = Moment()
  }

  /// Takes what passed since the last phase for the one that has ended.
  var observer: PhaseObserver { PhaseObserver { [self] phase in note(phase, Moment()) } }

  /// The same up to the end of the first phase like `last`, for who is interested in no other: to
  /// that one is charged what it takes to ask for its end, and not to what follows.
  func observer(through last: Phase) -> PhaseObserver {
    let isOver = Mutex(false)
    return PhaseObserver { [self] phase in
      isOver.withLock { isOver in
        if isOver { return }
        isOver = phase == last
        note(phase, isOver ? Moment.afterAsking : Moment())
      }
    }
  }

  private func note(_ phase: Phase, _ now: Moment) { ended.withLock { $0.append((phase, now)) } }

  /// The time since the start, and of each phase.
  func stop() -> Times {
    let total = Moment() - start
    var (phases, last): ([Phase: Time], Moment) = ([:], start)
    for (phase, moment) in ended.withLock({ $0 }) {
      phases[phase, default: Time()] += moment - last
      last = moment
    }
    return Times(total: total, phases: phases)
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

  static func - (a: Time, b: Time) -> Time {
    Time(wall: a.wall - b.wall, processor: a.processor - b.processor)
  }

  static func += (a: inout Time, b: Time) { a = a + b }
}

/// A point in both times.
private struct Moment {
  let wall: ContinuousClock.Instant
  let processor: Int

  /// When this began.
  init() {
    wall = ContinuousClock.now
    processor = Moment.processorTime()
  }

  private init(processor: Int) {
    self.processor = processor
    wall = ContinuousClock.now
  }

  /// When this ended: asking for the processors' time takes as long as a phase of a small city.
  static var afterAsking: Moment { Moment(processor: processorTime()) }

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
