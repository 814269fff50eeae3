import Admission
import Apportionment
import Columns
import Tables

/// A problem that other programs solve too, as `Benchmarks/peers` writes it: 32-bit little-endian
/// integers, one after the other.
struct Instance {
  private let numbers: [Int]
  private var at = 0

  /// Reads the file at `path`.
  init(_ path: String) throws {
    let file = try MappedFile(path)
    numbers = file.withSpan { bytes in
      stride(from: 0, to: bytes.count - 3, by: 4).map { at in
        let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
        return Int(Int32(bitPattern: word))
      }
    }
  }

  /// The next `count` numbers. A file that is too short is a fault of who wrote it.
  private mutating func next(_ count: Int) -> ArraySlice<Int> {
    defer { at += count }
    return numbers[at..<at + count]
  }

  private mutating func next() -> Int { next(1).first! }
}

extension Instance {
  /// Markets, one behind the other.
  func markets(_ mechanism: Mechanism) -> [Market] {
    var rest = self
    var markets: [Market] = []
    while rest.at < numbers.count { markets.append(rest.nextMarket(mechanism)) }
    return markets
  }

  /// Students n, programmes m, choices w, rankings r; m seats; r × n places; n × w choices.
  private mutating func nextMarket(_ mechanism: Mechanism) -> Market {
    let (n, m, w, r) = (next(), next(), next(), next())
    let seats = Array(next(m))
    let places = (0..<r).map { _ in NumberColumn(next(n).map { Int64($0) }) }
    let cells = Column<UInt16>(next(n * w).lazy.map { UInt16($0) })
    // Places differ, so nobody draws; with lots the engine need not look for classes.
    let rankings = (0..<r).map {
      Ranking(keys: [Ranking.Key(number: $0, ascending: true)], ties: .lottery)
    }
    let stage =
      mechanism == .queue
      ? Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)])
      : Stage(
        mechanism, list: 0,
        pools: [StagePool(pool: 0, ranking: .each((0..<m).map { $0 % r }))])
    return Market(
      cohort: Cohort(
        count: n, numbers: places, categories: [], lists: [ChoiceLists(width: w, cells: cells)]),
      programmeCount: m, audiences: [.everyone], pools: [Pool(audience: 0)],
      seats: seats.enumerated().map {
        SeatCell(pool: 0, audience: 0, programme: $0, seats: $1)
      },
      rankings: rankings, stages: [stage], lots: Lots(number: { UInt64($0) }))
  }

  /// Seats, claimants n; n weights.
  func claimants() throws -> (seats: Int, claimants: Claimants) {
    var rest = self
    let (seats, n) = (rest.next(), rest.next())
    return (seats, try Claimants(weights: Array(rest.next(n))))
  }

  /// Rows, columns; the seats of each row; those of each column; the weights row by row.
  func matrix() throws -> (matrix: SeatMatrix, columnSeats: [Int]) {
    var rest = self
    let (rows, columns) = (rest.next(), rest.next())
    let (rowSeats, columnSeats) = (Array(rest.next(rows)), Array(rest.next(columns)))
    let cells = rest.next(rows * columns).enumerated().map { at, weight in
      MatrixCell(row: at / columns, column: at % columns, weight: weight)
    }
    return (
      try SeatMatrix(rowSeats: rowSeats, columnCount: columns, cells: cells), columnSeats
    )
  }
}
