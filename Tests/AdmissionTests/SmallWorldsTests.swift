import Admission
import Columns
import TestSupport
import Testing

/// All small worlds: three students, up to three programmes, two audiences; 109,626 in all.
///
/// Worlds whose students and programmes are their own never meet, so a thousand of them are put
/// side by side in one market and walked at once: what the engine does to one it does alone.
/// Students are numbered by rank; other numberings are other orders of rows, for which see
/// `InvarianceTests`. Seats of 3 and more would never run out.
@Suite struct SmallWorldsTests {
  /// Scores by rank; nobody, the first two, the last two, or all three are equal.
  static let scores: [[Int64]] = [[3, 2, 1], [2, 2, 1], [2, 1, 1], [1, 1, 1]]
  static let orders: [[Stage.OrderKey]] = [
    [.rank, .choice], [.choice, .rank], [.choiceBand, .rank, .choice],
  ]

  /// A list and a school a student, seats for everyone and for each school.
  struct World {
    var lists: [[Int]]
    var schools: [Int32] = [0, 0, 0]
    var open: [Int]
    var quota: [[Int]] = []
  }

  @Test("One audience: every list, every programme with 0, 1 or 2 seats", arguments: 0..<4)
  func oneAudience(equals: Int) {
    var worlds: [World] = []
    for lists in listsOfThree(over: 3, equals: equals) {
      for open in tuples([0, 1, 2], 3) { worlds.append(World(lists: lists, open: open)) }
    }
    compare(worlds, 3, equals, pools: [[0]])
    #expect(worlds.count == [18_549, 10_071, 10_071, 3_969][equals])
  }

  @Test("Two schools and everyone: two programmes, every cell with 0 or 1 seat", arguments: 0..<4)
  func twoAudiencesAndEveryone(equals: Int) {
    var worlds: [World] = []
    for lists in listsOfThree(over: 2, equals: equals) {
      for (second, third) in [(0, 0), (0, 1), (1, 0), (1, 1)] as [(Int32, Int32)] {
        for seats in tuples([0, 1], 6) {
          worlds.append(
            World(
              lists: lists, schools: [0, second, third], open: Array(seats[0...1]),
              quota: [Array(seats[2...3]), Array(seats[4...5])]))
        }
      }
    }
    compare(worlds, 2, equals, pools: [[1, 0], [0, 1]])
    #expect(worlds.count == [16_128, 9_984, 9_984, 4_864][equals])
  }

  @Test("Two schools: three programmes, full lists, every cell with 0 or 1 seat", arguments: 0..<4)
  func twoAudiences(equals: Int) {
    var worlds: [World] = []
    for lists in listsOfThree(over: 3, equals: equals) where lists.allSatisfy({ $0.count == 3 }) {
      for (second, third) in [(0, 0), (0, 1), (1, 0), (1, 1)] as [(Int32, Int32)] {
        for seats in tuples([0, 1], 6) {
          worlds.append(
            World(
              lists: lists, schools: [0, second, third], open: [0, 0, 0],
              quota: [Array(seats[0...2]), Array(seats[3...5])]))
        }
      }
    }
    compare(worlds, 3, equals, pools: [[1]])
    #expect(worlds.count == [9_216, 5_376, 5_376, 2_560][equals])
  }

  @Test("Two programmes with 0, 1 or 2 seats: every answer to every stop", arguments: 1..<4)
  func everyAnswer(equals: Int) {
    var runs = 0
    for lists in listsOfThree(over: 2, equals: equals) {
      for open in tuples([0, 1, 2], 2) {
        let world = World(lists: lists, open: open)
        for order in SmallWorldsTests.orders.prefix(2) {
          runs += explore(market([world], 2, equals, .stop, order, [0]))
        }
      }
    }
    #expect(runs == [0, 1_146, 1_178, 1_154][equals])
  }

  /// Compares the engines on a market and on all that its stops can be answered; returns how many
  /// markets they were.
  private func explore(_ market: Market) -> Int {
    let result = engineResult(market)
    if let difference = firstDifference(result, referenceResult(market)) {
      Issue.record("\(market): \(difference)")
      return 1
    }
    guard case .failure(.stop(let stop)) = result else { return 1 }
    return tuples([true, false], stop.students.count).reduce(1) { runs, answers in
      var decided = market
      decided.decisions += zip(stop.students, answers).map { student, admits in
        Decision(
          stage: stop.stage, pool: stop.pool, audience: stop.audience, programme: stop.programme,
          student: student, admits: admits)
      }
      return runs + explore(decided)
    }
  }

