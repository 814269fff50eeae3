import Diagnostics
import OfficeFiles

/// What is known of a table before it is opened.
public struct TableForm: Sendable {
  /// Our name of the table: `students`.
  public var name = ""
  /// The row of the header, from 1: a line of the text, or a row of the sheet.
  public var headerRow = 1
  /// Headers of which a header row has at least one. With none, any row will do.
  public var headerNames: [String] = []
  /// The first column, from 0, in which such a name shows the header: in a matrix the first column
  /// has codes in every row.
  public var headerColumn = 0
  /// Of an office file what it says of its cells.
  public var sheet: SheetFacts?

  /// How many rows below are searched for a header.
  private static let searchedMax = 10
  /// How many names found there are listed.
  private static let shownMax = 6

  /// A table that can be anything.
  public init() {}

  /// The sheet's row in a line of the text, or the line.
  func row(ofLine line: Int) -> Int { sheet?.row(ofLine: line) ?? line }

  /// The place of a header's cell.
  func place(
    _ file: String, _ field: CSVLexer.Field, column: Int, line: Int, _ bytes: TextBytes
  ) -> Place {
    guard sheet != nil else { return field.place(file, bytes) }
    return Place(file: file, line: row(ofLine: line), column: column + 1, inSheet: true)
  }

  /// Goes to the header's row.
  func skipTitles(_ lexer: inout CSVLexer) {
    while row(ofLine: lexer.line) < headerRow, lexer.nextRow() != nil {}
  }

  /// Where a title stands above the header, as offices like it: that row, and what to do. Nil where
  /// `first` has a header's name, or nothing further down has.
  func headerElsewhere(
    _ file: String, _ bytes: TextBytes, than first: CSVLexer.Row?
  ) -> Problem? {
    func found(_ row: CSVLexer.Row) -> [String] {
      let cells = row.fields.dropFirst(headerColumn).map { trimmed($0.text(bytes)) }
      return cells.filter { cell in
        headerNames.contains { sameBytes($0, cell) }
      }
    }
    guard !headerNames.isEmpty, first.map({ found($0).isEmpty }) ?? true else { return nil }
    var lexer = CSVLexer(bytes, from: 0, to: bytes.count, line: 1)
    for _ in 0..<headerRow + TableForm.searchedMax {
      guard let candidate = lexer.nextRow() else { return nil }
      let names = found(candidate)
      if !names.isEmpty { return elsewhere(file, row(ofLine: candidate.line), names) }
    }
    return nil
  }

  private func elsewhere(_ file: String, _ row: Int, _ names: [String]) -> Problem {
    let list = names.prefix(TableForm.shownMax).joined(separator: ", ")
    // Only what the rules name has a row of its header there.
    let key = name.isEmpty ? nil : "\"files\": {\"\(name)\": {\"headerRow\": \(row)}}"
    return Problem(
      .headerElsewhere, at: Place(file: file, line: row, inSheet: sheet != nil),
      Phrase(
        zh: "第 \(headerRow) 行没有所需的列名，第 \(row) 行像表头（\(list)）；请删去其上的行"
          + (key.map { "，或在 rules.json 中写 \($0)" } ?? ""),
        en: "row \(headerRow) has none of the columns needed, row \(row) looks like the header "
          + "(\(list)); delete the rows above it"
          + (key.map { ", or write \($0) in rules.json" } ?? "")))
  }
}
