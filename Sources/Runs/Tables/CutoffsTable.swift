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
  private enum Part: Sendable {
    case queue(QueuePart)
    case matching(MatchingPart)

    var count: Int {
      switch self {
      case .queue(let part): part.cells.count
      case .matching(let part): part.cells.count
      }
    }
  }
  /// The cells of a queue stage, whose pairs have one order.
  private struct QueuePart: Sendable {
    let store: PieceStore
    let cells: [CutoffCell]
    let order: [Int32]
    let score: NumberColumn?
    let scoreText: NumberText
    let lastKey: LastKey

    init(_ number: Int, of read: Case, _ cells: [CutoffCell], _ order: [Int32]) {
      let (market, stage) = (read.market, read.market.stages[number])
      let first = stage.ranking.flatMap { market.rankings[$0].keys.first?.number }
      store = PieceStore()
      self.cells = cells
      self.order = order
      score = first.map { market.cohort.numbers[$0] }
      scoreText = NumberText(first.map { read.names.numbers[$0] }, in: store)
      lastKey = LastKey(stage, of: read, in: store)
    }

    /// Where a block keeps the lowest score: behind the numbers of the last key.
    var scoreColumn: Int { lastKey.count }

    /// Fetches what the cells at these places of `order` have to say of students.
    func fetch(_ places: Range<Int>, into block: inout ValueBlock) {
      lastKey.fetch(places.map { cells[Int(order[$0])].lastStudent }, into: &block)
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
    parts = workers.map(tasks: outcome.stages.count) { number in
      let cells = outcome.stages[number].cells
      let order = byProgramme(cells.count, programmes: read.market.programmeCount) {
        cells[$0].programme
      }
      return read.market.stages[number].mechanism == .queue
        ? .queue(QueuePart(number, of: read, cells, order))
        : .matching(MatchingPart(number, of: read, cells, order))
    }
    starts = parts.reduce(into: [0]) { $0.append($0.last! + $1.count) }
    stages = store.cells(read.names.stages)
    seats = SeatNames(read, in: store)
  }

  /// How many rows there are.
  var rows: Int { starts.last! }

  /// Appends the rows in a range.
  func append(_ rows: Range<Int>, to writer: inout ByteWriter) {
    for number in parts.indices {
      let here = rows.clamped(to: starts[number]..<starts[number + 1])
      let places = here.lowerBound - starts[number]..<here.upperBound - starts[number]
      switch parts[number] {
      case .queue(let part): append(number, part, places, to: &writer)
      case .matching(let part): append(number, part, places, to: &writer)
      }
    }
  }

  private func append(
    _ number: Int, _ part: QueuePart, _ places: Range<Int>, to writer: inout ByteWriter
  ) {
    var block = ValueBlock(columns: part.scoreColumn + 1)
    for first in stride(from: places.lowerBound, to: places.upperBound, by: ValueBlock.rowsMax) {
      let here = first..<min(first + ValueBlock.rowsMax, places.upperBound)
      part.fetch(here, into: &block)
      for place in here {
        let (cell, row) = (part.cells[Int(part.order[place])], place - first)
        append(number, cell, to: &writer)
        if cell.lastStudent < 0 {
          writer.append(literal: ",,\n")
          continue
        }
        part.scoreText.append(block[part.scoreColumn, row], to: &writer)
        writer.append(UInt8(ascii: ","))
        writer.append(cell: cell.lastChoice + 1)
        part.lastKey.append(choice: cell.lastChoice, block, row, to: &writer)
        writer.append(UInt8(ascii: "\n"))
      }
    }
  }

  private func append(
    _ number: Int, _ part: MatchingPart, _ places: Range<Int>, to writer: inout ByteWriter
  ) {
    for place in places {
      let cell = part.cells[Int(part.order[place])]
      append(number, cell, to: &writer)
      part.appendLast(cell, to: &writer)
      writer.append(UInt8(ascii: "\n"))
    }
  }

  private func append(_ number: Int, _ cell: CutoffCell, to writer: inout ByteWriter) {
    writer.append(stages, number)
    seats.append(cell.programme, cell.pool, cell.audience, to: &writer)
    writer.append(cell: cell.seats)
    writer.append(cell: cell.applicants)
    writer.append(cell: cell.admitted)
    writer.append(cell: cell.vacant)
    writer.append(cell: cell.excess)
  }
}
