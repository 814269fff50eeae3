import Admission
import Columns
import TestSupport
import Testing

/// What cities really do, nasty on purpose: each case worked by hand. Pool 0 holds quota seats, an
/// audience a middle school; pool 1 is open to everyone. Points are in tenths.
@Suite struct NastyCasesTests {
  private static let quota = 0
  private static let open = 1

  /// A city of two middle schools. `quota` has a row of programmes for each school.
  private func city(
    numbers: [[Int64]], schools: [Int32], lists: [[[Int]]], quota: [[Int]], open: [Int],
    rankings: [Ranking] = [.by(0)], stages: [Stage]
  ) -> Market {
    Market(
      cohort: .byHand(numbers: numbers, categories: [schools], lists: lists),
      programmeCount: open.count, audiences: [.each(of: 0, count: 2), .everyone],
      pools: [Pool(audience: 0), Pool(audience: 1)],
      seats: SeatCell.rows(Self.quota, quota) + SeatCell.rows(Self.open, [open]),
      rankings: rankings, stages: stages, lots: Lots { UInt64($0) })
  }

  private func stage(
    _ pool: Int, list: Int = 0, lines: [Line] = [], order: [Stage.OrderKey] = [.rank, .choice],
    scoreBands: (number: Int, edges: [Int64])? = nil, unfilled: [SeatMove] = []
  ) -> Stage {
    Stage(
      list: list, ranking: 0, pools: [StagePool(pool: pool)], order: order,
      scoreBands: scoreBands, gate: Gate(lines: lines), unfilled: unfilled)
  }

  /// The outcome, on which both engines agree.
  private func outcome(_ market: Market) throws -> Outcome {
    let result = engineResult(market)
    let difference = firstDifference(result, referenceResult(market))
    #expect(difference == nil)
    return try result.get()
  }

  private func belowOpen(_ minus: Int64, waives: Bool = false) -> Line {
    Line(
      number: 0,
      bound: .cutoff(stage: 0, pool: Self.open, minus: minus, waiveWhenVacant: waives))
  }

  // MARK: 1. A line that depends on a cutoff computed in the same run (Shijiazhuang)

  /// Open first: 650 and 640 take the two seats of programme 0, so its quota line is 640 − 50 =
  /// 590. 600 is above and takes the school's quota seat; 589 of the other school is not.
  @Test func case1aALineFromACutoffOfTheSameRun() throws {
    let outcome = try outcome(
      city(
        numbers: [[6500, 6400, 6000, 5890]], schools: [0, 0, 0, 1],
        lists: [[[0], [0], [0], [0]]], quota: [[1], [1]], open: [2],
        stages: [stage(Self.open), stage(Self.quota, lines: [belowOpen(500)])]))
    #expect(outcome.programmes == [0, 0, 0, nil])
    #expect(outcome.stagesOfStudents == [0, 0, 1, nil])
    #expect(outcome.stages[1].lines.first?.values == [5900])
    #expect(outcome.cell(stage: 1, programme: 0, pool: Self.quota, audience: 1)?.applicants == 0)
  }

  /// The first stage is not filled: the line is still the lowest admitted there, 640 − 50; with the
  /// waiver there is none, since a seat was left.
  @Test(arguments: [false, true])
  func case1bTheFirstStageWasNotFilled(waives: Bool) throws {
    let market = city(
      numbers: [[6500, 6400, 5890]], schools: [0, 0, 1], lists: [[[0], [0], [1, 0]]],
      quota: [[1, 0], [1, 0]], open: [3, 0],
      stages: [
        stage(Self.open, lines: [Line(number: 0, bound: .fixed(6000))]),
        stage(Self.quota, lines: [belowOpen(500, waives: waives)]),
      ])
    let outcome = try outcome(market)
    #expect(outcome.cell(stage: 0, programme: 0, pool: Self.open)?.vacant == 1)
    #expect(outcome.stages[1].lines.first?.values == [waives ? nil : 5900, nil])
    #expect(outcome.programmes == [0, 0, waives ? 0 : nil])
  }

