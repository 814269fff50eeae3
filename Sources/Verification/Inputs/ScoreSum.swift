import Exact
import Rules

/// The sums of one score over some rows, exactly: term after term, each over all rows.
struct ScoreSum {
  private static let rowsMax = PlainBatches.rowsMax
  private let layout: StudentLayout
  private let rules: [Rule]
  /// The sum so far, and whether the student is ineligible for want of a value.
  private var sums = [Int128](repeating: 0, count: rowsMax)
  private var isMissing = [Bool](repeating: false, count: rowsMax)

  /// What a score's sum needs to be taken.
  private struct Rule {
    /// Columns that count once, and the other terms.
    var columns: [Int]
    var terms: [StudentLayout.Term]
    /// Whether the sum is the score: whole thousandths, not rounded.
    var isScore: Bool
    var missing: MissingPolicy
  }

  init(_ layout: StudentLayout) {
    self.layout = layout
    rules = layout.formulas.map { formula in
      // At most 4096 numbers below 10¹⁵ thousandths fit in 64 bits.
      let isShort = formula.terms.count <= 4096
      let isPlain = { (term: StudentLayout.Term) in
        isShort && term.kind == .column && term.factor == 1
      }
      let terms = layout.terms[formula.terms]
      return Rule(
        columns: terms.filter(isPlain).map(\.index), terms: terms.filter { !isPlain($0) },
        isScore: formula.places == 0 && formula.round == nil, missing: formula.missing)
    }
  }

  /// Begins score `at` with the columns that count once.
  mutating func begin(_ at: Int, _ numbers: [Int64], _ count: Int) {
    let isIneligible = rules[at].missing == .ineligible
    var plain = InlineArray<64, Int64>(repeating: 0)
    for row in 0..<count { isMissing[row] = false }
    for column in rules[at].columns {
      let base = column &* Self.rowsMax
      for row in 0..<count {
        let value = numbers[base &+ row]
        if value != PlainNumber.empty {
          plain[row] &+= value
        } else if isIneligible {
          isMissing[row] = true
        }
      }
    }
    for row in 0..<count { sums[row] = Int128(plain[row]) }
  }

  /// The terms of score `at` that are still to be added.
  func otherTerms(_ at: Int) -> [StudentLayout.Term] { rules[at].terms }

  /// Adds a term of score `at`.
  mutating func add(
    _ term: StudentLayout.Term, _ at: Int, _ numbers: [Int64], _ grades: [Int32],
    _ scores: [Int64], _ count: Int
  ) {
    let missing = rules[at].missing
    let base = term.index &* Self.rowsMax
    switch term.kind {
    case .column:
      for row in 0..<count {
        let value = numbers[base &+ row]
        let isEmpty = value == PlainNumber.empty
        add(isEmpty ? nil : value, term.factor, row, missing == .ineligible)
      }
    case .score:
      for row in 0..<count {
        let value = scores[base &+ row]
        add(value == StudentLayout.missing ? nil : value, term.factor, row, missing != .zero)
      }
    case .grade:
      let isIneligible =
        missing == .ineligible || layout.grades[term.index].missing == .ineligible
      for row in 0..<count {
        let grade = grades[base &+ row]
        let value = grade < 0 ? nil : layout.points[term.extent + Int(grade)]
        add(value, term.factor, row, isIneligible)
      }
    case .highestBonus, .summedBonus:
      for row in 0..<count { add(bonus(term, numbers, row), term.factor, row, false) }
    }
  }

  /// Adds `factor` times a value; where there is none, it counts as zero or makes the student ineligible.
  @inline(__always)
  private mutating func add(_ value: Int64?, _ factor: Int64, _ row: Int, _ isIneligible: Bool) {
    if let value {
      sums[row] += factor == 1 ? Int128(value) : Int128(value) * Int128(factor)
    } else if isIneligible {
      isMissing[row] = true
    }
  }

  /// An empty cell is none.
  private func bonus(_ term: StudentLayout.Term, _ numbers: [Int64], _ row: Int) -> Int64 {
    var total: Int64 = 0
    for at in term.index..<term.index + term.extent {
      let points = max(0, numbers[layout.bonusSources[at] &* Self.rowsMax &+ row])
      total = term.kind == .highestBonus ? max(total, points) : total + points
    }
    return min(term.cap, total)
  }

  /// Score `at` of a row; `missing` where the student is ineligible for want of a value.
  @inline(__always)
  func finished(_ at: Int, _ row: Int) -> (Int64, StudentBlockReader.Fault?) {
    if isMissing[row] { return (StudentLayout.missing, nil) }
    if rules[at].isScore, let value = Int64(exactly: sums[row]) { return (value, nil) }
    return rounded(at, sums[row])
  }

  /// A sum in thousandths × 10^−places, rounded as the score says, or exact.
  private func rounded(_ at: Int, _ sum: Int128) -> (Int64, StudentBlockReader.Fault?) {
    let formula = layout.formulas[at]
    let scale = Int128(Decimal.power(formula.places))
    var value = sum / scale
    if let round = formula.round {
      let unit = Int128(Decimal.power(3 - round.decimals))
      value = roundedQuotient(sum, by: scale * unit, round.mode) * unit
    }
    guard let fits = Int64(exactly: value), fits > PlainNumber.unreadable else {
      return (0, .tooLarge(at))
    }
    return (fits, formula.round == nil && sum % scale != 0 ? .tooManyPlaces(at) : nil)
  }
}
