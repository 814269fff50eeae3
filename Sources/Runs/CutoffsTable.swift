import Admission
import Cases
import Columns

/// `cutoffs.csv`: where each programme, pool and audience filled up, stage after stage.
struct CutoffsTable: RunTable {
  static let name = "cutoffs.csv"
  static let header = """
    stage,programme,pool,audience,seats,applicants,admitted,vacant,excess,lowest_score,\
    last_choice,last_key

    """

  /// The cells of one stage.
  private struct Part: Sendable {
    let cells: [CutoffCell]
    let order: [Int32]
    let score: NumberText?
    let lastKey: LastKey
  }
  private let parts: [Part]
  private let starts: [Int]  // the first row of each part, and the end
  private let stages: Pieces
  private let seats: SeatNames

  init(_ read: Case, _ outcome: Outcome, workers: Workers) {
    let market = read.market
    parts = workers.map(tasks: outcome.stages.count) { number in
      let stage = market.stages[number]
      let cells = outcome.stages[number].cells
      return Part(
        cells: cells,
        order: byProgramme(cells.count, programmes: market.programmeCount) { cells[$0].programme },
        score: market.rankings[stage.ranking].keys.first.map {
          NumberText($0.number, of: market, read.names)
        },
        lastKey: LastKey(stage, of: read))
    }
    starts = parts.reduce(into: [0]) { $0.append($0.last! + $1.cells.count) }
    stages = Pieces(read.names.stages.map { CSVText.cell($0) + "," })
    seats = SeatNames(read)
  }

  /// How many rows there are.
  var rows: Int { starts.last! }

  /// Appends the rows in a range.
  func append(_ rows: Range<Int>, to writer: inout ByteWriter) {
    for number in parts.indices {
      let part = parts[number]
      let here = rows.clamped(to: starts[number]..<starts[number + 1])
      for row in here {
        writer.append(stages, number)
        append(part.cells[Int(part.order[row - starts[number]])], part, to: &writer)
      }
    }
  }

  private func append(_ cell: CutoffCell, _ part: Part, to writer: inout ByteWriter) {
    seats.append(cell.programme, cell.pool, cell.audience, to: &writer)
    writer.append(cell: cell.seats)
    writer.append(cell: cell.applicants)
    writer.append(cell: cell.admitted)
    writer.append(cell: cell.vacant)
    writer.append(cell: cell.excess)
    guard cell.lastStudent >= 0 else { return writer.append(",,\n") }
    part.score?.append(cell.lowestStudent, to: &writer)
    writer.append(UInt8(ascii: ","))
    writer.append(cell: cell.lastChoice + 1)
    part.lastKey.append(cell.lastStudent, choice: cell.lastChoice, to: &writer)
    writer.append(UInt8(ascii: "\n"))
  }
}
