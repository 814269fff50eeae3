import Diagnostics
import Tables

/// Lines of cells from many places, brought together: every cell once.
public struct MergedCells: Sendable {
  private let experiment: Experiment
  private let lines: CellLine
  private var results: [CellResult?]
  /// The digest of each cell's first line.
  private var digests: [ArraySlice<UInt8>?]
  /// What was wrong so far.
  public private(set) var problems = ProblemLog()

  /// Nothing yet.
  public init(_ experiment: Experiment, _ lines: CellLine) {
    (self.experiment, self.lines) = (experiment, lines)
    results = Array(repeating: nil, count: experiment.cellCount)
    digests = Array(repeating: nil, count: experiment.cellCount)
  }

  /// Takes a line, without its line end. `place` is where it stands. Complexity: O(bytes).
  public mutating func take(_ line: ArraySlice<UInt8>, at place: Place) {
    do throws(CellLine.Fault) {
      let (cell, result) = try lines.result(line)
      let digest = line.suffix(66)
      if let first = digests[cell.index] {
        // One of two equal lines is enough.
        if first.elementsEqual(digest) { return }
        problems.add(
          .cellsDiffer, at: place, cause: "\(cell.index)",
          Phrase(
            zh: "第 \(cell.index) 格的两个结果不同：计算不是确定的",
            en: "nondeterminism at cell \(cell.index): two results that differ"))
        return
      }
      digests[cell.index] = ArraySlice(Array(digest))
      results[cell.index] = result
    } catch {
      problems.add(error.problem(place), cause: "\(error)")
    }
  }

  /// The numbers of the cells that are missing.
  public var missing: [Int] { results.indices.filter { results[$0] == nil } }

  /// What every cell came to; nil where one is missing.
  public var all: [CellResult]? {
    results.contains { $0 == nil } ? nil : results.map { $0! }
  }

  /// Numbers as ranges, as `--array` takes them: `0-3,7`.
  public static func ranges(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }.joined(separator: ",")
  }
}

extension Results {
  /// The results of all cells; throws what kept some from having values, one message a variant.
  public init(_ experiment: Experiment, all: [CellResult]) throws(ExperimentError) {
    var values: [[CellValue]] = []
    values.reserveCapacity(all.count)
    // By variant the first failure, and how many there are.
    var failed: [Int: (text: String, count: Int)] = [:]
    for (index, result) in all.enumerated() {
      switch result {
      case .values(let found): values.append(found)
      case .failure(let code, let message):
        failed[experiment.cell(index).variant, default: ("\(code): \(message)", 0)].count += 1
      }
    }
    let log = Results.problems(experiment, failed)
    guard log.isClean else { throw ExperimentError(problems: log) }
    self.init(experiment, values)
  }

  private static func problems(
    _ experiment: Experiment, _ failed: [Int: (text: String, count: Int)]
  ) -> ProblemLog {
    var log = ProblemLog()
    for (number, failure) in failed.sorted(by: { $0.key < $1.key }) {
      let variant = experiment.variants[number]
      let cells = "\(failure.count)/\(experiment.replicates)"
      log.add(
        .cellsFailed, at: variant.place, cause: variant.name,
        Phrase(zh: "（\(cells) 格）\(failure.text)", en: "(\(cells) cells) \(failure.text)").of(
          variant))
    }
    return log
  }
}