  /// Nobody was admitted in the first stage: the line does not bind.
  @Test func case1cNobodyWasAdmittedInTheFirstStage() throws {
    let outcome = try outcome(
      city(
        numbers: [[3000]], schools: [0], lists: [[[0]]], quota: [[1], [0]], open: [0],
        stages: [stage(Self.open), stage(Self.quota, lines: [belowOpen(500)])]))
    #expect(outcome.stages[1].lines.first?.values == [nil])
    #expect(outcome.pools == [Self.quota])
  }

  // MARK: 2. Two scales for one student (Shanghai)

  /// Ranked on 800 (750 + 50 of evaluation), with a line of 605 on the 750. 655.0 is 605 + 50 and
  /// just passes; 654.5 is 604.5 + 50 and does not; 654.0 is 610 + 44, ranks below both, and does.
  @Test func case2RankedOnOneScaleAndHeldToALineOnAnother() throws {
    let outcome = try outcome(
      city(
        numbers: [[6550, 6545, 6540], [6050, 6045, 6100]], schools: [0, 0, 0],
        lists: [[[0], [0], [0]]], quota: [[2], [0]], open: [0],
        stages: [stage(Self.quota, lines: [Line(number: 1, bound: .fixed(6050))])]))
    #expect(outcome.programmes == [0, nil, 0])
    #expect(outcome.stages[0].eligible == 2)
    let cell = try #require(outcome.cell(stage: 0, programme: 0, pool: Self.quota))
    #expect(cell.applicants == 2 && cell.lowestStudent == 2)
  }

  // MARK: 3. Who would get in by the unified stage: stage order decides, nothing else

  @Test func case3StageOrderDecidesWhetherAQuotaSeatIsUsed() throws {
    func market(_ stages: [Stage]) -> Market {
      city(
        numbers: [[7000, 6000]], schools: [0, 0], lists: [[[0], [0]]], quota: [[1], [0]],
        open: [1], stages: stages)
    }
    // Quota first: the best student uses the school's quota seat, the next takes the open one.
    let quotaFirst = try outcome(market([stage(Self.quota), stage(Self.open)]))
    #expect(quotaFirst.pools == [Self.quota, Self.open])
    // Unified first: the best student is placed there, the quota seat is for the next.
    let openFirst = try outcome(market([stage(Self.open), stage(Self.quota)]))
    #expect(openFirst.pools == [Self.open, Self.quota])
  }

  // MARK: 4. A quota cutoff above the unified one is legal (Dalian 2025)

  /// Two strong students of one school meet at its one quota seat (765.5); the other, 765.0,
  /// prefers another programme in the unified stage, where 763.5 is enough for the first.
  @Test func case4AQuotaCutoffAboveTheUnifiedOne() throws {
    let outcome = try outcome(
      city(
        numbers: [[7655, 7650, 7635]], schools: [0, 0, 1],
        lists: [[[0], [0], []], [[], [1], [0]]], quota: [[1, 0], [0, 0]], open: [1, 1],
        stages: [stage(Self.quota), stage(Self.open, list: 1)]))
    #expect(outcome.programmes == [0, 1, 0])
    let quota = try #require(outcome.cell(stage: 0, programme: 0, pool: Self.quota))
    let open = try #require(outcome.cell(stage: 1, programme: 0, pool: Self.open))
    #expect(quota.lowestStudent == 0 && open.lowestStudent == 2)
    #expect(quota.excess == 0 && open.vacant == 0)
  }

  // MARK: 5. A higher score losing to an earlier choice is legal

  /// Programme 0 has one seat. 698 names it fourth, 667 first.
  @Test func case5aChoiceFirst() throws {
    func market(_ order: [Stage.OrderKey]) -> Market {
      city(
        numbers: [[6980, 6670]], schools: [0, 1], lists: [[[1, 2, 3, 0], [0]]],
        quota: [[0, 0, 0, 0], [0, 0, 0, 0]], open: [1, 0, 0, 0],
        stages: [stage(Self.open, order: order)])
    }
    #expect(try outcome(market([.choice, .rank])).programmes == [nil, 0])
    #expect(try outcome(market([.rank, .choice])).programmes == [0, nil])
  }

