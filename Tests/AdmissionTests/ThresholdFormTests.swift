import Admission
import Columns
import TestSupport
import Testing

/// The cutoffs are the certificate (METHODS.md, "The threshold form"): the published cells and
/// lines and a student's own values give that student's outcome, without any walk.
@Suite struct ThresholdFormTests {
  @Test("1,800 random markets", arguments: 0..<6)
  func cellsGiveEveryOutcome(part: Int) throws {
    let ties: Ranking.Ties = [.lottery, .admitAll, .stop][part % 3]
    var judged = 0
    for seed in 3_000_000 + part * 300..<3_000_000 + (part + 1) * 300 {
      let market = randomMarket(SeededGenerator(seed: UInt64(seed)), ties: ties)
      guard case .success(let outcome) = engineResult(market) else { continue }
      for stage in market.stages.indices where !market.stages[stage].provisional {
        let judge = try Judge(market, outcome, stage)
        for student in 0..<market.cohort.count {
          let placement = outcome.placements[student]
          if placement.isAdmitted && placement.stage < stage { continue }
          let expected = placement.isAdmitted && placement.stage == stage ? placement : Placement()
          let found = judge.placement(of: student)
          if found.isAdmitted { judged += 1 }
          if found != expected {
            Issue.record("seed \(seed), stage \(stage), student \(student): by the cells \(found)")
          }
        }
      }
    }
    #expect(judged > 500)
  }

  /// After refusals too: they are taken out first.
  @Test func refusalsAreTakenOutFirst() throws {
    let market = Market(
      cohort: .byHand(numbers: [[7, 7, 7, 5]], lists: [[[0, 1], [0, 1], [0], [0, 1]]]),
      programmeCount: 2, audiences: [.everyone], pools: [Pool(audience: 0)],
      seats: SeatCell.rows(0, [[1, 2]]), rankings: [.by(0, ties: .stop)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)])],
      decisions: [true, false, false].enumerated().map { student, admits in
        Decision(stage: 0, pool: 0, audience: 0, programme: 0, student: student, admits: admits)
      })
    let outcome = try allocate(market, workers: Workers(count: 1))
    let judge = try Judge(market, outcome, 0)
    #expect((0..<4).map { judge.placement(of: $0) } == outcome.placements.array)
    #expect(outcome.programmes == [0, 1, nil, 1])
  }
}

/// Someone with the outcome's tables and a student's values, who knows nothing of the walk.
private struct Judge {
  let market: Market
  let stage: Stage
  let number: Int
  let lines: [LineInForce]
  let poolLines: [[LineInForce]]
  let places: [Int?]
  let cells: [[Int]: CutoffCell]
  let refused: Set<Decision>

  init(_ market: Market, _ outcome: Outcome, _ number: Int) throws {
    self.market = market
    self.number = number
    stage = market.stages[number]
    var published = outcome.stages[number].lines[...]
    lines = Array(published.prefix(stage.gate.lines.count))
    published = published.dropFirst(lines.count)
    var poolLines: [[LineInForce]] = []
    for entry in stage.pools {
      poolLines.append(Array(published.prefix(entry.gate.lines.count)))
      published = published.dropFirst(entry.gate.lines.count)
    }
    self.poolLines = poolLines
    places = try market.places(in: stage.ranking!)
    cells = Dictionary(
      uniqueKeysWithValues: outcome.stages[number].cells.map {
        ([$0.pool, $0.audience, $0.programme], $0)
      })
    refused = Set(market.decisions.filter { !$0.admits })
  }

  /// The first choice and pool whose place comes no later than the last one admitted there.
  func placement(of student: Int) -> Placement {
    guard places[student] != nil else { return Placement() }
    for (choice, programme) in market.choices(of: student, in: stage.list)
    where market.meets(stage.gate, lines, student: student, programme: programme) {
      for (entry, lines) in zip(stage.pools, poolLines)
      where market.meets(entry.gate, lines, student: student, programme: programme) {
        guard let audience = market.audience(of: student, in: entry.pool) else { continue }
        let refusal = Decision(
          stage: number, pool: entry.pool, audience: audience, programme: programme,
          student: student, admits: false)
        if !refused.contains(refusal),
          reaches(student, choice, cells[[entry.pool, audience, programme]])
        {
          return Placement(
            stage: number, pool: entry.pool, programme: programme, choice: choice)
        }
      }
    }
    return Placement()
  }

  /// Whether a pair comes no later than the cell's threshold: the place of the last pair admitted,
  /// +∞ where seats are left, −∞ where there were none.
  private func reaches(_ student: Int, _ choice: Int, _ cell: CutoffCell?) -> Bool {
    guard let cell, let mine = place(student, choice) else { return false }
    if cell.vacant > 0 { return true }
    if cell.seats == 0 || cell.lastStudent < 0 { return false }
    let last = place(cell.lastStudent, cell.lastChoice)!
    return !last.lexicographicallyPrecedes(mine)
  }

  /// Places of pairs; of classes where equals are not drawn.
  private func place(_ student: Int, _ choice: Int) -> ArraySlice<Int>? {
    let key = market.key(stage, place: places[student], student: student, choice: choice)
    let isPair = market.ranking(ofQueue: stage).ties == .lottery
    return key?.prefix(isPair ? stage.order.count : stage.order.firstIndex(of: .rank)! + 1)
  }
}
