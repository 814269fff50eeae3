import Admission
import Columns
import TestSupport
import Testing

/// The engine's answer, in the form that the reference gives its own.
func engineResult(_ market: Market, workers: Int = 1) -> Allocation {
  engineResult(market, on: Workers(count: workers, itemsEach: 1))
}

/// The same on `workers`, who may find a market too small.
func engineResult(_ market: Market, on workers: Workers) -> Allocation {
  do {
    return .success(try allocate(market, workers: workers))
  } catch {
    return .failure(error)
  }
}

/// The engine equals the definition, in every number of the outcome or in the failure. A seed in a
/// message replays its market: `randomMarket(SeededGenerator(seed: …))`.
@Suite struct EngineEqualsReferenceTests {
  /// Threads cost more than a small market, so most are walked by one.
  static let workers = [1, 1, 1, 2, 1, 1, 1, 3]

  @Test("20,000 random markets", arguments: 0..<20)
  func smallMarkets(thousand: Int) {
    for seed in thousand * 1_000..<(thousand + 1) * 1_000 {
      let market = randomMarket(SeededGenerator(seed: UInt64(seed)))
      let workers = Self.workers[seed % Self.workers.count]
      if let difference = firstDifference(
        engineResult(market, workers: workers), referenceResult(market))
      {
        Issue.record("seed \(seed), \(workers) workers: \(difference)")
      }
    }
  }

  @Test("50 random cities", arguments: 0..<50)
  func cities(seed: Int) {
    let random = SeededGenerator(seed: UInt64(1_000_000 + seed))
    // A stop ends a city at its first class; two in three go on to the end.
    let market = randomMarket(random, .city, ties: [.lottery, .admitAll, nil][seed % 3])
    let workers = 1 + seed % 4
    if let difference = firstDifference(
      engineResult(market, workers: workers), referenceResult(market))
    {
      Issue.record("\(random), \(workers) workers: \(difference)")
    }
  }

  /// One school in one district of three: schools and districts have the same table, but not the
  /// same audiences, and the seats of the other districts are published too.
  @Test func divisionsThatLookAlike() throws {
    let market = Market(
      cohort: .byHand(numbers: [[2, 1]], categories: [[0, 0]], lists: [[[0], [0]]]),
      programmeCount: 1,
      audiences: [.each(of: 0, count: 1), AudienceMap(count: 3, category: 0, table: [0])],
      pools: [Pool(audience: 0), Pool(audience: 1)],
      seats: SeatCell.rows(0, [[1]]) + SeatCell.rows(1, [[1], [0], [4]]), rankings: [.by(0)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 1), StagePool(pool: 0)])])
    let outcome = try engineResult(market).get()
    #expect(firstDifference(.success(outcome), referenceResult(market)) == nil)
    #expect(outcome.pools == [1, 0])
    #expect(outcome.cell(stage: 0, programme: 0, pool: 1, audience: 2)?.vacant == 4)
  }

  /// Equality says little where nothing happens: the markets must use what there is.
  @Test func marketsAreNasty() {
    var seen: [String: Int] = [:]
    func count(_ name: String, _ condition: Bool) { seen[name, default: 0] += condition ? 1 : 0 }
    for seed in 0..<1_000 {
      let market = randomMarket(SeededGenerator(seed: UInt64(seed)))
      switch referenceResult(market) {
      case .failure(.stop): count("stop", true)
      case .failure(.lotsMissing): count("no lots", true)
      case .failure: break
      case .success(let outcome):
        let cells = outcome.stages.flatMap(\.cells)
        let lines = outcome.stages.flatMap(\.lines)
        count("admitted", outcome.placements.array.contains { $0.isAdmitted })
        count("later stage", outcome.placements.array.contains { $0.isAdmitted && $0.stage > 0 })
        count("full", cells.contains { $0.vacant == 0 && $0.applicants > $0.admitted })
        count("excess", cells.contains { $0.excess > 0 })
        count("drawn", outcome.drawn > 0)
        count("moved and taken", outcome.ledger.contains { $0.admitted > $0.planned + $0.excess })
        count("lines", lines.contains { $0.values.contains { $0 != nil } })
        count("ineligible", outcome.stages.contains { $0.eligible < $0.candidates })
        count(
          "provisional",
          zip(market.stages, outcome.stages).contains { $0.provisional && $1.admitted > 0 })
      }
    }
    for (name, times) in seen { #expect(times >= 5, "\(name)") }
    #expect(seen["admitted", default: 0] > 500)
    #expect(seen.count == 11, "\(seen)")
  }

  /// A suite that cannot fail shows nothing: these engines are broken, and must be found out.
  @Test func canary() throws {
    var found: [String: Int] = [:]
    for seed in 0..<50 {
      let market = randomMarket(SeededGenerator(seed: UInt64(seed)), ties: .lottery)
      guard case .success(let outcome) = engineResult(market) else { continue }
      for (name, breaking) in brokenEngines {
        var broken = outcome
        if !breaking(&broken) { continue }
        #expect(firstDifference(.success(broken), referenceResult(market)) != nil, "\(name)")
        found[name, default: 0] += 1
      }
    }
    #expect(found.count == brokenEngines.count, "\(found)")
  }

  /// Each breaks an outcome and says whether there was something to break.
  private var brokenEngines: [(String, (inout Outcome) -> Bool)] {
    [
      (
        "two students swapped",
        { outcome in
          let placements = outcome.placements.array
          guard let a = placements.firstIndex(where: \.isAdmitted),
            let b = placements.firstIndex(where: { $0 != placements[a] })
          else { return false }
          var swapped = placements
          swapped.swapAt(a, b)
          outcome.placements = Column(swapped)
          return true
        }
      ),
      (
        "one applicant too many",
        { outcome in
          guard !(outcome.stages.first?.cells.isEmpty ?? true) else { return false }
          outcome.stages[0].cells[0].applicants += 1
          return true
        }
      ),
      ("a seat too many", { $0.ledger.isEmpty ? false : ($0.ledger[0].planned += 1) == () }),
      ("an account dropped", { $0.ledger.popLast() != nil }),
      ("another draw", { ($0.drawn += 1) == () }),
    ]
  }
}
