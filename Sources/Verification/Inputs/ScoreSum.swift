import CPlainKernels
import Exact
import Rules

/// What some rows hold, column after column, with room for `PlainBatches.rowsMax` rows each.
struct RowColumns: Sendable {
  var numbers: [[Int64]]
  var grades: [[Int32]]
  /// The scores that have been summed.
  var scores: [[Int64]]
  /// Whether every row has one.
  var hasAllNumbers: [Bool]
  var hasAllGrades: [Bool]
  var hasAllScores: [Bool]

  /// Zeros for all that `layout` asks for.
  init(_ layout: StudentLayout) {
    let rows = PlainBatches.rowsMax
    numbers = layout.numbers.map { _ in Array(repeating: 0, count: rows) }
    grades = layout.grades.map { _ in Array(repeating: 0, count: rows) }
    scores = layout.formulas.map { _ in Array(repeating: 0, count: rows) }
    hasAllNumbers = numbers.map { _ in true }
    hasAllGrades = grades.map { _ in true }
    hasAllScores = scores.map { _ in true }
  }
}

/// The sums of one score over some rows, exactly: term after term, each over all rows.
struct ScoreSum {
  private static let rowsMax = PlainBatches.rowsMax
  private let layout: StudentLayout
  private let rules: [Rule]
  /// The sum so far, and whether the student is ineligible for want of a value.
  private var sums = [Int128](repeating: 0, count: rowsMax)
  private var plain = [Int64](repeating: 0, count: rowsMax)
  private var isMissing = [Bool](repeating: false, count: rowsMax)

  /// What a score's sum needs to be taken.
  private struct Rule {
    /// Columns that count once, and the other terms.
    var columns: [Int]
    var terms: [StudentLayout.Term]
    /// Whether the sum is the score: whole thousandths, not rounded.
    var isScore: Bool
    var missing: MissingPolicy
    /// Whether the terms are added as they are, are the score then, and stay within 64 bits.
    var isPlain: Bool
  }

  init(_ layout: StudentLayout) {
    self.layout = layout
    let bounds = Self.bounds(layout)
    rules = layout.formulas.enumerated().map { at, formula in
      // At most 4096 numbers below 10¹⁵ thousandths fit in 64 bits.
      let isShort = formula.terms.count <= 4096
      let isPlain = { (term: StudentLayout.Term) in
        isShort && term.kind == .column && term.factor == 1
      }
      let terms = layout.terms[formula.terms]
      let isScore = formula.places == 0 && formula.round == nil
      return Rule(
        columns: terms.filter(isPlain).map(\.index), terms: terms.filter { !isPlain($0) },
        isScore: isScore, missing: formula.missing,
        isPlain: isScore && bounds[at] != nil && terms.allSatisfy { $0.factor == 1 })
    }
  }

  // MARK: Plain sums

  /// For each score how large the sum of its terms can be, either way, rounded or not; nil where
  /// that may be too much for 64 bits.
  private static func bounds(_ layout: StudentLayout) -> [Int64?] {
    var bounds: [Int64?] = []
    for formula in layout.formulas {
      // Rounding adds less than a point.
      var sum: Int64? = 1000
      for term in layout.terms[formula.terms] {
        sum = sum.flatMap { sum in
          guard let most = most(term, layout, bounds),
            let factor = Int64(exactly: term.factor.magnitude)
          else { return nil }
          let (product, isTooMuch) = most.multipliedReportingOverflow(by: factor)
          let (total, overflow) = sum.addingReportingOverflow(product)
          return isTooMuch || overflow ? nil : total
        }
      }
      bounds.append(sum)
    }
    return bounds
  }

  /// How large a term can be before its factor, given the scores before it; nil: too large.
  private static func most(
    _ term: StudentLayout.Term, _ layout: StudentLayout, _ bounds: [Int64?]
  ) -> Int64? {
    switch term.kind {
    case .column: return PlainNumber.limit
    case .grade:
      let points = layout.points[term.extent...].prefix(layout.grades[term.index].lookup.count)
      return Int64(exactly: points.map(\.magnitude).max() ?? 0)
    case .score: return term.index < bounds.count ? bounds[term.index] : nil
    case .highestBonus, .summedBonus:
      return term.cap < 0 || term.extent > 1000 ? nil : PlainNumber.limit * Int64(term.extent)
    }
  }

