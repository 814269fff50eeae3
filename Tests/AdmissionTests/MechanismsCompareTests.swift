import Admission
import Columns
import TestSupport
import Testing

/// Mechanisms beside one another: where they must agree, and how often those of practice fail where
/// deferred acceptance does not (counts in their order of magnitude).
@Suite struct MechanismsCompareTests {
  /// With one ranking and hard seats a queue by rank and choice is deferred acceptance whose pools
  /// choose in the order in which the queue tries them.
  @Test func queueByRankIsDeferredAcceptance() throws {
    var compared = 0
    for seed in 40_000_000..<40_000_600 {
      var random = SeededGenerator(seed: UInt64(seed))
      var market = randomMarket(random, ties: .lottery)
      guard market.lots != nil,
        let open = market.pools.indices.first(where: { market.pools[$0].audience == 0 })
      else { continue }
      var pools = market.pools.indices.filter { market.pools[$0].audience != 0 }.map {
        StagePool(pool: $0)
      }
      let rule: ChoiceRule =
        random.chance(50) ? .reserveFirst(isSoft: false) : .openFirst(isSoft: false)
      pools.insert(StagePool(pool: open), at: rule == .openFirst(isSoft: false) ? 0 : pools.count)
      var gate = market.stages[0].gate
      gate.lines.removeAll { if case .cutoff = $0.bound { true } else { false } }
      market.stages = [Stage(list: 0, ranking: 0, pools: pools, gate: gate)]
      let queue = engineResult(market)
      for at in pools.indices { pools[at].ranking = .one(0) }
      // Reserves choose in their order, wherever the pool for everyone stands among them.
      var offered = pools.filter { $0.pool != open }
      offered.insert(
        StagePool(pool: open, ranking: .one(0)), at: random.int(0...offered.count))
      market.stages = [Stage(.deferredAcceptance(rule), list: 0, pools: offered, gate: gate)]
      let deferred = engineResult(market)
      guard case .success(let one) = queue, case .success(let other) = deferred else { continue }
      #expect(one.placements.array == other.placements.array, "seed \(seed)")
      #expect(one.ledger == other.ledger, "seed \(seed)")
      compared += one.placements.array.contains { $0.isAdmitted } ? 1 : 0
    }
    #expect(compared > 200, "nothing was compared")
  }

  /// A market of five students and four schools of one seat, with one ranking and lists of two to
  /// four.
  private func ranked(_ seed: Int) -> SchoolChoice {
    var random = SeededGenerator(seed: UInt64(seed))
    var problem = SchoolChoice(
      &random, students: 5, schools: 4, rule: .openFirst(isSoft: false), isCommon: true)
    let order = problem.orders[0]
    problem.orders = problem.orders.map { _ in order }
    problem.seats = problem.seats.map { _ in ([0, 0], 1) }
    problem.lists = problem.lists.map { _ in random.sample([0, 1, 2, 3], random.int(2...4)) }
    return problem
  }

  /// Chen and Kesten's φ^e where all schools rank alike: band after band of `e` choices, in each
  /// one student after the other.
  private func banded(_ problem: SchoolChoice, _ e: Int) -> [Int?] {
    var got = [Int?](repeating: nil, count: problem.types.count)
    var left = problem.seats.map(\.open)
    for band in stride(from: 0, to: left.count, by: e) {
      for student in problem.orders[0].open where got[student] == nil {
        let choices = problem.lists[student].dropFirst(band).prefix(e)
        guard let school = choices.first(where: { left[$0] > 0 }) else { continue }
        got[student] = school
        left[school] -= 1
      }
    }
    return got
  }

  /// The engine's bands are Chen and Kesten's family, and with bands as long as the lists deferred
  /// acceptance.
  @Test func bandsAsLongAsTheListsAreDeferredAcceptance() throws {
    for seed in 41_000_000..<41_000_100 {
      let problem = ranked(seed)
      for e in 1...4 {
        var market = problem.market()
        market.stages = [
          Stage(
            list: 0, ranking: 4, pools: [StagePool(pool: 1)], order: [.choiceBand, .rank, .choice],
            choiceBandStarts: Array(stride(from: e, to: 4, by: e)))
        ]
        #expect(try engineResult(market).get().programmes == banded(problem, e), "seed \(seed)")
      }
      #expect(banded(problem, 4) == problem.reference(), "seed \(seed)")
    }
  }

  /// † For e = 1, 2, 3, 4 of 400 markets 235, 318, 363 and 400 are stable, 199, 93, 37 and 0
  /// manipulable; who is stable with bands of e is with bands of k·e, and not always from 2 to 3.
  @Test func longerBandsAreStableAndSafeMoreOften() {
    var (stable, manipulable) = ([0, 0, 0, 0], [0, 0, 0, 0])
    var isNested = true
    var lost = 0
    for seed in 41_000_000..<41_000_400 {
      let problem = ranked(seed)
      let schools = problem.schools
      let found = (1...4).map { problem.isStable(banded(problem, $0), schools) }
      for e in 0..<4 { stable[e] += found[e] ? 1 : 0 }
      isNested = isNested && (!found[0] || found[1] && found[2]) && (!found[1] || found[3])
      lost += found[1] && !found[2] ? 1 : 0
      // All lists of one student are many: a part of the markets shows the order of magnitude.
      guard seed % 4 == 0 else { continue }
      for e in 0..<4 { manipulable[e] += problem.isManipulable { banded($0, e + 1) } ? 1 : 0 }
    }
    #expect(isNested && lost > 0, "\(isNested), \(lost)")
    for (count, told) in zip(stable, [235, 318, 363, 400]) {
      #expect((told * 3 / 4...told * 5 / 4).contains(count), "\(stable)")
    }
    for (count, told) in zip(manipulable, [199, 93, 37, 0]) {
      #expect((told / 12...told / 4 * 3).contains(count), "\(manipulable) of 100")
    }
    #expect(stable[3] == 400 && manipulable[3] == 0)
  }

