import Diagnostics
import Tables

/// Cells that are done, beside the output that they are for: `OUT.cells/cells.jsonl` has a line of
/// each. Whoever interrupts an experiment and starts it again goes on from there.
public struct KeptCells: Sendable {
  /// The folder.
  public let path: String
  /// What is known already, by the cell's number.
  public let known: [Int: CellResult]
  private let lines: CellLine
  private let journal: LineJournal

  /// Opens the folder beside `output`. Throws what is wrong with what is in it: lines of another
  /// experiment, or lines that are damaged; a last line that is torn is dropped.
  public init(besides output: String, _ lines: CellLine) throws(ExperimentError) {
    var folder = output
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    path = folder + ".cells"
    self.lines = lines
    let file = path + "/cells.jsonl"
    var known: [Int: CellResult] = [:]
    var log = ProblemLog()
    do throws(FileError) {
      try makeFolder(at: path)
      journal = try LineJournal(file) { (found) throws(FileError) in
        KeptCells.read(found, lines, file, into: &known, &log)
      }
    } catch {
      log.add(error.problem)
      throw ExperimentError(problems: log)
    }
    guard log.isClean else { throw ExperimentError(problems: log) }
    self.known = known
  }

  /// Keeps a cell. Threads may call it.
  public func keep(_ cell: Cell, _ result: CellResult) throws(FileError) {
    try journal.append(lines.answer(cell, result))
  }

  /// Removes the folder, when the output is there.
  public func remove() throws(FileError) { try removeTree(at: path) }

  /// Reads what is there; returns how many bytes are good.
  private static func read(
    _ found: [UInt8], _ lines: CellLine, _ file: String, into known: inout [Int: CellResult],
    _ log: inout ProblemLog
  ) -> Int {
    var start = 0
    var number = 0
    while start < found.count {
      let end = found[start...].firstIndex(of: UInt8(ascii: "\n")) ?? found.count
      number += 1
      do throws(CellLine.Fault) {
        let (cell, result) = try lines.result(found[start..<end])
        if end == found.count { return start }
        known[cell.index] = result
      } catch {
        // A torn line is the last one, and has no line end or only a part of it.
        if error == .broken, end + 1 >= found.count { return start }
        log.add(error.problem(Place(file: file, line: number)), cause: "\(error)")
      }
      start = end + 1
    }
    return found.count
  }
}

extension CellLine.Fault {
  /// The fault of a line at `place`.
  package func problem(_ place: Place) -> Problem {
    switch self {
    case .broken:
      Problem(
        .cellLineBroken, at: place,
        Phrase(zh: "这一行被截断或改动", en: "the line was cut or changed"))
    case .foreign:
      Problem(
        .otherExperiment, at: place,
        Phrase(
          zh: "这一行属于另一个实验、案例或程序",
          en: "the line belongs to another experiment, case or program"))
    }
  }
}
