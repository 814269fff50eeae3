import Columns
import Diagnostics
import Synchronization
import Tables

/// One of several parts of an experiment's cells, in a file of its own: `cells-I-of-N.jsonl`. Neighbouring
/// cells are together, for they share a variant.
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

  /// The file.
  public let path: String
  /// The numbers of its cells.
  public let cells: Range<Int>
  private let folder: String
  private let opened: OpenExperiment

  /// Part `number` (from 0) of `count`, in `folder`.
  public init(_ number: Int, of count: Int, folder: String, _ opened: OpenExperiment) {
    precondition(count > 0 && (0..<count).contains(number))
    self.folder = folder
    self.opened = opened
    path = "\(folder)/cells-\(number)-of-\(count).jsonl"
    cells = Workers.slice(number, of: count, count: opened.experiment.cellCount)
  }

  /// What is there.
  public func state() throws(LaboratoryError) -> State {
    do throws(FileError) {
      let names = (try? namesOfFolder(at: folder)) ?? []
      guard names.contains(where: { path.hasSuffix("/" + $0) }) else { return .missing }
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
    } catch {
      throw LaboratoryError(error)
    }
  }

  /// Runs its cells and writes the file, whole or not at all. Returns how many have no values.
  public func run(workers: Workers) throws(LaboratoryError) -> Int {
    let results = Mutex<[Int: CellResult]>([:])
    CellRunner(opened.laboratory, workers: workers).run(Array(cells)) { cell, result in
      results.withLock { $0[cell.index] = result }
      return true
    }
    let changed = opened.laboratory.checkUnchanged()
    guard changed.isClean else { throw LaboratoryError(problems: changed) }
    let all = results.withLock { $0 }
    let lines = opened.lines
    let experiment = opened.experiment
    do throws(FileError) {
      try makeFolder(at: folder)
      try writeFileAtomically(path, replacing: true) { (file) throws(FileError) in
        for index in cells {
          try file.append(lines.answer(experiment.cell(index), all[index]!).span)
        }
      }
    } catch {
      throw LaboratoryError(error)
    }
    return all.values.reduce(0) { count, result in
      if case .failure = result { count + 1 } else { count }
    }
  }
}

extension MergedCells {
  /// Takes the lines of all parts in the folder `parts`, or of standard input (`-`).
  public mutating func take(from parts: String) throws(LaboratoryError) {
    do throws(FileError) {
      guard parts != "-" else { return try take(file: "-", named: "-") }
      for name in try namesOfFolder(at: parts) where name.hasSuffix(".jsonl") {
        try take(file: "\(parts)/\(name)", named: name)
      }
    } catch {
      throw LaboratoryError(error)
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
