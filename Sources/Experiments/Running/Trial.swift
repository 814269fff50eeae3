import Columns
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What one cell took when it was run: the ground of an estimate.
public struct Trial: Sendable {
  /// How long the cell took when all that it shares with others was read.
  public let milliseconds: Int
  /// How long the first one took beyond that: reading the base.
  public let loadMilliseconds: Int
  /// Bytes of the output folder and of the finished cells beside it.
  public let diskBytes: Int
  /// What it came to.
  public let result: CellResult
  private let cells: Int
  /// The most memory of the process, before the cell was run and after.
  private let memory: (before: Int, after: Int)

  /// Runs `cell` twice: once with all the reading, and once without.
  public init(_ opened: OpenExperiment, _ cell: Cell) throws(ExperimentError) {
    let clock = ContinuousClock()
    var evaluator = CellEvaluator(opened.inputs)
    let start = clock.now
    let before = Trial.mostMemory()
    result = try evaluator.run(cell)
    let first = clock.now
    // An evaluator of its own reads its variant again, as each variant's first cell does.
    var other = CellEvaluator(opened.inputs)
    _ = try other.run(cell)
    let second = clock.now
    milliseconds = max(1, Trial.milliseconds(second - first))
    loadMilliseconds = max(0, Trial.milliseconds(first - start) - milliseconds)
    memory = (before, Trial.mostMemory())
    cells = opened.experiment.cellCount
    let line = opened.lines.answer(cell, result).count
    // A row of results.csv is about as long as the line's part of it; a summary is one cell a
    // variant.
    diskBytes = line * cells * 3 + line * 3 * opened.experiment.variants.count
  }

  /// The most memory, in bytes, with a variant a thread.
  public func memory(threads: Int) -> Int {
    memory.after + (threads - 1) * max(0, memory.after - memory.before) / 2
  }

  /// The time for all cells, in seconds, rounded up.
  public func seconds(threads: Int) -> Int {
    let all = cells * milliseconds / min(threads, max(1, cells)) + loadMilliseconds
    return (all + 999) / 1000
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  /// The largest resident memory so far, in bytes.
  private static func mostMemory() -> Int {
    var usage = rusage()
    #if canImport(Darwin)
      _ = unsafe getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #endif
  }
}
