import Admission
import Columns
import TestSupport
import Testing

/// Mechanisms beside one another: where they must agree, and how often those of practice fail where
/// deferred acceptance does not (the counts of METHODS sections 3 and 4, in their order of magnitude).
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

  /// Chen and Kesten's family by rank, with one ranking: with bands as long as the lists it is deferred
  /// acceptance, and with longer bands ever fewer markets are unstable or manipulable.
  @Test func bandsAsLongAsTheListsAreDeferredAcceptance() throws {
    var (stable, manipulable) = ([0, 0, 0, 0], [0, 0, 0, 0])
    for seed in 41_000_000..<41_000_100 {
      var random = SeededGenerator(seed: UInt64(seed))
      var problem = SchoolChoice(
        &random, students: 5, schools: 4, rule: .openFirst(isSoft: false), isCommon: true)
      let order = problem.orders[0]
      problem.orders = problem.orders.map { _ in order }
      problem.seats = problem.seats.map { _ in ([0, 0], 1) }
      problem.lists = problem.lists.map { _ in random.sample([0, 1, 2, 3], 4) }
      let schools = problem.schools
      for e in 1...4 {
        func outcome(_ problem: SchoolChoice) -> [Int?] {
          var market = problem.market()
          market.stages = [
            Stage(
              list: 0, ranking: 4, pools: [StagePool(pool: 1)],
              order: [.choiceBand, .rank, .choice],
              choiceBandStarts: Array(stride(from: e, to: 4, by: e)))
          ]
          return (try? engineResult(market).get().programmes) ?? []
        }
        let found = outcome(problem)
        stable[e - 1] += problem.isStable(found, schools) ? 1 : 0
        if e == 4 { #expect(found == problem.reference(), "seed \(seed)") }
        // All lists of one student are many; a few seeds show the order of magnitude.
        if seed % 5 == 0 { manipulable[e - 1] += problem.isManipulable(outcome) ? 1 : 0 }
      }
    }
    // † 235, 318, 363 and 400 of 400 stable; 199, 93, 37 and 0 manipulable.
    #expect(stable[3] == 100 && manipulable[3] == 0, "\(stable), \(manipulable)")
    #expect(stable[0] < stable[1] && stable[1] <= stable[3], "\(stable)")
    #expect(manipulable[0] > manipulable[3] && manipulable[0] >= manipulable[1], "\(manipulable)")
    #expect((30...85).contains(stable[0]), "\(stable)")
  }

  /// † Hard rules waste seats in 63 and 101 of 300 markets; to run again with the empty seats moved is
  /// manipulable in 10 and 18; two batches with one list in 147.
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
      // Manipulations are sought in a part of the markets: every list of every student is tried.
      guard seed % 4 == 0 else { continue }
      problem.rule = .reserveFirst(isSoft: false)
      found["rerun", default: 0] += problem.isManipulable(rerun) ? 1 : 0
      found["two batches", default: 0] += problem.isManipulable(twoBatches) ? 1 : 0
      problem.rule = .reserveFirst(isSoft: true)
      found["soft", default: 0] += problem.isManipulable { $0.reference() } ? 1 : 0
    }
    #expect(found["soft"] == 0, "\(found)")
    for rule in [ChoiceRule.reserveFirst(isSoft: false), .openFirst(isSoft: false)] {
      #expect((20...240).contains(found["wastes \(rule)"] ?? 0), "\(found)")
    }
    #expect((15...70).contains(found["two batches"] ?? 0), "\(found)")
    #expect((1...25).contains(found["rerun"] ?? 0), "\(found)")
  }

  /// Hard reserves once, then everything again with the seats that stayed empty moved to the open ones.
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
