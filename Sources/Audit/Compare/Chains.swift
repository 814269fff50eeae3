import Exact

/// Who took whose seat, through to the end.
///
/// Seats of one programme, pool and audience are alike, so it is a convention who took whose: of
/// those who came to such seats the first, in the order of the students, is said to have taken that
/// of the first of those who left, and so on. How many chains there are and where they end does not
/// depend on it where one comes or one leaves.
enum Chains {
  /// Links moves, and returns the chains as indices: from a student whose own seat nobody took,
  /// over whose seat they took, to who ends without a seat, or took one that was vacant. A chain
  /// that ends where it began is an exchange; its first student stands at its end again.
  static func link(_ moves: inout [RunDifference.Move]) -> [[Int]] {
    var comers: [[ByteText]: [Int]] = [:]
    var leavers: [[ByteText]: [Int]] = [:]
    for (at, move) in moves.enumerated() {
      // Who only went from one stage to another took their own seat along.
      if let from = move.from, let to = move.to, from.cell == to.cell { continue }
      if let to = move.to { comers[to.cell, default: []].append(at) }
      if let from = move.from { leavers[from.cell, default: []].append(at) }
    }
    for (cell, coming) in comers {
      for (comer, leaver) in zip(coming, leavers[cell] ?? []) {
        moves[comer].tookFrom = leaver
        moves[leaver].takenBy = comer
      }
    }
    return follow(moves)
  }

  private static func follow(_ moves: [RunDifference.Move]) -> [[Int]] {
    var isMet = [Bool](repeating: false, count: moves.count)
    var chains: [[Int]] = []
    func chain(from start: Int) -> [Int] {
      var chain: [Int] = []
      var next: Int? = start
      while let at = next, !isMet[at] {
        isMet[at] = true
        chain.append(at)
        next = moves[at].tookFrom
      }
      return next.map { chain + [$0] } ?? chain
    }
    for at in moves.indices where moves[at].takenBy == nil { chains.append(chain(from: at)) }
    for at in moves.indices where !isMet[at] { chains.append(chain(from: at)) }
    return chains
  }
}
