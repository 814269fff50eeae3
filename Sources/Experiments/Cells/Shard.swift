import Columns
import Diagnostics
import Synchronization
import Tables

/// One of several parts of an experiment's cells, in a file of its own: `cells-I-of-N.jsonl`. A
/// part is a stretch of `Experiment.runOrder`, and its lines stand in that order.
public struct Shard: Sendable {
  /// What is there of a shard.
  public enum State: Sendable {
    /// Nothing.
    case missing
    /// All its lines, in order.
    case whole
    /// Something else; why it has to be run again.
    case broken(Phrase)
  }

  /// The most parts.
  public static let countMax = 1_000_000

  /// The file.
  public let path: String
  /// The numbers of its cells, as they are run.
  public let cells: [Int]
  private let folder: String
  private let opened: OpenExperiment

  /// Part `number` (from 0) of `count`, in `folder`.
  public init(_ number: Int, of count: Int, folder: String, _ opened: OpenExperiment) {
    precondition((1...Shard.countMax).contains(count) && (0..<count).contains(number))
    self.folder = folder
    self.opened = opened
    path = "\(folder)/cells-\(number)-of-\(count).jsonl"
    let order = opened.experiment.runOrder
    cells = Array(order[Workers.slice(number, of: count, count: order.count)])
  }

  /// What is there.
  public func state() throws(ExperimentError) -> State {
    do throws(FileError) {
      return try found()
    } catch {
      if error.code == .fileNotFound { return .missing }
      throw ExperimentError(error)
    }
  }

  private func found() throws(FileError) -> State {
    var input = try LineInput(path)
    for index in cells {
      guard let line = try input.next() else {
        return .broken(
          Phrase(
            zh: "缺第 \(index) 格及以后的行", en: "the lines from cell \(index) on are missing"))
      }
      do throws(CellLine.Fault) {
        let (cell, _) = try opened.lines.result(line[...])
        if cell.index != index {
          return .broken(
            Phrase(
              zh: "应为第 \(index) 格，实为第 \(cell.index) 格",
              en: "cell \(index) was expected, found \(cell.index)"))
        }
      } catch {
        return .broken(error.problem(Place(file: path)).message)
      }
    }
    if try input.next() != nil {
      return .broken(Phrase(zh: "多出几行", en: "there are more lines than cells"))
    }
    return .whole
  }

  /// Runs its cells and writes the file, whole or not at all. Returns how many have no values.
  /// Whether it can be written is known before the work begins.
  public func run(workers: Workers) throws(ExperimentError) -> Int {
    var results: [Int: CellResult] = [:]
    var fault: ExperimentError?
    do throws(FileError) {
      try makeFolder(at: folder)
      try writeFileAtomically(path, replacing: true) { (file) throws(FileError) in
        do throws(ExperimentError) {
          results = try self.results(workers)
        } catch {
          fault = error
          // Said of the file, so that it is taken away; what is thrown is the fault.
          throw FileError(
            .write, path, .writeFailed, Phrase(zh: "未算完", en: "its cells were not run"))
        }
        for index in cells {
          let cell = opened.experiment.cell(index)
          try file.append(opened.lines.answer(cell, results[index]!).span)
        }
      }
    } catch {
      throw fault ?? ExperimentError(error)
    }
    return results.values.count { if case .failure = $0 { true } else { false } }
  }

  private func results(_ workers: Workers) throws(ExperimentError) -> [Int: CellResult] {
    let results = Mutex<[Int: CellResult]>([:])
    try CellRunner(opened.inputs, workers: workers).run(cells) { cell, result in
      results.withLock { $0[cell.index] = result }
      return true
    }
    let changed = opened.inputs.checkUnchanged()
    guard changed.isClean else { throw ExperimentError(problems: changed) }
    return results.withLock { $0 }
  }
}

extension Shard {
  /// The parts of `folder` that have cells which are `missing`, and how many parts there are; nil
  /// where the files there do not say how many. Complexity: O(cells and files).
  public static func parts(
    with missing: [Int], in folder: String, _ experiment: Experiment
  ) -> (numbers: [Int], count: Int)? {
    let counts = Set(((try? namesOfFolder(at: folder)) ?? []).compactMap(countInName))
    guard counts.count == 1, let count = counts.first else { return nil }
    let (order, missing) = (experiment.runOrder, Set(missing))
    let numbers = (0..<count).filter { number in
      order[Workers.slice(number, of: count, count: order.count)].contains(where: missing.contains)
    }
    return (numbers, count)
  }

  /// `7` in `cells-3-of-7.jsonl`.
  private static func countInName(_ name: String) -> Int? {
    let words = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard words.count == 4, words[0].elementsEqual("cells".utf8), words[2].elementsEqual("of".utf8),
      let end = words[3].firstIndex(of: UInt8(ascii: ".")),
      words[3][end...].elementsEqual(".jsonl".utf8)
    else { return nil }
    return Int(String(decoding: words[3][..<end], as: UTF8.self))
      .flatMap { (1...countMax).contains($0) ? $0 : nil }
  }
}

extension MergedCells {
  /// Takes the lines of all parts in the folder `parts`, or of standard input (`-`).
  public mutating func take(from parts: String) throws(ExperimentError) {
    do throws(FileError) {
      guard parts != "-" else { return try take(file: "-", named: "-") }
      for name in try namesOfFolder(at: parts) where name.hasSuffix(".jsonl") {
        try take(file: "\(parts)/\(name)", named: name)
      }
    } catch {
      throw ExperimentError(error)
    }
  }

  private mutating func take(file: String, named name: String) throws(FileError) {
    var input = try LineInput(file)
    var number = 0
    while let line = try input.next() {
      number += 1
      take(line[...], at: Place(file: name, line: number))
    }
  }
}