  /// Puts score `at` of some rows into `rows`, if it is a plain sum and no row is without one of
  /// its terms. False where it must be summed with care.
  ///
  /// Sound: every column has room for as many rows.
  func putPlainly(_ at: Int, in rows: inout RowColumns, _ count: Int) -> Bool {
    guard rules[at].isPlain else { return false }
    let terms = layout.terms[layout.formulas[at].terms]
    let isWhole = terms.allSatisfy { term in
      switch term.kind {
      case .column: rows.hasAllNumbers[term.index]
      case .grade: rows.hasAllGrades[term.index]
      case .score: rows.hasAllScores[term.index]
      case .highestBonus, .summedBonus: true
      }
    }
    guard isWhole else { return false }
    var sums: [Int64] = []
    swap(&sums, &rows.scores[at])
    for row in 0..<count { sums[row] = 0 }
    for term in terms {
      switch term.kind {
      case .column: unsafe zp_add(&sums, rows.numbers[term.index], UInt32(count))
      case .score: unsafe zp_add(&sums, rows.scores[term.index], UInt32(count))
      case .grade:
        for row in 0..<count {
          sums[row] += layout.points[term.extent + Int(rows.grades[term.index][row])]
        }
      case .highestBonus, .summedBonus:
        if term.extent == 1 {
          let source = layout.bonusSources[term.index]
          unsafe zp_add_bonus(&sums, rows.numbers[source], term.cap, UInt32(count))
        } else {
          for row in 0..<count { sums[row] += bonus(term, rows.numbers, row) }
        }
      }
    }
    swap(&sums, &rows.scores[at])
    rows.hasAllScores[at] = true
    return true
  }

  // MARK: Any sums

  /// Begins score `at` with the columns that count once.
  mutating func begin(_ at: Int, _ numbers: [[Int64]], _ count: Int) {
    let isIneligible = rules[at].missing == .ineligible
    for row in 0..<count { (plain[row], isMissing[row]) = (0, false) }
    for column in rules[at].columns {
      let values = numbers[column]
      for row in 0..<count {
        let value = values[row]
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
  mutating func add(_ term: StudentLayout.Term, _ at: Int, _ rows: RowColumns, _ count: Int) {
    let missing = rules[at].missing
    switch term.kind {
    case .column:
      let values = rows.numbers[term.index]
      for row in 0..<count {
        let isEmpty = values[row] == PlainNumber.empty
        add(isEmpty ? nil : values[row], term.factor, row, missing == .ineligible)
      }
    case .score:
      let values = rows.scores[term.index]
      for row in 0..<count {
        let isMissing = values[row] == StudentLayout.missing
        add(isMissing ? nil : values[row], term.factor, row, missing != .zero)
      }
    case .grade:
      let isIneligible =
        missing == .ineligible || layout.grades[term.index].missing == .ineligible
      let grades = rows.grades[term.index]
      for row in 0..<count {
        let value = grades[row] < 0 ? nil : layout.points[term.extent + Int(grades[row])]
        add(value, term.factor, row, isIneligible)
      }
    case .highestBonus, .summedBonus:
      for row in 0..<count { add(bonus(term, rows.numbers, row), term.factor, row, false) }
    }
  }

  /// Adds `factor` times a value; where there is none, it counts as zero or makes the student
  /// ineligible.
  @inline(__always)
  private mutating func add(_ value: Int64?, _ factor: Int64, _ row: Int, _ isIneligible: Bool) {
    if let value {
      sums[row] += factor == 1 ? Int128(value) : Int128(value) * Int128(factor)
    } else if isIneligible {
      isMissing[row] = true
    }
  }

  /// An empty cell is none.
  private func bonus(_ term: StudentLayout.Term, _ numbers: [[Int64]], _ row: Int) -> Int64 {
    var total: Int64 = 0
    for at in term.index..<term.index + term.extent {
      let points = max(0, numbers[layout.bonusSources[at]][row])
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
