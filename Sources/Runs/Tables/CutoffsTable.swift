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
    let store: PieceStore
    let cells: [CutoffCell]
    let order: [Int32]
    let score: NumberColumn?
    let scoreText: NumberText
    let lastKey: LastKey

    /// Where a block keeps the lowest score: behind the numbers of the last key.
    var scoreColumn: Int { lastKey.columns.count }

    /// Fetches what the cells at these places of `order` have to say of students.
    func fetch(_ places: Range<Int>, into block: inout ValueBlock) {
      let last = places.map { cells[Int(order[$0])].lastStudent }
      for (key, column) in lastKey.columns.enumerated() {
        if let column { block.fetch(key, column, of: last) }
      }
      guard let score else { return }
      let lowest = places.map { cells[Int(order[$0])].lowestStudent }
      block.fetch(scoreColumn, score, of: lowest)
    }
  }
  private let parts: [Part]
  private let starts: [Int]  // the first row of each part, and the end
  private let store = PieceStore()
  private let stages: Pieces
  private let seats: SeatNames

  init(_ read: Case, _ outcome: Outcome, workers: Workers) {
    let market = read.market
    parts = workers.map(tasks: outcome.stages.count) { number in
      let stage = market.stages[number]
      let cells = outcome.stages[number].cells
      let store = PieceStore()
      let first = market.rankings[stage.ranking].keys.first?.number
      return Part(
        store: store, cells: cells,
        order: byProgramme(cells.count, programmes: market.programmeCount) { cells[$0].programme },
        score: first.map { market.cohort.numbers[$0] },
        scoreText: NumberText(first.map { read.names.numbers[$0] }, in: store),
        lastKey: LastKey(stage, of: read, in: store))
    }
    starts = parts.reduce(into: [0]) { $0.append($0.last! + $1.cells.count) }
    stages = store.cells(read.names.stages)
    seats = SeatNames(read, in: store)
  }

  /// How many rows there are.
  var rows: Int { starts.last! }

  /// Appends the rows in a range.
  func append(_ rows: Range<Int>, to writer: inout ByteWriter) {
    for number in parts.indices {
      let part = parts[number]
      let here = rows.clamped(to: starts[number]..<starts[number + 1])
      var block = ValueBlock(columns: part.scoreColumn + 1)
      for start in stride(from: here.lowerBound, to: here.upperBound, by: ValueBlock.rowsMax) {
        let first = start - starts[number]
        let places = first..<min(first + ValueBlock.rowsMax, here.upperBound - starts[number])
        part.fetch(places, into: &block)
        for place in places {
          writer.append(stages, number)
          append(part.cells[Int(part.order[place])], part, block, place - first, to: &writer)
        }
      }
    }
  }

  private func append(
    _ cell: CutoffCell, _ part: Part, _ block: ValueBlock, _ row: Int, to writer: inout ByteWriter
  ) {
    seats.append(cell.programme, cell.pool, cell.audience, to: &writer)
    writer.append(cell: cell.seats)
    writer.append(cell: cell.applicants)
    writer.append(cell: cell.admitted)
    writer.append(cell: cell.vacant)
    writer.append(cell: cell.excess)
    guard cell.lastStudent >= 0 else { return writer.append(literal: ",,\n") }
    part.scoreText.append(block[part.scoreColumn, row], to: &writer)
    writer.append(UInt8(ascii: ","))
    writer.append(cell: cell.lastChoice + 1)
    part.lastKey.append(cell.lastStudent, choice: cell.lastChoice, block, row, to: &writer)
    writer.append(UInt8(ascii: "\n"))
  }
}
