import Admission
import Cases

/// `seats.csv`: the accounts of all seats, from the plan to who took them.
struct SeatsTable: RunTable {
  static let name = "seats.csv"
  static let header = """
    programme,pool,audience,planned,moved_in,moved_out,admitted,excess,vacant

    """

  private let ledger: [LedgerCell]
  private let order: [Int32]
  private let store = PieceStore()
  private let seats: SeatNames

  init(_ read: Case, _ outcome: Outcome) {
    let ledger = outcome.ledger
    self.ledger = ledger
    order = byProgramme(ledger.count, programmes: read.market.programmeCount) {
      ledger[$0].programme
    }
    seats = SeatNames(read, in: store)
  }

  /// How many rows there are.
  var rows: Int { ledger.count }

  /// Appends the rows in a range.
  func append(_ rows: Range<Int>, to writer: inout ByteWriter) {
    for row in rows {
      let cell = ledger[Int(order[row])]
      seats.append(cell.programme, cell.pool, cell.audience, to: &writer)
      writer.append(cell: cell.planned)
      writer.append(cell: cell.movedIn)
      writer.append(cell: cell.movedOut)
      writer.append(cell: cell.admitted)
      writer.append(cell: cell.excess)
      writer.append(decimal: cell.vacant)
      writer.append(UInt8(ascii: "\n"))
    }
  }
}
