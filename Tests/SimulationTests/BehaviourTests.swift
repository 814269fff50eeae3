import Admission
import Columns
import TestSupport
import Testing

@testable import Simulation

/// What families hand in: by hand, and what holds for any.
@Suite struct BehaviourTests {
  /// Five students over four programmes of one seat each; two of the seats are never asked for.
  private func city() throws -> (market: Market, known: KnownCutoffs) {
    let market = Market(
      cohort: .byHand(
        numbers: [[9000, 8000, 7000, 6000, 5000]],
        lists: [[[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 3, 2], [0, 1, -1, 2], [0, 1, 2]]]),
      programmeCount: 4, audiences: [.everyone], pools: [Pool(audience: 0)],
      seats: SeatCell.rows(0, [[1, 1, 1, 2]]), rankings: [.by(0)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)])], lots: Lots { UInt64($0) })
    // By the whole lists: 9 to 0, 8 to 1, 7 to 3 (a seat of it is left), 6 to 2.
    let outcome = try allocate(market, workers: Workers(count: 1))
    return (market, try #require(KnownCutoffs(of: market, outcome, stage: 0)))
  }

  private func rows(_ lists: ChoiceLists) -> [[Int]] {
    (0..<lists.cells.count / lists.width).map { student in
      (0..<lists.width).map { Int(lists.cells[student * lists.width + $0]) - 1 }
    }
  }

  @Test func sincereListsAreCut() throws {
    let (market, _) = try city()
    let lists = market.cohort.lists[0]
    #expect(
      rows(ListCut(length: 3).sincere(lists)) == [
        [0, 1, 2], [0, 1, 2], [0, 1, 3], [0, 1, 2], [0, 1, 2],
      ])
    #expect(rows(ListCut(length: 9).sincere(lists))[3] == [0, 1, -1, 2])
  }

  /// Only lists that are too long change, and in those what can stay where it is does.
  @Test func choicesKeepTheirNumbersWhereTheyFit() throws {
    let wanted = [
      [-1, 0, 1], [-1, -1, 0, -1, 1], [-1, 0, -1, 1, 2], [0, -1, 1, 2, 3], [-1, 0, 1, 2, 3],
      [-1, -1, -1, -1, 0], [],
    ]
    let cohort = Cohort.byHand(numbers: [[0, 0, 0, 0, 0, 0, 0]], lists: [wanted])
    #expect(
      rows(ListCut(length: 3).sincere(cohort.lists[0])) == [
        [-1, 0, 1], [-1, 0, 1], [0, 1, 2], [0, 1, 2], [0, 1, 2], [-1, -1, 0], [-1, -1, -1],
      ])
    #expect(
      rows(ListCut(length: 4).sincere(cohort.lists[0])) == [
        [-1, 0, 1, -1], [-1, -1, 0, 1], [-1, 0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3],
        [-1, -1, -1, 0], [-1, -1, -1, -1],
      ])
  }

  @Test func theLastChoiceIsKeptForSafety() throws {
    let (market, known) = try city()
    let cut = ListCut(length: 2, safety: .init()).apply(
      to: market.cohort.lists[0], of: market, known: known, seed: 1)
    // The best two reach what they kept; the third finds 3, the fourth 2; the fifth, who would be
    // safe nowhere, takes the lowest cutoff on the list.
    #expect(rows(cut) == [[0, 1], [0, 1], [0, 3], [0, 2], [0, 2]])
    let wary = ListCut(length: 2, safety: .init(margin: 1500)).apply(
      to: market.cohort.lists[0], of: market, known: known, seed: 1)
    // With a point and a half to spare the second is sure of nothing but 2 (6.0) and 3, in this
    // order.
    #expect(rows(wary)[1] == [0, 2])
  }

  /// Who acts where few do acts where more do, in the same way.
  @Test func sharesAreNested() throws {
    let (market, known) = try city()
    let lists = market.cohort.lists[0]
    func cut(_ share: Int, _ seed: UInt64) -> [[Int]] {
      rows(
        ListCut(length: 2, safety: .init(share: share)).apply(
          to: lists, of: market, known: known, seed: seed))
    }
    let none = rows(ListCut(length: 2).sincere(lists))
    var acted = [Int](repeating: 0, count: 5)
    for seed in 1...200 as ClosedRange<UInt64> {
      #expect(cut(0, seed) == none)
      #expect(cut(1000, seed) == cut(1000, 0))
      var before = none
      for share in [250, 500, 750] {
        let now = cut(share, seed)
        for student in 0..<5 where before[student] != none[student] {
          #expect(now[student] == before[student])
        }
        before = now
        if share == 500 {
          for student in 0..<5 where now[student] != none[student] { acted[student] += 1 }
        }
      }
    }
    #expect(acted[0] == 0 && acted[1] == 0)
    #expect(acted[2...].allSatisfy { (70...130).contains($0) })
  }

  /// Two schools in a district and one in another: quota seats of programme 0 went at 90 in the
  /// first school and at 60 in the second.
  @Test func familiesMoveToWhereTheQuotaIsEasier() throws {
    let market = Market(
      cohort: .byHand(
        numbers: [[90, 80, 70, 60, 50, 95]], categories: [[0, 0, 0, 1, 1, 2]],
        lists: [[[0, 1], [0, 1], [1, 0], [0, 1], [0], [0]]]),
      programmeCount: 2, audiences: [.everyone, .each(of: 0, count: 3)],
      pools: [Pool(audience: 1)],
      seats: SeatCell.rows(0, [[1, 1], [1, 0], [0, 0]]), rankings: [.by(0)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)])], lots: Lots { UInt64($0) })
    let outcome = try allocate(market, workers: Workers(count: 1))
    let known = try #require(KnownCutoffs(of: market, outcome, stage: 0))
    func moved(_ share: Int, seed: UInt64 = 3) -> [Int32] {
      SchoolMove(share: share).apply(
        schools: market.cohort.categories[0], category: 0, districts: [0, 0, 1],
        preferences: market.cohort.lists[0], of: market, known: known, seed: seed
      ).array
    }
    // The first has programme 0 at home; the second moves for it; the third would have 0 there, but
    // 1 at home went at 80; the last two stay in their districts.
    #expect(moved(1000) == [0, 1, 1, 1, 1, 2])
    #expect(moved(0) == market.cohort.categories[0].array)
    for seed in 0..<40 as Range<UInt64> {
      let few = moved(300, seed: seed)
      for student in 0..<6 where few[student] != market.cohort.categories[0][student] {
        #expect(moved(600, seed: seed)[student] == few[student])
      }
    }
  }
}
