import Diagnostics
import Tables

/// The seats that an earlier run left: the rows of its ledger.
struct SeatsLeft {
  /// One row.
  struct Row {
    let programme: String
    let pool: String
    let audience: String
    let admitted: Int
    /// Of these, beyond the seats.
    let excess: Int
    var vacant: Int
    let place: Place
  }
  /// The rows, in the order of the table.
  var rows: [Row] = []

  /// Reads the run's `seats.csv`; nil, with messages, where it is not as runs are.
  init?(_ run: EarlierRun, log: inout ProblemLog) {
    guard let table = run.table("seats.csv", workers: .init(count: 1), log: &log) else {
      return nil
    }
    let names = ["programme", "pool", "audience", "admitted", "excess", "vacant"]
    guard let columns = EarlierRun.columns(names, of: table, log: &log) else { return nil }
    let text = TextTable(table, log: &log)
    for row in 0..<text.rowCount {
      func number(_ name: Int) -> Int {
        parseCount(
          text[row, columns[name]], names[name],
          { text.place(row: row, column: columns[name]) }, &log)
      }
      rows.append(
        Row(
          programme: text[row, columns[0]], pool: text[row, columns[1]],
          audience: text[row, columns[2]], admitted: number(3), excess: number(4),
          vacant: number(5), place: text.place(row: row)))
    }
  }
}
