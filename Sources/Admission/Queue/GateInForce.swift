import Columns

/// A gate as it stands when its stage begins: lines have values, and what asks for the student
/// alone is told apart from what has to be asked for each choice.
struct GateInForce: Sendable {
  /// Conditions on the student alone.
  let studentConditions: [Condition]
  /// Minimums that are the same for every programme.
  let studentLines: [(number: Int, least: Int64)]
  /// Numbers that the student must have.
  let required: [Int]
  /// Conditions that involve the programme.
  let pairConditions: [Condition]
  /// Minimums a programme; `Int64.min` where there is none.
  let pairLines: [(number: Int, least: [Int64])]
  /// Every line with its values, in the order of the rules.
  let lines: [LineInForce]

  init(
    _ gate: Gate, pool: Int?, programmeCount: Int,
    cutoffs: (_ stage: Int, _ pool: Int, _ number: Int) -> Cutoffs
  ) {
    let lines = gate.lines.map { line in
      let values: [Int64?]
      switch line.bound {
      case .fixed(let least):
        values = Array(repeating: least, count: programmeCount)
      case .programmes(let given):
        values = given
      case .cutoff(let stage, let pool, let minus, let waives):
        let found = cutoffs(stage, pool, line.number)
        values = (0..<programmeCount).map { programme in
          guard let lowest = found.lowest[programme], !(waives && found.isVacant[programme]) else {
            return nil
          }
          let (value, overflow) = lowest.subtractingReportingOverflow(minus)
          // A line beyond all numbers: nobody meets it, or everybody.
          return overflow ? (minus < 0 ? Int64.max : Int64.min + 1) : value
        }
      }
      return LineInForce(pool: pool, number: line.number, values: values)
    }
    self.init(gate, lines: lines)
  }

  /// `gate`, whose lines came to `lines`, one for one.
  init(_ gate: Gate, lines: [LineInForce]) {
    precondition(gate.lines.count == lines.count)
    studentConditions = gate.conditions.filter { !$0.involvesProgramme }
    pairConditions = gate.conditions.filter(\.involvesProgramme)
    required = Set(gate.required + gate.lines.map(\.number)).sorted()
    var studentLines: [(number: Int, least: Int64)] = []
    var pairLines: [(number: Int, least: [Int64])] = []
    for (line, inForce) in zip(gate.lines, lines) {
      if case .fixed(let least) = line.bound {
        studentLines.append((line.number, least))
      } else {
        pairLines.append((line.number, inForce.values.map { $0 ?? Int64.min }))
      }
    }
    self.studentLines = studentLines
    self.pairLines = pairLines
    self.lines = lines
  }

  /// Which of at most 64 students pass what asks for the student alone: bit i for row `rows` + i.
  /// Each question is put to all of them before the next.
  func admits(_ rows: Range<Int>, of cohort: Cohort) -> UInt64 {
    var passed = UInt64.max
    for number in required {
      passed &= cohort.numbers[number].bits(rows) { $0 != NumberColumn.missing }
    }
    for line in studentLines {
      passed &= cohort.numbers[line.number].bits(rows) { $0 >= line.least }
    }
    for condition in studentConditions { passed &= condition.bits(rows, in: cohort) }
    return passed
  }

  /// Whether anything has to be asked for each choice.
  var asksPairs: Bool { !pairLines.isEmpty || !pairConditions.isEmpty }

  /// Whether the pair passes what has to be asked for each choice.
  func admits(_ student: Int, to programme: Int, of cohort: Cohort) -> Bool {
    for line in pairLines where cohort.numbers[line.number][student] < line.least[programme] {
      return false
    }
    for condition in pairConditions where !condition.holds(student, programme, in: cohort) {
      return false
    }
    return true
  }
}

/// Where one pool of a stage filled up, by one number, for each programme.
struct Cutoffs: Sendable {
  /// The lowest number admitted, over all audiences; nil: nobody.
  var lowest: [Int64?]
  /// Whether any audience kept a seat.
  var isVacant: [Bool]
}

extension Condition {
  /// Whether the answer depends on the programme.
  package var involvesProgramme: Bool {
    switch self {
    case .category, .within: false
    case .programme, .equal: true
    case .all(let parts), .any(let parts): parts.contains(where: \.involvesProgramme)
    case .not(let part): part.involvesProgramme
    }
  }

  /// Whether the condition holds; `programme` is looked at only where it is involved.
  package func holds(_ student: Int, _ programme: Int, in cohort: Cohort) -> Bool {
    switch self {
    case .category(let category, let table, let otherwise):
      let value = Int(cohort.categories[category][student])
      return value >= 0 && value < table.count ? table[value] : otherwise
    case .programme(let table):
      return table[programme]
    case .equal(let category, let values):
      let value = cohort.categories[category][student]
      return value >= 0 && value == values[programme]
    case .within(let number, let atLeast, let atMost):
      let value = cohort.numbers[number][student]
      return value != NumberColumn.missing && value >= atLeast ?? value && value <= atMost ?? value
    case .all(let parts):
      return parts.allSatisfy { $0.holds(student, programme, in: cohort) }
    case .any(let parts):
      return parts.contains { $0.holds(student, programme, in: cohort) }
    case .not(let part):
      return !part.holds(student, programme, in: cohort)
    }
  }

  /// Which of at most 64 students meet a condition on the student alone.
  func bits(_ rows: Range<Int>, in cohort: Cohort) -> UInt64 {
    switch self {
    case .category(let category, let table, let otherwise):
      return cohort.categories[category].bits(rows) { value in
        value >= 0 && value < table.count ? table[Int(value)] : otherwise
      }
    case .within(let number, let atLeast, let atMost):
      let (least, most) = (atLeast ?? NumberColumn.missing + 1, atMost ?? Int64.max)
      return cohort.numbers[number].bits(rows) {
        $0 >= least && $0 <= most && $0 != NumberColumn.missing
      }
    case .all(let parts):
      return parts.reduce(UInt64.max) { $0 & $1.bits(rows, in: cohort) }
    case .any(let parts):
      return parts.reduce(0) { $0 | $1.bits(rows, in: cohort) }
    case .not(let part):
      return ~part.bits(rows, in: cohort)
    case .programme, .equal:
      preconditionFailure("a condition on the student alone")
    }
  }
}

extension Column where Element: FixedWidthInteger {
  /// Bit i: whether the value of row `rows` + i passes; at most 64 rows.
  @inline(__always)
  fileprivate func bits(_ rows: Range<Int>, _ passes: (Element) -> Bool) -> UInt64 {
    withSpan { values in
      let values = values.extracting(rows)
      var bits: UInt64 = 0
      for i in values.indices {
        bits |= (passes(values[i]) ? 1 : 0) &<< UInt64(truncatingIfNeeded: i)
      }
      return bits
    }
  }
}

extension NumberColumn {
  /// Bit i: whether the number of row `rows` + i passes; at most 64 rows.
  @inline(__always)
  fileprivate func bits(_ rows: Range<Int>, _ passes: (Int64) -> Bool) -> UInt64 {
    switch self {
    case .small(let column, let unit):
      column.bits(rows) {
        passes($0 == NumberColumn.smallMissing ? NumberColumn.missing : Int64($0) &* unit.rawValue)
      }
    case .narrow(let column):
      column.bits(rows) {
        passes($0 == NumberColumn.narrowMissing ? NumberColumn.missing : Int64($0))
      }
    case .wide(let column): column.bits(rows, passes)
    }
  }
}
