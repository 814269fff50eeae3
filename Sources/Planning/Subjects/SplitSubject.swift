import Apportionment
import Cases
import Diagnostics
import Rules

/// What one split has to decide: programmes with seats, audiences, and who is open to whom.
public struct SplitSubject: Sendable {
  /// A programme with seats to split.
  public struct Row: Sendable, Hashable {
    /// The programme, by number.
    public let programme: Int
    /// The seats: Q.
    public let seats: Int
  }
  /// A level above the last.
  public struct CoarseLevel: Sendable {
    /// The audiences, in the order of their names' bytes.
    public let names: [String]
    /// For each column of the matrix the audience that it lies in.
    public let ofColumn: [Int]
  }

  /// The split, by number.
  public let split: Int
  /// Its rule.
  public let rule: SplitRule
  /// The programmes with seats, in the order of their codes.
  public let rows: [Row]
  /// The audiences of the last level that are open to some row, in the order of their names' bytes:
  /// the columns of the matrix.
  public let audiences: [String]
  /// The open cells with their weights and requirements, framed by tiers and groups.
  public let matrix: SeatMatrix
  /// The heads of each cell.
  public let heads: [Int]
  /// Weights are whole numbers of 10^−`weightPlaces`.
  public let weightPlaces: Int
  /// The levels above the last, coarse to fine.
  public let coarse: [CoarseLevel]
  /// The column whose values are the matrix's groups; nil where there is one group.
  public let groupColumn: String?
  /// The value of the `within` column of each row; nil where the split has none.
  public let withinOfRow: [String]?
  /// The seats of each column, where the tables give them.
  public let columnSeats: [Int]?

  /// The levels' names, coarse to fine.
  public var levels: [String] { rule.levels }
  /// The seats of all rows.
  public var seatsTotal: Int { matrix.seatsTotal }

  /// Says for how many cells a lottery does not draw, and names the first.
  func warnOfUndrawn(_ shares: FairShares, _ planCase: PlanCase, _ log: inout ProblemLog) {
    guard rule.method == .lottery else { return }
    let cells = shares.undrawnCells
    guard let cell = cells.first else { return }
    let row = matrix.row(ofCell: cell)
    let programme = planCase.programmes[rows[row].programme].code
    let audience = audiences[Int(matrix.columns[cell])]
    log.add(.sharesUndrawn, cause: rule.name) {
      (
        planCase.place(ofProgramme: rows[row].programme),
        Phrase(
          zh: "方案 \(rule.name)：\(grouped(cells.count)) 格（共 \(grouped(matrix.cellCount)) 格）的应得数"
            + "与整数相差不到 0.0001，如 \(programme) 给 \(audience)；它们的期望不等于应得数",
          en: "split \(rule.name): the shares of \(counted(cells.count, "cell")) of "
            + "\(grouped(matrix.cellCount)) are within 0.0001 of a whole number, as of \(programme) for "
            + "\(audience); their expectation is not their share")
      )
    }
  }

  /// In how many parts of a seat shares are kept: finer where rounding could add up.
  public var unit: Int {
    matrix.cellCount > 10_000_000 && seatsTotal <= 4_000_000
      ? FairShares.trillionth : FairShares.billionth
  }
}
