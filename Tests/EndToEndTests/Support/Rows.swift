/// A table that the program wrote, read by the plain definition: the tests' own reader.
struct Rows: RandomAccessCollection {
  /// A row: its cells by the names of the columns.
  typealias Element = [String: String]
  /// The names of the columns, in order.
  let columns: [String]
  private let rows: [[String: String]]

  /// Reads a whole table.
  init(_ text: String) throws {
    var table = Rows.parse(Array(text.utf8))
    columns = table.isEmpty ? [] : table.removeFirst()
    let columns = columns
    rows = try table.map { cells in
      guard cells.count == columns.count else { throw BadRow(cells: cells) }
      return Dictionary(uniqueKeysWithValues: zip(columns, cells))
    }
  }

  /// A row of another width than the header.
  struct BadRow: Error { let cells: [String] }

  var startIndex: Int { 0 }
  var endIndex: Int { rows.count }
  subscript(index: Int) -> [String: String] { rows[index] }

  private static func parse(_ bytes: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var at = 0
    func text(_ cell: [UInt8]) -> String { String(decoding: cell, as: UTF8.self) }
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: "\"") {
        if isQuoted, at < bytes.count, bytes[at] == byte {
          cell.append(byte)
          at += 1
        } else {
          isQuoted.toggle()
        }
      } else if isQuoted || (byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\n")) {
        cell.append(byte)
      } else {
        row.append(text(cell))
        cell = []
        if byte == UInt8(ascii: "\n") {
          rows.append(row)
          row = []
        }
      }
    }
    if !row.isEmpty || !cell.isEmpty { rows.append(row + [text(cell)]) }
    return rows
  }
}

extension [String: String] {
  /// A cell that holds a whole number.
  func number(_ column: String) -> Int { Int(self[column] ?? "") ?? -1 }
  /// Cells together: what a row is about.
  func key(_ columns: String...) -> [String] { columns.map { self[$0] ?? "" } }
  /// An exact number in thousandths; nil where the cell is empty.
  func thousandths(_ column: String) -> Int? {
    guard let text = self[column], !text.isEmpty else { return nil }
    let parts = text.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let places = fraction + String(repeating: "0", count: 3 - fraction.count)
    let whole = parts[0].drop { $0 == "-" } + places
    return (text.hasPrefix("-") ? -1 : 1) * Int(whole)!
  }
}
