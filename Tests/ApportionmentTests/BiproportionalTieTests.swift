import TestSupport
import Testing

@testable import Apportionment

/// What the ties of a matrix must be, from all its solutions.
struct TieTruth {
  /// Every solution.
  let all: [[Int]]
  /// The cells in which they differ.
  let cells: [Int]

  init(_ all: Set<[Int]>) {
    self.all = Array(all)
    cells = all.first!.indices.filter { cell in Set(all.map { $0[cell] }).count > 1 }
  }

  /// Who is tied, with what, and what asking in a random order comes to.
  func compare(_ solution: BiproportionalSolution, _ random: inout SeededGenerator) {
    let ties = solution.ties
    #expect(ties.cells == cells)
    #expect(ties.certain == cells.map { cell in all.map { $0[cell] }.min()! })
    #expect(ties.isUp == zip(cells, ties.certain).map { solution.seats[$0] == $1 + 1 })
    #expect(ties.groups.flatMap { $0 }.sorted() == Array(cells.indices))
    #expect(ties.groups.map { $0[0] } == ties.groups.map { $0.min()! }.sorted())
    for group in ties.groups {
      #expect(Set(all.map { seats in group.reduce(0) { $0 + seats[cells[$1]] } }).count == 1)
    }
    let order = cells.indices.shuffled(using: &random)
    var (asked, left) = (solution, all)
    for member in order {
      asked.favour(member)
      let raised = left.filter { $0[cells[member]] == ties.certain[member] + 1 }
      if !raised.isEmpty { left = raised }
      #expect(left.contains(asked.seats))
    }
    #expect(left == [asked.seats])
    // Who was asked is settled.
    for member in order.reversed() { asked.favour(member) }
    #expect(left == [asked.seats])
  }
}

@Suite("Ties with both margins fixed")
struct BiproportionalTieTests {
  /// Cells that are tied with one another share rows and columns, and with no other tied cell.
  @Test func groupsAreThoseThatMeet() throws {
    // Two blocks of equal cells that never meet, and one cell between them that is beyond any tie.
    let cells = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)].map {
      MatrixCell(row: $0, column: $1, weight: $0 == 1 && $1 == 2 ? 1 : 1000)
    }
    let matrix = try SeatMatrix(rowSeats: [1, 1, 1, 1], columnCount: 4, cells: cells)
    let ties = try matrix.biproportional(columnSeats: [1, 1, 1, 1]).ties
    #expect(ties.cells == [0, 1, 2, 3, 5, 6, 7, 8])
    #expect(ties.groups == [[0, 1, 2, 3], [4, 5, 6, 7]])
    #expect(ties.certain == Array(repeating: 0, count: 8))
  }

  /// Rows, columns and weights that tie in many ways, with holes: against a search that rebuilds
  /// its graph for every cell.
  @Test func asksLikeAPlainSearch() throws {
    var random = SeededGenerator(34)
    var (tied, raised) = (0, 0)
    for _ in 0..<(40 * thoroughness) {
      let (rows, columns) = (random.int(2...9), random.int(2...12))
      var cells: [MatrixCell] = []
      var (rowSeats, columnSeats) = (
        Array(repeating: 0, count: rows), Array(repeating: 0, count: columns)
      )
      let holes = random.int(0...70)
      for row in 0..<rows {
        for column in 0..<columns where !random.chance(holes) {
          cells.append(MatrixCell(row: row, column: column, weight: random.chance(90) ? 7 : 21))
          let seats = random.int(0...1)
          rowSeats[row] += seats
          columnSeats[column] += seats
        }
      }
      let matrix = try SeatMatrix(rowSeats: rowSeats, columnCount: columns, cells: cells)
      var solution = try matrix.biproportional(columnSeats: columnSeats)
      var plain = PlainTrades(matrix, solution)
      for member in solution.ties.cells.indices.shuffled(using: &random) {
        solution.favour(member)
        if plain.favour(member) { raised += 1 }
        #expect(plain.agrees(with: solution.ties))
      }
      #expect(solution.ties.isUp == plain.isUp)
      try matrix.checkBiproportional(
        solution.seats, columnSeats: columnSeats, certificate: solution.certificate)
      tied += solution.ties.cells.count
    }
    #expect(tied > 500 && raised > 100)
  }

  /// One long cycle: rows and columns of two cells each.
  @Test func aRingTurnsAtOnce() throws {
    let count = 2_000
    var cells: [MatrixCell] = []
    for row in 0..<count {
      cells.append(MatrixCell(row: row, column: row, weight: 5))
      cells.append(MatrixCell(row: row, column: (row + 1) % count, weight: 5))
    }
    let matrix = try SeatMatrix(
      rowSeats: Array(repeating: 1, count: count), columnCount: count, cells: cells)
    var solution = try matrix.biproportional(columnSeats: Array(repeating: 1, count: count))
    #expect(solution.ties.groups == [Array(0..<2 * count)])
    let down = try #require(solution.ties.isUp.firstIndex(of: false))
    let before = solution.ties.isUp
    for member in [down] + Array(0..<2 * count) { solution.favour(member) }
    #expect(zip(before, solution.ties.isUp).allSatisfy { $0 != $1 })
  }
}

/// Asking tied cells by the definition: a way back is looked for in a graph made anew each time.
private struct PlainTrades {
  private(set) var isUp: [Bool]
  private var isAsked: [Bool]
  private let ends: [(row: Int, column: Int)]

  init(_ matrix: SeatMatrix, _ solution: BiproportionalSolution) {
    isUp = solution.ties.isUp
    isAsked = Array(repeating: false, count: isUp.count)
    ends = solution.ties.cells.map {
      (matrix.row(ofCell: $0), matrix.rowCount + Int(matrix.columns[$0]))
    }
  }

  /// Whether the cell had to be raised, and was.
  mutating func favour(_ member: Int) -> Bool {
    isAsked[member] = true
    guard !isUp[member] else { return false }
    var cameBy: [Int: Int] = [:]
    var open = [ends[member].column]
    while let node = open.popLast() {
      for other in isUp.indices where !isAsked[other] {
        let (row, column) = ends[other]
        let (from, to) = isUp[other] ? (column, row) : (row, column)
        guard from == node, to != ends[member].column, cameBy[to] == nil else { continue }
        cameBy[to] = other
        open.append(to)
      }
    }
    var node = ends[member].row
    guard cameBy[node] != nil else { return false }
    isUp[member] = true
    while node != ends[member].column {
      let other = cameBy[node]!
      node = isUp[other] ? ends[other].column : ends[other].row
      isUp[other].toggle()
    }
    return true
  }

  /// Whether all that were asked have the same: the others may still be any that fit.
  func agrees(with ties: BiproportionalTies) -> Bool {
    isUp.indices.allSatisfy { !isAsked[$0] || isUp[$0] == ties.isUp[$0] }
  }
}
