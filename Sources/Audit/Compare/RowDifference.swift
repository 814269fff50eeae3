import Columns
import Diagnostics
import Exact
import Tables

/// A row of a run's table that differs: what it is about, and what either run says.
public struct RowDifference: Sendable {
  /// The cells that say what it is about.
  public let key: [String]
  /// What the other cells are called.
  public let names: [String]
  /// The other cells in the first run; nil: no such row.
  public let a: [String]?
  /// The other cells in the second run; nil: no such row.
  public let b: [String]?

  /// The rows of a table that differ; the first `keys` cells say what a row is about, and where
  /// several are about the same, they are compared in their order. Complexity: O(rows) where the
  /// files differ.
  static func all(
    _ name: String, keys: Int, _ a: RunFolder, _ b: RunFolder, workers: Workers,
    log: inout ProblemLog
  ) -> [RowDifference] {
    if let one = a.sums[name], one == b.sums[name] { return [] }
    guard let one = rows(name, keys, a, workers, &log),
      let other = rows(name, keys, b, workers, &log)
    else { return [] }
    var found: [RowDifference] = []
    for key in one.order where other.rows[key] != one.rows[key] {
      found.append(
        RowDifference(
          key: key.dropLast().map(\.text), names: one.names, a: one.rows[key]?.texts,
          b: other.rows[key]?.texts))
    }
    for key in other.order where one.rows[key] == nil {
      found.append(
        RowDifference(
          key: key.dropLast().map(\.text), names: other.names, a: nil, b: other.rows[key]?.texts))
    }
    return found
  }

  private static func rows(
    _ name: String, _ keys: Int, _ run: RunFolder, _ workers: Workers, _ log: inout ProblemLog
  ) -> (names: [String], order: [[ByteText]], rows: [[ByteText]: [ByteText]])? {
    guard let table = run.table(name, workers: workers, log: &log) else { return nil }
    let text = TextTable(table, log: &log)
    var order: [[ByteText]] = []
    var rows: [[ByteText]: [ByteText]] = [:]
    for row in 0..<text.rowCount {
      let cells = text.headers.indices.map { ByteText(text[row, $0]) }
      // The last part of the key counts rows about the same.
      var key = Array(cells.prefix(keys)) + [ByteText("0")]
      var before = 0
      while rows[key] != nil {
        before += 1
        key[keys] = ByteText(String(before))
      }
      order.append(key)
      rows[key] = Array(cells.dropFirst(keys))
    }
    return (text.headers.dropFirst(keys).map(\.name), order, rows)
  }
}

/// The seats of a programme and pool in two runs.
public struct SeatBalance: Sendable {
  /// The programme.
  public let programme: String
  /// The pool.
  public let pool: String
  /// Planned, admitted and vacant in the first run.
  public let a: [Int]
  /// The same in the second.
  public let b: [Int]

  /// The programmes and pools whose seats differ, in order of their codes' bytes.
  static func all(
    _ a: RunFolder, _ b: RunFolder, workers: Workers, log: inout ProblemLog
  ) -> [SeatBalance] {
    guard let one = sums(a, workers, &log), let other = sums(b, workers, &log) else { return [] }
    return Set(one.keys).union(other.keys).sorted { $0.lexicographicallyPrecedes($1) }
      .compactMap { key in
        let (x, y) = (one[key] ?? [0, 0, 0], other[key] ?? [0, 0, 0])
        return x == y ? nil : SeatBalance(programme: key[0].text, pool: key[1].text, a: x, b: y)
      }
  }

  private static func sums(
    _ run: RunFolder, _ workers: Workers, _ log: inout ProblemLog
  ) -> [[ByteText]: [Int]]? {
    guard let table = run.table("seats.csv", workers: workers, log: &log) else { return nil }
    let text = TextTable(table, log: &log)
    let columns = ["planned", "admitted", "vacant"].compactMap { name in
      text.headers.firstIndex { $0.name == name }
    }
    guard columns.count == 3 else {
      report(1, &log)
      return nil
    }
    var sums: [[ByteText]: [Int]] = [:]
    for row in 0..<text.rowCount {
      let key = [ByteText]([text[row, 0], text[row, 1]])
      var sum = sums[key] ?? [0, 0, 0]
      for (at, column) in columns.enumerated() {
        guard let count = count(of: text[row, column]) else {
          report(text.place(row: row).line, &log)
          return nil
        }
        sum[at] += count
      }
      sums[key] = sum
    }
    return sums
  }

  private static func report(_ line: Int, _ log: inout ProblemLog) {
    log.add(
      .runUnreadable, at: Place(file: "seats.csv", line: line),
      Phrase(zh: "本行不是名额账的一行", en: "this is not a row of the account of seats"))
  }
}
