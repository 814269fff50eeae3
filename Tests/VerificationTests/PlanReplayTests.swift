import Apportionment
import TestSupport
import Testing

@testable import Verification

/// The check's own arithmetic against the plainer, and against the engine's.
@Suite struct PlanReplayTests {
  /// A random matrix with tiers and groups whose rows can be split.
  private func matrix(_ random: inout SeededGenerator) -> SeatMatrix {
    while true {
      let (rows, columns) = (random.int(1...6), random.int(1...7))
      var cells: [MatrixCell] = []
      for row in 0..<rows {
        for column in 0..<columns where random.chance(80) {
          let isBounded = random.chance(30)
          let least = isBounded ? random.int(0...2) : 0
          cells.append(
            MatrixCell(
              row: row, column: column, weight: random.int(0...9), minimum: least,
              maximum: isBounded ? least + random.int(0...3) : nil))
        }
      }
      let seats = (0..<rows).map { _ in random.int(0...9) }
      let isPlain = random.chance(40)
      let tiers = (0..<rows).map { _ in random.int(0...1) }
      let groups = (0..<columns).map { _ in random.int(0...2) }
      guard
        let made = try? SeatMatrix(rowSeats: seats, columnCount: columns, cells: cells)
          .nested(tierOfRow: isPlain ? [] : tiers, groupOfColumn: isPlain ? [] : groups),
        (try? made.fairShares()) != nil
      else { continue }
      return made
    }
  }

  @Test func theReplayOfItsOwnDrawsIsTheEngine() throws {
    for seed in 0..<150 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let matrix = matrix(&random)
      let shares = try matrix.fairShares()
      var own = PlanDraws(seed: "s\(seed)", counter: seed)
      var fast = SeededDraws(seed: "s\(seed)", counter: seed)
      var replay = RoundingReplay(matrix, shares)
      let seats = replay.run { own.uniform(below: $0) }
      #expect(seats == matrix.lottery(shares, draws: &fast), "\(random)")
      #expect(own.counter == fast.counter, "\(random)")
    }
  }

  @Test func sharesAreThoseOfTheEngine() throws {
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let matrix = matrix(&random)
      let shares = try matrix.fairShares()
      var parts: [Int] = []
      for row in 0..<matrix.rowCount {
        let cells = matrix.cells(ofRow: row)
        parts += PlanShares.row(
          seats: matrix.rowSeats[row], weights: Array(matrix.weights[cells]),
          minimums: cells.map { matrix.minimum($0) },
          maximums: cells.map { min(matrix.maximum($0), matrix.rowSeats[row]) },
          unit: shares.unit)
      }
      #expect(parts == shares.parts, "\(random)")
    }
  }

  /// Shares 8.4, 1.2, 0.2, 0.2 of ten seats with a minimum of 2: what is left after three minima.
  @Test func sharesByHand() {
    let shares = PlanShares.row(
      seats: 10, weights: [42, 6, 1, 1], minimums: [2, 2, 2, 2], maximums: [9, 9, 9, 9], unit: 1000)
    #expect(shares == [4000, 2000, 2000, 2000])
    // A third each of one seat: the part left over goes to the first.
    let thirds = PlanShares.row(
      seats: 1, weights: [5, 5, 5], minimums: [0, 0, 0], maximums: [1, 1, 1], unit: 1000)
    #expect(thirds == [334, 333, 333])
  }

  /// Both ways to uniform numbers, also where half of all draws are drawn again.
  @Test func uniformNumbersAreThoseOfTheEngine() {
    var own = PlanDraws(seed: "u", counter: 0)
    var engine = SeededDraws(seed: "u")
    for power in 1...63 as ClosedRange<UInt64> {
      let middle = UInt64(1) << power
      for bound in [middle, middle + 1, middle - 1] {
        #expect(own.uniform(below: bound) == engine.uniform(below: bound), "\(bound)")
      }
    }
    #expect(own.counter == engine.counter && own.counter > 189, "some were drawn again")
  }

  /// Both ways to signposts.
  @Test(arguments: DivisorMethod.allCases) func claimsAreThoseOfTheEngine(_ method: DivisorMethod) {
    for weight in [1, 7, Limits.weightMax] {
      for seats in [0, 1, 2, 99, Limits.seatsMax] {
        #expect(
          PlanSignposts.claim(method, of: weight, holding: seats)
            == method.claim(of: weight, holding: seats))
      }
    }
  }

  /// 7 seats for the weights 53, 24, 23: by Webster 3, 2, 2, since the last seats were had for
  /// 53/2.5, 24/1.5 = 16 and 23/1.5 = 15.3, and 53/3.5 = 15.1 comes too late.
  @Test func theMaxMinInequalityByHand() throws {
    let claimants = try Claimants(weights: [53, 24, 23])
    let ends = try PlanSignposts.check([3, 2, 2], house: 7, of: claimants, method: .webster)
    #expect(ends.lower == Fraction(106, over: 7) && ends.upper == Fraction(46, over: 3))
    #expect(throws: VectorFault.betterClaim(claimant: 2, holder: 0)) {
      try PlanSignposts.check([4, 2, 1], house: 7, of: claimants, method: .webster)
    }
    #expect(throws: VectorFault.wrongTotal(expected: 7, found: 6)) {
      try PlanSignposts.check([3, 2, 1], house: 7, of: claimants, method: .webster)
    }
  }

  @Test func drawsAreTheDocumentedDigests() {
    var own = PlanDraws(seed: "2026-07-01", counter: 9)
    var plain = SeededDraws(seed: "2026-07-01", counter: 9)
    for _ in 0..<5 { #expect(own.next() == plain.next()) }
    let lot = TieLot(seed: "2026-07-01", row: "p1")
    #expect(PlanCheck.lot("2026-07-01", "p1", "m2") == lot("m2").hexadecimal)
    let total = TieLot(seed: "2026-07-01", row: "")
    #expect(PlanCheck.lot("2026-07-01", "*", "m2") == total("m2").hexadecimal)
  }
}

/// How the check writes exact decimals.
@Suite struct PlanDecimalsTests {
  @Test(
    arguments: [
      (1_500_000_000, 9, "1.5"), (0, 9, "0"), (-250_000_000, 9, "-0.25"), (7, 0, "7"),
      (1, 9, "0.000000001"), (20, 1, "2"),
    ])
  func exactDecimals(_ value: Int, _ places: Int, _ text: String) {
    #expect(exactText(value, places: places) == text)
  }
}
