import Admission
import Cases
import Columns
import Diagnostics
import Exact
import Synchronization
import Tables

/// What the baseline came to in one replicate, with the codes that its rows and programmes have.
struct BaselineOutcome: Sendable {
  let outcome: Outcome
  let students: CodeColumn
  let programmes: [String]

  /// `outcome` of the case that `names` are of.
  init(_ outcome: Outcome, _ names: MarketNames) {
    self.outcome = outcome
    (students, programmes) = (names.students, names.programmes)
  }

  /// The number of a programme that a variant does not have: no list can name it.
  private static let goneProgramme = ChoiceLists.programmesMax

  /// The same seats by the rows and programmes of `names`, so that who has what is compared by the
  /// codes of both; nil where the students are other ones, of whom nothing can be compared.
  ///
  /// Complexity: O(1) where both read the same table and have the same programmes, else
  /// O(students).
  func seen(by names: MarketNames) -> Outcome? {
    let programmes = programmeNumbers(names.programmes)
    if students === names.students, programmes == nil { return outcome }
    guard let rows = students.rows(of: names.students) else { return nil }
    let placements = Column<Placement>(count: names.students.count)
    for row in 0..<placements.count {
      let placement = outcome.placements[rows(row)]
      guard placement.isAdmitted, let programmes else {
        placements[row] = placement
        continue
      }
      placements[row] = Placement(
        stage: placement.stage, pool: placement.pool,
        programme: programmes[placement.programme], choice: placement.choice)
    }
    var seen = outcome
    seen.placements = placements
    return seen
  }

  /// The number that each programme has among `others`; nil where both are the same.
  private func programmeNumbers(_ others: [String]) -> [Int]? {
    if programmes.count == others.count, zip(programmes, others).allSatisfy({ sameBytes($0, $1) }) {
      return nil
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip([ByteText](others), others.indices))
    return [ByteText](programmes).map { numbers[$0] ?? BaselineOutcome.goneProgramme }
  }
}

extension CodeColumn {
  /// For each row of `other` the row here that has its code; nil where one has codes that the other
  /// has not. No code stands twice in either. Complexity: O(codes).
  fileprivate func rows(of other: CodeColumn) -> ((Int) -> Int)? {
    if self === other { return { $0 } }
    guard count == other.count else { return nil }
    let index = CodeIndex(self)
    var rows: [Int32] = []
    rows.reserveCapacity(count)
    for row in 0..<count {
      guard let own = index.row(of: other[row]) else { return nil }
      rows.append(Int32(own))
    }
    return { Int(rows[$0]) }
  }

  /// Whether both have the same codes, in whatever order.
  func hasSameCodes(as other: CodeColumn) -> Bool { rows(of: other) != nil }
}

/// What the baseline came to in the last replicates that somebody asked for.
final class BaselineOutcomes: Sendable {
  /// At most so many bytes of placements are kept.
  private static let bytesMax = 64 << 20

  private struct Kept {
    var outcomes: [CellSeeds: BaselineOutcome] = [:]
    /// The seeds of the outcomes; when there are as many as may be, the eldest stand at `next`.
    var order: [CellSeeds] = []
    var next = 0
  }

  private let kept = Mutex(Kept())
  /// Whether each replicate has students of its own, whose codes are kept with its outcome.
  private let isPopulationDrawn: Bool

  init(isPopulationDrawn: Bool) { self.isPopulationDrawn = isPopulationDrawn }

  subscript(seeds: CellSeeds) -> BaselineOutcome? { kept.withLock { $0.outcomes[seeds] } }

  func keep(_ outcome: BaselineOutcome, for seeds: CellSeeds) {
    let codeBytes = isPopulationDrawn ? outcome.students.width + 1 : 0
    let rowBytes = MemoryLayout<Placement>.stride + codeBytes
    let bytes = max(1, outcome.students.count * rowBytes)
    let most = max(2, BaselineOutcomes.bytesMax / bytes)
    kept.withLock { kept in
      guard kept.outcomes.updateValue(outcome, forKey: seeds) == nil else { return }
      if kept.order.count < most { return kept.order.append(seeds) }
      kept.outcomes[kept.order[kept.next]] = nil
      kept.order[kept.next] = seeds
      kept.next = (kept.next + 1) % kept.order.count
    }
  }
}