  /// † More seats reserved for a group can hurt one of it: so in 105 of 3,000 markets.
  @Test func moreReserveCanHurtWhomItIsFor() {
    var hurt = 0
    for seed in 43_000_000..<43_001_500 {
      var random = SeededGenerator(seed: UInt64(seed))
      var problem = SchoolChoice(
        &random, students: 6, schools: 3, rule: .reserveFirst(isSoft: true), isCommon: true)
      guard let school = problem.seats.indices.first(where: { problem.seats[$0].open > 0 }) else {
        continue
      }
      let before = problem.reference()
      problem.seats[school].open -= 1
      problem.seats[school].reserves[1] += 1
      let after = problem.reference()
      let isWorse = problem.types.indices.contains {
        problem.types[$0] == 1 && problem.prefers($0, before[$0], to: after[$0])
      }
      hurt += isWorse ? 1 : 0
    }
    #expect((10...160).contains(hurt), "\(hurt) of 1,500")
  }

  /// † Hard rules waste seats in 63 and 101 of 300 markets; to run again with the empty seats moved
  /// is manipulable in 10 and 18; two batches with one list in 147, and 67 have envy within a type.
  @Test func whatPracticeDoesInstead() {
    var found: [String: Int] = [:]
    for seed in 42_000_000..<42_000_300 {
      var random = SeededGenerator(seed: UInt64(seed))
      var problem = SchoolChoice(
        &random, students: 6, schools: 3, rule: .reserveFirst(isSoft: false))
      for rule in [ChoiceRule.reserveFirst(isSoft: false), .openFirst(isSoft: false)] {
        problem.rule = rule
        let matching = problem.reference()
        let wastes = problem.orders.indices.contains { school in
          let taken = matching.count { $0 == school }
          let all = problem.seats[school].open + problem.seats[school].reserves.reduce(0, +)
          return taken < all
            && matching.indices.contains { problem.prefers($0, school, to: matching[$0]) }
        }
        found["wastes \(rule)", default: 0] += wastes ? 1 : 0
      }
      var common = problem
      common.orders = problem.orders.map { ($0.open, $0.open) }
      common.rule = .reserveFirst(isSoft: true)
      found["envy, soft", default: 0] += hasEnvyWithinAType(common, common.reference()) ? 1 : 0
      found["envy", default: 0] += hasEnvyWithinAType(common, twoBatches(common)) ? 1 : 0
      // Manipulations are sought in a part of the markets: every list of every student is tried.
      guard seed % 4 == 0 else { continue }
      problem.rule = .reserveFirst(isSoft: false)
      found["rerun", default: 0] += problem.isManipulable(rerun) ? 1 : 0
      found["two batches", default: 0] += problem.isManipulable(twoBatches) ? 1 : 0
      problem.rule = .reserveFirst(isSoft: true)
      found["soft", default: 0] += problem.isManipulable { $0.reference() } ? 1 : 0
    }
    #expect(found["soft"] == 0 && found["envy, soft"] == 0, "\(found)")
    #expect((30...150).contains(found["envy"] ?? 0), "\(found)")
    for rule in [ChoiceRule.reserveFirst(isSoft: false), .openFirst(isSoft: false)] {
      #expect((20...240).contains(found["wastes \(rule)"] ?? 0), "\(found)")
    }
    #expect((15...70).contains(found["two batches"] ?? 0), "\(found)")
    #expect((1...25).contains(found["rerun"] ?? 0), "\(found)")
  }

  /// Whether somebody would rather have a seat of another of the same type, whom the school ranks
  /// behind; schools have one order for all their seats.
  private func hasEnvyWithinAType(_ problem: SchoolChoice, _ matching: [Int?]) -> Bool {
    problem.types.indices.contains { student in
      problem.types.indices.contains { other in
        guard problem.types[student] == problem.types[other], let school = matching[other],
          problem.prefers(student, school, to: matching[student])
        else { return false }
        let order = problem.orders[school].open
        return order.firstIndex(of: student)! < order.firstIndex(of: other)!
      }
    }
  }

  /// Hard reserves once, then everything again with the seats that stayed empty moved to the open
  /// ones.
  private func rerun(_ problem: SchoolChoice) -> [Int?] {
    let first = problem.reference()
    var again = problem
    for (number, school) in problem.schools.enumerated() {
      let own = Set(first.indices.filter { first[$0] == number })
      let kept = school.choice(from: own)
      for type in [0, 1] {
        let taken = kept.count { $0.value == 0 && problem.types[$0.key] == type }
        again.seats[number].open += again.seats[number].reserves[type] - taken
        again.seats[number].reserves[type] = taken
      }
    }
    return again.reference()
  }

  /// First the reserves for all by their lists, then what is left for who has nothing.
  private func twoBatches(_ problem: SchoolChoice) -> [Int?] {
    var quota = problem
    quota.seats = quota.seats.map { ($0.reserves, 0) }
    let first = quota.reference()
    var open = problem
    for school in open.orders.indices {
      let taken = first.count { $0 == school }
      open.seats[school] = (
        [0, 0], problem.seats[school].open + problem.seats[school].reserves.reduce(0, +) - taken
      )
    }
    open.lists = open.lists.indices.map { first[$0] == nil ? open.lists[$0] : [] }
    let second = open.reference()
    return first.indices.map { first[$0] ?? second[$0] }
  }
}
