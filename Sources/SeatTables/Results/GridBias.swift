import Apportionment
import Diagnostics
import Tables

/// Whether large rows and large columns were favoured: what each quarter of the rows got in each
/// quarter of the columns beyond its shares.
struct GridBias {
  /// Seats less shares in billionths, by quarter of the rows, then of the columns, smallest first.
  let sums: [[Int]]

  init(_ grid: Grid, _ seats: [Int], _ shares: FairShares) {
    sums = grid.matrix.biasByQuarters(seats, shares)
  }

  /// What the smallest columns got in the largest rows beyond their shares, where a bias
  /// against small schools shows.
  var smallColumnsInLargeRows: String { GridBias.text(sums.last?.first ?? 0) }

  private static func text(_ billionths: Int) -> String {
    (billionths < 0 ? "-" : "") + DecimalText.nine(billionths: abs(billionths))
  }

  func write(_ json: inout JSONWriter) {
    json.array("bias") { json in
      for row in sums {
        json.texts(nil, row.map { GridBias.text($0) })
      }
    }
  }
}
