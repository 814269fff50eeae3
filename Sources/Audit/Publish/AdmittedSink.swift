import Cases
import Columns
import Diagnostics
import OfficeFiles
import Rules
import Tables

/// Takes the rows of `admissions.csv` of those who were admitted into a sheet, masked.
struct AdmittedSink: RowSink {
  /// What one stretch of the file comes to.
  struct Part: Sendable {
    var sheet: Sheet
    /// Of how many codes fewer characters are kept than were asked for.
    var narrowedCount = 0
    /// What of the codes is hidden, as far as it is little.
    var hidden = HiddenParts()
  }

  let empty: Sheet
  /// The names of all students, in the order of the run.
  let names: CodeColumn?
  let titles: ProgrammeTitles
  let mask: Mask

  func begin() -> Part { Part(sheet: empty) }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ part: inout Part) {
    for row in 0..<block.count where bytes.isEqual(block.cell(row, 1, bounds), to: "admitted") {
      let code = bytes.extracting(block.cell(row, 0, bounds))
      part.sheet.add { if !mask.append(code, to: &$0) { part.narrowedCount += 1 } }
      if part.hidden.isOpen { part.hidden.add(mask.hidden(code)) }
      if let names {
        // A row that the case has not is found when the run is checked.
        let row = block.firstRow + row
        part.sheet.add(mask.name(row < names.count ? names.text(row) : "").utf8)
      }
      let programme = block.cell(row, 2, bounds)
      part.sheet.add { append(bytes, programme, to: &$0) }
      part.sheet.add(titles.title(of: bytes, programme))
      for column in 3...4 {
        part.sheet.add { append(bytes, block.cell(row, column, bounds), to: &$0) }
      }
    }
  }

  private func append(_ bytes: RawSpan, _ range: Range<Int>, to text: inout [UInt8]) {
    for at in range { text.append(bytes.byte(at)) }
  }
}

/// What programmes are called, by their codes.
struct ProgrammeTitles: Sendable {
  private let table: CodeTable
  private let titles: [[UInt8]]

  /// No programme has a title.
  init() { (table, titles) = (CodeTable([[UInt8]]()), []) }

  /// The titles of a case's programmes.
  init(_ names: MarketNames) {
    table = CodeTable(names.programmes.map { Array($0.utf8) })
    titles = names.programmeTitles.map { Array($0.utf8) }
  }

  /// The title of the programme whose code is at `range`, UTF-8; empty where there is none.
  func title(of bytes: RawSpan, _ range: Range<Int>) -> [UInt8] {
    let number = Int(table.lookUp(bytes, range))
    return titles.indices.contains(number) ? titles[number] : []
  }

  /// The title of a programme; empty where there is none.
  func title(of code: String) -> String {
    let code = Array(code.utf8)
    // Bytes of an array are initialised.
    return unsafe String(decoding: title(of: code.span.bytes, 0..<code.count), as: UTF8.self)
  }
}

/// The names of all students, in the order of the table; nil, with messages, where it cannot be
/// read.
func studentNames(
  _ folder: String, _ rules: RuleSet, _ column: Int, workers: Workers, log: inout ProblemLog
) -> CodeColumn? {
  guard var table = reopenTable("students", of: folder, rules, workers: workers, log: &log) else {
    return nil
  }
  // Four characters in UTF-8.
  return table.read(workers: workers, log: &log) {
    NameSink(column: column, names: CodeColumn(count: $0.rowCount, width: 12))
  }.sink.names
}

private struct NameSink: RowSink {
  let column: Int
  let names: CodeColumn

  func begin() {}

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Void) {
    _ = names.read(block, column: column, bytes, bounds)
  }
}
