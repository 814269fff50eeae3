import Admission
import Cases
import Tables

/// A table of a run: its name, its header, and how to write any of its rows.
protocol RunTable: Sendable {
  /// The file's name.
  static var name: String { get }
  /// The header row with its line end.
  static var header: String { get }
  /// How many rows there are to ask for; each may come to any number of lines.
  var rows: Int { get }
  /// Appends the rows in a range.
  func append(_ rows: Range<Int>, to writer: inout ByteWriter)
}

/// The codes that say which seats a row is about: `PROGRAMME,POOL,AUDIENCE,`.
struct SeatNames: Sendable {
  private let programmes: Pieces
  private let pools: Pieces
  private let audiences: [Pieces]
  private let divisions: [Int]  // by pool

  init(_ read: Case, in store: PieceStore) {
    let names = read.names
    programmes = store.cells(names.programmes)
    pools = store.cells(names.pools)
    audiences = names.audiences.map { store.cells($0) }
    divisions = read.market.pools.map(\.audience)
  }

  /// Appends the codes of one cell.
  @inline(__always)
  func append(_ programme: Int, _ pool: Int, _ audience: Int, to writer: inout ByteWriter) {
    writer.append(programmes, programme)
    writer.append(pools, pool)
    writer.append(audiences[divisions[pool]], audience)
  }
}

/// Rows that stand in order of pool, audience, programme, in order of programme, pool, audience:
/// the places to take them from. Complexity: O(rows + programmes).
func byProgramme(_ rows: Int, programmes: Int, programme: (Int) -> Int) -> [Int32] {
  var next = [Int](repeating: 0, count: programmes + 1)
  for row in 0..<rows { next[programme(row) + 1] += 1 }
  for at in 1..<max(1, next.count) { next[at] += next[at - 1] }
  var order = [Int32](repeating: 0, count: rows)
  for row in 0..<rows {
    let to = programme(row)
    order[next[to]] = Int32(truncatingIfNeeded: row)
    next[to] += 1
  }
  return order
}
