import Diagnostics
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How far a long piece of work is, on one line of a terminal that is written over; where standard
/// error is none, nothing is written.
final class Progress: Sendable {
  private let count: Int
  private let context: Context
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let state: Mutex<(done: Int, shown: ContinuousClock.Instant)>
  /// A line stands this long before the next one.
  private static let pause = Duration.milliseconds(200)

  /// Begins with nothing done of `count`.
  init(_ count: Int, _ context: Context) {
    (self.count, self.context) = (count, context)
    isShown = count > 0 && isatty(2) == 1
    state = Mutex((0, start))
    if isShown { show(0, left: nil) }
  }

  /// One more is done. Threads may call it; lines come in order.
  func step() {
    guard isShown else { return }
    state.withLock { state in
      state.done += 1
      let now = ContinuousClock.now
      if now - state.shown < Progress.pause, state.done < count { return }
      state.shown = now
      let left = (now - start) * (count - state.done) / state.done
      show(state.done, left: Int(left.components.seconds))
    }
  }

  /// Makes room for what is said next.
  func finish() {
    if isShown { printOverLine("") }
  }

  /// Writes the line over the last one; what a longer one left is wiped away.
  private func show(_ done: Int, left: Int?) {
    let time = left.map { Progress.time($0)[context.language] }
    printOverLine(
      context.say(
        Phrase(
          zh: "已完成 \(done)/\(count) 格" + (time.map { "，约剩 \($0)" } ?? ""),
          en: "\(done) of \(count) cells" + (time.map { ", about \($0) left" } ?? ""))))
  }

  /// A time as people say it, in two units at most.
  private static func time(_ seconds: Int) -> Phrase {
    if seconds < 60 { return Phrase(zh: "\(seconds) 秒", en: "\(seconds) s") }
    let (minutes, rest) = (seconds / 60, seconds % 60)
    if minutes < 60 {
      return Phrase(zh: "\(minutes) 分 \(rest) 秒", en: "\(minutes) min \(rest) s")
    }
    return Phrase(
      zh: "\(minutes / 60) 小时 \(minutes % 60) 分", en: "\(minutes / 60) h \(minutes % 60) min")
  }
}
