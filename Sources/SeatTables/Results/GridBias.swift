import Apportionment
import Diagnostics
import Tables

/// Whether large rows and large columns were favoured: what each quarter of the rows got in each
/// quarter of the columns beyond its shares.
struct GridBias {
  /// Seats less shares in billionths, by quarter of the rows, then of the columns, smallest first.
  let sums: [[Int]]

  /// Rows by their seats, columns by their shares together; equal ones in order of the names.
  init(_ grid: Grid, _ seats: [Int], _ shares: FairShares) {
    var columnShares = Array(repeating: 0, count: grid.columns.count)
    for cell in 0..<grid.matrix.cellCount {
      columnShares[Int(grid.matrix.columns[cell])] += shares.parts[cell]
    }
    sums = grid.matrix.bias(
      seats, shares, rowClass: GridBias.quarters(grid.matrix.rowSeats),
      columnClass: GridBias.quarters(columnShares))
  }

  private static func quarters(_ sizes: [Int]) -> [Int] {
    let order = sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    var quarters = Array(repeating: 0, count: sizes.count)
    for (place, at) in order.enumerated() { quarters[at] = place * 4 / sizes.count }
    return quarters
  }

  /// What the smallest columns got in the largest rows beyond their shares: the telling corner.
  var smallColumnsInLargeRows: String { GridBias.text(sums.last?.first ?? 0) }

  private static func text(_ billionths: Int) -> String {
    (billionths < 0 ? "-" : "") + DecimalText.nine(billionths: abs(billionths))
  }

  func write(_ json: inout JSONWriter) {
    json.array("bias") { json in
      for row in sums {
        json.array { json in for sum in row { json.text(nil, GridBias.text(sum)) } }
      }
    }
  }
}