  /// Bands of 707, 667, 627 (an edge belongs to the band above): within the band the earlier choice
  /// wins, across bands the score does.
  @Test func case5bWithinAScoreBand() throws {
    func market(_ scores: [Int64]) -> Market {
      city(
        numbers: [scores], schools: [0, 1], lists: [[[1, 0], [0]]], quota: [[0, 0], [0, 0]],
        open: [1, 0],
        stages: [
          stage(
            Self.open, order: [.scoreBand, .choice, .rank],
            scoreBands: (number: 0, edges: [7070, 6670, 6270]))
        ])
    }
    #expect(try outcome(market([6980, 6670])).programmes == [nil, 0])
    #expect(try outcome(market([6980, 6665])).programmes == [0, nil])
    #expect(try outcome(market([7070, 7065])).programmes == [0, nil])
  }

  // MARK: 6. Half points, and totals rounded to an integer

  /// Half a point decides, and a wide column (a total that does not fit 32 bits) decides alike.
  @Test(arguments: [1, 1 << 24])
  func case6aHalfAPointDecides(unit: Int64) throws {
    let outcome = try outcome(
      city(
        numbers: [[6545, 6550, 6540].map { $0 * unit }], schools: [0, 0, 0],
        lists: [[[0], [0], [0]]], quota: [[2], [0]], open: [0], stages: [stage(Self.quota)]))
    #expect(outcome.programmes == [0, 0, nil])
  }

  /// 612.4 and 611.6 are both 612 once rounded: equal in the first key, whatever they were before,
  /// and the second key decides.
  @Test func case6bRoundedTotalsAreEqual() throws {
    let outcome = try outcome(
      city(
        numbers: [[6120, 6120], [900, 950], [6124, 6116]], schools: [0, 0], lists: [[[0], [0]]],
        quota: [[1], [0]], open: [0], rankings: [.by(0, 1)], stages: [stage(Self.quota)]))
    #expect(outcome.programmes == [nil, 0])
    #expect(outcome.drawn == 0)
  }

  // MARK: 7. A tie chain that runs out, with "stop and decide" (Chengdu)

  /// Students 1 and 2 are equal in every key of the chain, and one seat is left: the run stops,
  /// says for whom, and goes on with the decision.
  @Test func case7ATieChainThatRunsOut() throws {
    var market = city(
      numbers: [[6600, 6500, 6500, 6500], [90, 80, 80, 70], [5, 5, 5, 9]], schools: [0, 0, 0, 0],
      lists: [[[0], [0, 1], [0, 1], [0]]], quota: [[2, 1], [0, 0]], open: [0, 0],
      rankings: [.by(0, 1, 2, ties: .stop)], stages: [stage(Self.quota)])
    guard case .failure(.stop(let tie)) = engineResult(market) else {
      Issue.record("nobody was asked")
      return
    }
    #expect(firstDifference(engineResult(market), referenceResult(market)) == nil)
    #expect(tie.students == [1, 2] && tie.seats == 1)
    #expect([tie.stage, tie.programme, tie.pool, tie.audience] == [0, 0, Self.quota, 0])
    market.decisions = [(1, false), (2, true)].map { student, admits in
      Decision(
        stage: 0, pool: Self.quota, audience: 0, programme: 0, student: student, admits: admits)
    }
    // Student 1 is refused at programme 0 alone and takes the second choice.
    #expect(try outcome(market).programmes == [0, 1, 0, nil])
  }

  // MARK: 9. Over a third of all quota cells hold exactly one seat

  /// One seat a school; what nobody takes goes to everyone, at the lines of the open stage.
  @Test func case9SingleSeatsAndWhatIsLeftOfThem() throws {
    let outcome = try outcome(
      city(
        numbers: [[6000, 5900, 6900]], schools: [0, 0, 1], lists: [[[0], [0], [1]]],
        quota: [[1, 0], [1, 0]], open: [0, 1],
        stages: [
          stage(
            Self.quota, unfilled: [SeatMove(from: Self.quota, to: Self.open, audience: [0, 0])]),
          stage(Self.open),
        ]))
    #expect(outcome.programmes == [0, 0, 1])
    #expect(outcome.pools == [Self.quota, Self.open, Self.open])
    let account = try #require(outcome.account(programme: 0, pool: Self.open))
    #expect(account.movedIn == 1 && account.admitted == 1 && account.vacant == 0)
  }
}
