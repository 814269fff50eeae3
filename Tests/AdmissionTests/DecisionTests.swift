import Admission
import Columns
import TestSupport
import Testing

/// `stop` and its answers (METHODS.md, "Ties"), each case by hand, on the engine and on the
/// definition.
@Suite struct DecisionTests {
  /// Students of these scores, everyone for all programmes; what lists and seats are is said.
  private func market(
    scores: [Int64], lists: [[Int]], seats: [Int], decisions: [Decision] = []
  ) -> Market {
    Market(
      cohort: .byHand(numbers: [scores], lists: [lists]), programmeCount: seats.count,
      audiences: [.everyone], pools: [Pool(audience: 0)], seats: SeatCell.rows(0, [seats]),
      rankings: [.by(0, ties: .stop)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)])], decisions: decisions)
  }

  private func decide(_ student: Int, _ programme: Int, _ admits: Bool) -> Decision {
    Decision(
      stage: 0, pool: 0, audience: 0, programme: programme, student: student, admits: admits)
  }

  /// Both engines' answer, which must be the same.
  private func both(_ market: Market) -> Allocation {
    let result = engineResult(market)
    let difference = firstDifference(result, referenceResult(market))
    #expect(difference == nil)
    return result
  }

  private func tie(_ result: Allocation) -> TieStop? {
    if case .failure(.stop(let stop)) = result { stop } else { nil }
  }

  @Test func aClassThatFitsIsAdmitted() throws {
    let outcome = try both(market(scores: [9, 9, 5], lists: [[0], [0], [0]], seats: [2])).get()
    #expect(outcome.programmes == [0, 0, nil])
  }

  @Test func theFirstClassThatDoesNotFitStops() throws {
    let market = market(scores: [9, 7, 7, 7], lists: [[0], [0], [0], [0]], seats: [2])
    let stop = try #require(tie(both(market)))
    #expect(stop.programme == 0 && stop.seats == 1 && stop.students == [1, 2, 3])
  }

  /// 1 is refused at programme 0 and takes programme 1, for which 2 has to wait its turn.
  @Test func aRefusalClosesThisPoolAlone() throws {
    let decided = market(
      scores: [7, 7, 5], lists: [[0, 1], [0, 1], [1]], seats: [1, 1],
      decisions: [decide(0, 0, true), decide(1, 0, false)])
    let outcome = try both(decided).get()
    #expect(outcome.programmes == [0, 1, nil])
    #expect(outcome.cell(stage: 0, programme: 0, pool: 0)?.excess == 0)
  }

  /// The same programme has two pools: who is refused in one is still served by the other.
  @Test func aRefusalLeavesTheProgrammesOtherPoolOpen() throws {
    var decided = market(
      scores: [7, 7], lists: [[0], [0]], seats: [1],
      decisions: [decide(0, 0, false), decide(1, 0, true)])
    decided.pools.append(Pool(audience: 0))
    decided.seats += SeatCell.rows(1, [[1]])
    decided.stages[0].pools.append(StagePool(pool: 1))
    let outcome = try both(decided).get()
    #expect(outcome.programmes == [0, 0])
    #expect(outcome.pools == [1, 0])
  }

  @Test func aClassIsDecidedWhole() throws {
    let half = market(
      scores: [7, 7, 7], lists: [[0], [0], [0]], seats: [2],
      decisions: [decide(0, 0, true), decide(1, 0, true)])
    let stop = try #require(tie(both(half)))
    #expect(stop.students == [0, 1, 2])
  }

  @Test func fewerThanTheSeatsAreTooFew() throws {
    let few = market(
      scores: [7, 7, 7], lists: [[0], [0], [0]], seats: [2],
      decisions: [decide(0, 0, true), decide(1, 0, false), decide(2, 0, false)])
    guard case .failure(.tooFewAdmitted(let stop, let admitted)) = both(few) else {
      Issue.record("one of two seats was left")
      return
    }
    #expect(stop.seats == 2 && admitted == 1)
  }

  @Test func moreThanTheSeatsAreExcess() throws {
    let all = market(
      scores: [7, 7, 7], lists: [[0], [0], [0]], seats: [2],
      decisions: (0...2).map { decide($0, 0, true) })
    let outcome = try both(all).get()
    #expect(outcome.programmes == [0, 0, 0])
    let account = try #require(outcome.account(programme: 0, pool: 0))
    #expect(account.admitted == 3 && account.excess == 1 && account.vacant == 0)
  }

  @Test func aRowThatAnswersNoStopIsAnError() throws {
    let idle = market(
      scores: [9, 8], lists: [[0], [0]], seats: [1],
      decisions: [decide(1, 0, false), decide(0, 0, true)])
    guard case .failure(.unanswered(let rows)) = both(idle) else {
      Issue.record("nobody asked")
      return
    }
    #expect(rows == [0, 1])
  }

  @Test func aLaterRowReplacesAnEarlierOne() throws {
    let twice = market(
      scores: [7, 7], lists: [[0], [0]], seats: [1],
      decisions: [decide(0, 0, true), decide(1, 0, false), decide(0, 0, false), decide(1, 0, true)])
    #expect(try both(twice).get().programmes == [nil, 0])
  }

  /// 0 and 1 tie for programme 0, 2 and 3 for programme 1. When 1 is refused there, 1 wants
  /// programme 1 too: its class has grown, and people see all three of it.
  @Test func refusalsMakeTheNextStopLarger() throws {
    let lists = [[0, 1], [0, 1], [1], [1]]
    var market = market(scores: [7, 7, 7, 7], lists: lists, seats: [1, 1])
    #expect(tie(both(market))?.students == [0, 1])
    market.decisions = [decide(0, 0, true), decide(1, 0, false)]
    #expect(tie(both(market))?.students == [1, 2, 3])
    market.decisions += [decide(1, 1, false), decide(2, 1, false), decide(3, 1, true)]
    #expect(try both(market).get().programmes == [0, nil, nil, 1])
  }

  /// The other way round: programme 0 is decided before 2 comes from programme 1, where it was
  /// refused. It stops for 2 as well, whose answer then is one.
  @Test(arguments: [true, false])
  func aDecidedClassStopsForANewcomer(admits: Bool) throws {
    let lists = [[0], [0], [1, 0], [1]]
    var market = market(scores: [7, 7, 7, 7], lists: lists, seats: [1, 1])
    market.decisions = [decide(0, 0, true), decide(1, 0, false)]
    #expect(tie(both(market))?.programme == 1)
    market.decisions += [decide(2, 1, false), decide(3, 1, true)]
    let grown = try #require(tie(both(market)))
    #expect(grown.programme == 0 && grown.seats == 1 && grown.students == [0, 2])
    market.decisions.append(decide(2, 0, admits))
    #expect(try both(market).get().programmes == [0, nil, admits ? 0 : nil, 1])
  }

  /// Random markets are answered stop by stop, mostly as asked, until they have an outcome or an
  /// answer that is none.
  @Test("2,000 random markets, answered", arguments: 0..<10)
  func answeredMarkets(part: Int) {
    var ends: [String: Int] = [:]
    for seed in 2_000_000 + part * 200..<2_000_000 + (part + 1) * 200 {
      var random = SeededGenerator(seed: UInt64(seed))
      var market = randomMarket(random, ties: .stop)
      for step in 0..<30 {
        let result = engineResult(market, workers: 1 + step % 2)
        if let difference = firstDifference(result, referenceResult(market)) {
          Issue.record("seed \(seed), step \(step): \(difference)")
          break
        }
        guard case .failure(.stop(let stop)) = result else {
          if case .failure(let failure) = result {
            ends["\(failure)".prefix { $0 != "(" }.description, default: 0] += 1
          } else {
            ends[step == 0 ? "no stop" : "decided", default: 0] += 1
          }
          break
        }
        market.decisions += answers(stop, &random)
      }
    }
    #expect(ends["decided", default: 0] > 5, "\(ends)")
  }

  /// Answers for the whole class, mostly enough; now and then one for nobody who asked, or a change
  /// of mind.
  private func answers(_ stop: TieStop, _ random: inout SeededGenerator) -> [Decision] {
    let refusals = random.int(0...stop.students.count - stop.seats)
    let refused = Set(random.sample(stop.students, random.chance(97) ? refusals : refusals + 1))
    return stop.students.flatMap { student in
      var decision = Decision(
        stage: stop.stage, pool: stop.pool, audience: stop.audience, programme: stop.programme,
        student: student, admits: !refused.contains(student))
      if random.chance(1) { decision.student = random.int(0...stop.students.last! + 1) }
      if random.chance(98) { return [decision] }
      var first = decision
      first.admits.toggle()
      return [first, decision]
    }
  }
}