  // MARK: Making worlds

  /// Every choice of one element from each of `count` copies of `values`.
  private func tuples<Value>(_ values: [Value], _ count: Int) -> [[Value]] {
    (0..<count).reduce([[]]) { tuples, _ in
      tuples.flatMap { tuple in values.map { tuple + [$0] } }
    }
  }

  /// Every list over `programmes`, the empty one too.
  private func lists(over programmes: Int) -> [[Int]] {
    (0...programmes).flatMap { length in
      tuples(Array(0..<programmes), length).filter { Set($0).count == length }
    }
  }

  /// Three students' lists in every way, one of those that differ by the programmes' names or by
  /// which of equal students is which.
  private func listsOfThree(over programmes: Int, equals: Int) -> [[[Int]]] {
    let lists = lists(over: programmes)
    let number = Dictionary(uniqueKeysWithValues: zip(lists, lists.indices))
    let names = lists.filter { $0.count == programmes }
    let renamed = names.map { name in lists.map { number[$0.map { name[$0] }]! } }
    let students = ordersOfThree.filter { order in
      order.map { SmallWorldsTests.scores[equals][$0] } == SmallWorldsTests.scores[equals]
    }
    return tuples(Array(lists.indices), 3).filter { triple in
      renamed.allSatisfy { rename in
        students.allSatisfy { order in
          !order.map { rename[triple[$0]] }.lexicographicallyPrecedes(triple)
        }
      }
    }.map { $0.map { lists[$0] } }
  }

  /// The orders of three.
  private var ordersOfThree: [[Int]] { lists(over: 3).filter { $0.count == 3 } }

  /// A market of `worlds` side by side, each with programmes of its own.
  private func market(
    _ worlds: [World], _ programmes: Int, _ equals: Int, _ ties: Ranking.Ties,
    _ order: [Stage.OrderKey], _ pools: [Int]
  ) -> Market {
    var seats: [SeatCell] = []
    for (number, world) in worlds.enumerated() {
      for (row, count) in ([world.open] + world.quota).enumerated() {
        for programme in 0..<programmes {
          seats.append(
            SeatCell(
              pool: min(row, 1), audience: max(0, row - 1),
              programme: number * programmes + programme, seats: count[programme]))
        }
      }
    }
    return Market(
      cohort: .byHand(
        numbers: [worlds.flatMap { _ in SmallWorldsTests.scores[equals] }],
        categories: [worlds.flatMap(\.schools)],
        lists: [
          worlds.enumerated().flatMap { number, world in
            world.lists.map { $0.map { number * programmes + $0 } }
          }
        ]),
      programmeCount: worlds.count * programmes, audiences: [.everyone, .each(of: 0, count: 2)],
      pools: [Pool(audience: 0), Pool(audience: 1)], seats: seats,
      rankings: [.by(0, ties: ties)],
      stages: [
        Stage(
          list: 0, ranking: 0, pools: pools.map { StagePool(pool: $0) }, order: order,
          choiceBandStarts: [2])
      ],
      lots: Lots { UInt64($0) })
  }

  /// Walks all `worlds` with both engines, in one of the orders and one of the orders of pools
  /// each.
  private func compare(_ worlds: [World], _ programmes: Int, _ equals: Int, pools: [[Int]]) {
    let orders = SmallWorldsTests.orders
    for (turn, order) in orders.enumerated() {
      let part = worlds.indices.filter { $0 % orders.count == turn }.map { worlds[$0] }
      for (number, start) in stride(from: 0, to: part.count, by: 1_000).enumerated() {
        let market = market(
          Array(part[start..<min(start + 1_000, part.count)]), programmes, equals,
          equals == 0 ? .lottery : .admitAll, order, pools[number % pools.count])
        if let difference = firstDifference(engineResult(market), referenceResult(market)) {
          Issue.record("worlds \(start)…, \(programmes) programmes, \(order): \(difference)")
        }
      }
    }
  }
}
