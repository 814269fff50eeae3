import TestSupport
import Testing

@testable import Verification

/// Which cells could trade seats, against a search that begins anew for each.
@Suite struct PlanTradesTests {
  private typealias Cell = PlanTrades.Cell

  /// A way from where a cell's seat would go back to where it would come from, over cells that are
  /// free.
  private func reaches(_ cells: [Cell], _ cell: Int, without fixed: Set<Int>) -> Bool {
    func node(_ at: Int, isRow: Bool) -> [Int] {
      isRow ? [0, cells[at].row] : [1, cells[at].column]
    }
    let goal = node(cell, isRow: !cells[cell].isUp)
    var seen: Set<[Int]> = [node(cell, isRow: cells[cell].isUp)]
    var open = Array(seen)
    while let next = open.popLast() {
      if next == goal { return true }
      for at in cells.indices where at != cell && !fixed.contains(at) {
        guard node(at, isRow: !cells[at].isUp) == next else { continue }
        let end = node(at, isRow: cells[at].isUp)
        if seen.insert(end).inserted { open.append(end) }
      }
    }
    return false
  }

  @Test func asksLikeASearchForEach() {
    var random = SeededGenerator(seed: 71)
    var (tied, kept, failed) = (0, 0, 0)
    for _ in 0..<3_000 {
      let (rows, columns, density) = (random.int(1...5), random.int(1...6), random.int(20...100))
      var cells: [Cell] = []
      for row in 0..<rows {
        for column in 0..<columns where random.chance(density) {
          cells.append(Cell(row: 3 * row, column: column, isUp: random.chance(50)))
        }
      }
      var trades = PlanTrades(cells)
      let found = trades.tied()
      #expect(found == cells.indices.filter { reaches(cells, $0, without: []) })
      tied += found.count
      // Asked in some order, some being content.
      var fixed: Set<Int> = []
      for at in cells.indices.shuffled(using: &random) {
        if random.chance(40) {
          trades.keep(at)
        } else {
          let could = trades.settle(at)
          #expect(could == reaches(cells, at, without: fixed))
          if could { kept += 1 } else { failed += 1 }
        }
        fixed.insert(at)
      }
    }
    #expect(tied > 1_000 && kept > 100 && failed > 1_000)
  }

  @Test func nothingTight() {
    #expect(PlanTrades([]).tied().isEmpty)
  }
}
