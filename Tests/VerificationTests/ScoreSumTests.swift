import Exact
import Rules
import TestSupport
import Testing

@testable import Verification

/// Plain sums against the sums that ask everything.
@Suite struct ScoreSumTests {
  @Test func plainSumsAreSums() {
    let plainCounts = (0..<200 as Range<UInt64>).map { Self.expectSums(SeededGenerator(seed: $0)) }
    #expect(plainCounts.reduce(0, +) > 1000)
  }

  /// Compares the sums of some rows; returns how many were plain.
  private static func expectSums(_ seeded: SeededGenerator) -> Int {
    var random = seeded
    let layout = Self.layout(&random)
    var sum = ScoreSum(layout)
    var (plainCount, rows) = (0, RowColumns(layout))
    for _ in 0..<20 {
      let count = random.int(1...PlainBatches.rowsMax)
      fill(&rows, count, &random)
      for at in layout.formulas.indices {
        var plainly = rows
        let isPlain = sum.putPlainly(at, in: &plainly, count)
        plainCount += isPlain ? 1 : 0
        sum.begin(at, rows.numbers, count)
        for term in sum.otherTerms(at) { sum.add(term, at, rows, count) }
        rows.hasAllScores[at] = true
        for row in 0..<count {
          let (value, fault) = sum.finished(at, row)
          rows.scores[at][row] = value
          if value == StudentLayout.missing { rows.hasAllScores[at] = false }
          if isPlain { #expect(fault == nil && plainly.scores[at][row] == value) }
        }
      }
    }
    return plainCount
  }

  /// Three scores of columns, grades, bonuses, and the scores before them.
  private static func layout(_ random: inout SeededGenerator) -> StudentLayout {
    var layout = StudentLayout()
    let policies: [MissingPolicy] = [.zero, .ineligible, .error]
    for at in 0..<4 {
      layout.numbers.append(.init(name: "n\(at)", header: at, most: .max, mayBeEmpty: true))
    }
    layout.grades = [
      .init(
        name: "g", header: 4, lookup: PlainNames(["A", "B"]), missing: policies[random.int(0...2)],
        mayBeEmpty: true)
    ]
    // Some so large that two of them are too much for 64 bits.
    layout.points =
      random.int(0...3) == 0 ? [9_000_000_000_000_000_000, -5_500] : [20_000, -5_500]
    layout.bonusSources = [0, 1, 2, 3]
    for at in 0..<3 {
      let first = layout.terms.count
      for _ in 0..<random.int(1...4) {
        let factor: Int64 = random.int(0...9) == 0 ? [3, 9_000_000][random.int(0...1)] : 1
        let cap: Int64 = random.int(0...1) == 0 ? .max : 10_000
        let kinds: [StudentLayout.Term] = [
          .init(kind: .column, index: random.int(0...3), extent: 0, factor: factor, cap: .max),
          .init(kind: .grade, index: 0, extent: 0, factor: factor, cap: .max),
          .init(kind: .highestBonus, index: 1, extent: random.int(1...2), factor: 1, cap: cap),
          .init(kind: .summedBonus, index: 2, extent: random.int(1...2), factor: 1, cap: cap),
          .init(
            kind: .score, index: random.int(0...max(0, at - 1)), extent: 0, factor: 1, cap: .max),
        ]
        layout.terms.append(kinds[random.int(0...(at == 0 ? 3 : 4))])
      }
      let isLast = at == 2 && random.int(0...4) == 0
      layout.formulas.append(
        .init(
          rule: at, name: "s\(at)", terms: first..<layout.terms.count, places: isLast ? 1 : 0,
          round: nil, missing: policies[random.int(0...2)]))
    }
    return layout
  }

  private static func fill(
    _ rows: inout RowColumns, _ count: Int, _ random: inout SeededGenerator
  ) {
    for at in rows.numbers.indices {
      let isWhole = random.int(0...3) > 0
      for row in 0..<count {
        let isEmpty = !isWhole && random.int(0...3) == 0
        let value =
          random.int(0...19) == 0 ? PlainNumber.limit - 1 : Int64(random.int(0...300)) * 500
        rows.numbers[at][row] = isEmpty ? PlainNumber.empty : value
      }
      rows.hasAllNumbers[at] = !rows.numbers[at].prefix(count).contains(PlainNumber.empty)
    }
    let isWhole = random.int(0...3) > 0
    for row in 0..<count { rows.grades[0][row] = Int32(random.int((isWhole ? 0 : -1)...1)) }
    rows.hasAllGrades[0] = !rows.grades[0].prefix(count).contains(-1)
  }
}
