import Admission
import Columns
import TestSupport
import Testing

/// Orders that are known mechanisms (METHODS.md, "Queue stages").
@Suite struct MechanismTests {
  /// One stage, hard seats, one ranking without ties: what theory speaks of.
  private func market(_ random: inout SeededGenerator, order: [Stage.OrderKey] = [.rank, .choice])
    -> Market
  {
    let students = random.int(1...14)
    let programmes = random.int(1...5)
    let scores = (0..<students).map(Int64.init).shuffled(using: &random)
    let lists = (0..<students).map { _ in
      random.sample(Array(0..<programmes), random.int(0...programmes))
    }
    let seats = (0..<programmes).map { _ in random.int(0...4) }
    return Market(
      cohort: .byHand(numbers: [scores], lists: [lists]), programmeCount: programmes,
      audiences: [.everyone], pools: [Pool(audience: 0)], seats: SeatCell.rows(0, [seats]),
      rankings: [.by(0)], stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)])])
  }

  /// Deferred acceptance as Gale and Shapley tell it: who is free proposes to the next choice,
  /// which keeps the best that it has seats for.
  private func deferredAcceptance(_ market: Market) -> [Int?] {
    let seats = market.seats.sorted { $0.programme < $1.programme }.map(\.seats)
    var wishes = (0..<market.cohort.count).map { student in
      market.choices(of: student, in: 0).map(\.programme)
    }
    var held = seats.map { _ in [Int]() }
    var free = Array(wishes.indices)
    while let student = free.popLast() {
      guard let programme = wishes[student].first else { continue }
      wishes[student].removeFirst()
      held[programme].append(student)
      held[programme].sort { market.cohort.numbers[0][$0] > market.cohort.numbers[0][$1] }
      if held[programme].count > seats[programme] { free.append(held[programme].removeLast()) }
    }
    var matched = [Int?](repeating: nil, count: market.cohort.count)
    for (programme, students) in held.enumerated() {
      for student in students { matched[student] = programme }
    }
    return matched
  }

  @Test func rankThenChoiceIsDeferredAcceptance() throws {
    for seed in 0..<400 {
      var random = SeededGenerator(seed: UInt64(seed))
      let market = market(&random)
      #expect(try engineResult(market).get().programmes == deferredAcceptance(market), "\(random)")
    }
  }

  /// A band that holds the whole list is no band; bands of one choice are choice by choice.
  @Test func bandsReachFromOneEndToTheOther() throws {
    for seed in 0..<200 {
      var random = SeededGenerator(seed: UInt64(seed))
      var banded = market(&random)
      var plain = banded
      banded.stages[0].order = [.choiceBand, .rank, .choice]
      #expect(firstDifference(engineResult(banded), engineResult(plain)) == nil, "\(random)")
      banded.stages[0].choiceBandStarts = [9, 12]
      #expect(firstDifference(engineResult(banded), engineResult(plain)) == nil, "\(random)")
      banded.stages[0].choiceBandStarts = [1, 2, 3, 4]
      plain.stages[0].order = [.choice, .rank]
      #expect(firstDifference(engineResult(banded), engineResult(plain)) == nil, "\(random)")
    }
  }

  /// Immediate acceptance: a seat once taken is kept, so a worse student's earlier choice wins.
  @Test func choiceThenRankIsImmediateAcceptance() throws {
    for seed in 0..<200 {
      var random = SeededGenerator(seed: UInt64(seed))
      var market = market(&random)
      market.stages[0].order = [.choice, .rank]
      var left = market.seats.sorted { $0.programme < $1.programme }.map(\.seats)
      var placed = [Int?](repeating: nil, count: market.cohort.count)
      let byRank = placed.indices.sorted {
        market.cohort.numbers[0][$0] > market.cohort.numbers[0][$1]
      }
      for round in 0..<5 {
        for student in byRank where placed[student] == nil {
          for (choice, programme) in market.choices(of: student, in: 0)
          where choice == round && left[programme] > 0 {
            left[programme] -= 1
            placed[student] = programme
          }
        }
      }
      #expect(try engineResult(market).get().programmes == placed, "\(random)")
    }
  }

  /// The score alone, then the choice, is the rank cut into places shared by equal first keys.
  @Test func scoreThenChoiceDrawsWithinTheScoreLast() throws {
    // Equal scores, the second key prefers student 0; student 1 chose programme 0 first.
    let market = Market(
      cohort: .byHand(numbers: [[600, 600], [2, 1]], lists: [[[1, 0], [0, 1]]]), programmeCount: 2,
      audiences: [.everyone], pools: [Pool(audience: 0)], seats: SeatCell.rows(0, [[1, 0]]),
      rankings: [.by(0, 1)],
      stages: [
        Stage(
          list: 0, ranking: 0, pools: [StagePool(pool: 0)], order: [.score, .choice, .rank])
      ])
    #expect(try engineResult(market).get().programmes == [nil, 0])
    #expect(firstDifference(engineResult(market), referenceResult(market)) == nil)
  }
}
