import Exact
import Rules

/// A condition with every name resolved: measures, texts, schools and programmes are numbers.
indirect enum Requirement: Sendable {
  /// The student's text is one for which the table says yes (by the text's number; beyond it: no).
  case text(Int, allowed: [Bool])
  /// The student's middle school is one for which the table says yes; number 0 is none.
  case school(allowed: [Bool])
  /// The programme is one for which the table says yes.
  case programme([Bool])
  /// The student's text is the programme's: for each programme the text's number, −1 for a text
  /// that no student has.
  case textIsProgrammes(Int, [Int32])
  /// The same for a text of the student's middle school: numbers of texts for both sides.
  case schoolIsProgrammes(schools: [Int32], programmes: [Int32])
  /// A measure lies within bounds; a missing one does not.
  case within(measure: Int, least: Int64, most: Int64)
  case all([Requirement])
  case any([Requirement])
  case not(Requirement)

  /// Whether the answer depends on the programme.
  var isOfPair: Bool {
    switch self {
    case .text, .school, .within: false
    case .programme, .textIsProgrammes, .schoolIsProgrammes: true
    case .all(let parts), .any(let parts): parts.contains(where: \.isOfPair)
    case .not(let part): part.isOfPair
    }
  }

  /// The measures that are asked for: a student who misses one is ineligible, whatever else holds.
  var measures: [Int] {
    switch self {
    case .within(let measure, _, _): [measure]
    case .all(let parts), .any(let parts): parts.flatMap(\.measures)
    case .not(let part): part.measures
    case .text, .school, .programme, .textIsProgrammes, .schoolIsProgrammes: []
    }
  }

  /// Whether it holds for student `i` of `block` and a programme.
  func holds(_ block: StudentBlock, _ i: Int, _ programme: Int) -> Bool {
    switch self {
    case .text(let text, let allowed):
      let value = Int(block.text(text, i))
      return value < allowed.count && allowed[value]
    case .school(let allowed): return allowed[Int(block.schools[i])]
    case .programme(let allowed): return allowed[programme]
    case .textIsProgrammes(let text, let values):
      return block.text(text, i) == values[programme]
    case .schoolIsProgrammes(let schools, let programmes):
      return schools[Int(block.schools[i])] == programmes[programme]
    case .within(let measure, let least, let most):
      let value = block.measure(measure, i)
      return value != StudentLayout.missing && value >= least && value <= most
    case .all(let parts): return parts.allSatisfy { $0.holds(block, i, programme) }
    case .any(let parts): return parts.contains { $0.holds(block, i, programme) }
    case .not(let part): return !part.holds(block, i, programme)
    }
  }
}

extension Requirement {
  /// Takes those students of `block` out of `passed` for whom it does not hold; it asks nothing of
  /// a programme. The kinds that most rules use go without asking anew, of each student, which it
  /// is.
  fileprivate func narrow(_ passed: inout [Bool], _ block: StudentBlock) {
    switch self {
    case .text(let text, let allowed):
      for i in passed.indices {
        let value = block.text(text, i)
        let isAllowed = value < allowed.count ? allowed[value] : false
        passed[i] = passed[i] && isAllowed
      }
    case .within(let measure, let least, let most):
      for i in passed.indices {
        let value = block.measure(measure, i)
        let isWithin = value != StudentLayout.missing && value >= least && value <= most
        passed[i] = passed[i] && isWithin
      }
    default:
      for i in passed.indices where passed[i] && !holds(block, i, -1) { passed[i] = false }
    }
  }
}

/// What a pair of student and choice must meet, as the rules say it.
struct Gate: Sendable {
  var requirements: [Requirement] = []
  var lines: [Line] = []
  /// The measures that must not be missing, besides those of requirements and lines.
  var needed: [Int] = []
}

/// A minimum of a measure.
struct Line: Sendable {
  /// What must be reached.
  enum Bound: Sendable {
    case fixed(Int64)
    /// For each programme; nil: no line.
    case programmes([Int64?])
    /// The lowest value among those whom an earlier stage admitted to a pool of the programme.
    case cutoff(stage: Int, pool: Int, minus: Int64, waivesWhenVacant: Bool)
  }
  var measure: Int
  var bound: Bound
}

/// A gate when its stage begins: every line has its values, and what asks for the student alone is
/// told apart from what must be asked for each choice.
final class GateInForce: Sendable {
  /// A line with a value for each programme; nil: none.
  struct Values: Sendable {
    var measure: Int
    var values: [Int64?]
    /// Whether it is one value, which a student meets or not before any choice.
    var isFixed: Bool
  }

  let lines: [Values]
  let ofStudent: [Requirement]
  let ofPair: [Requirement]
  let required: [Int]
  /// The measures of the lines that differ from programme to programme, and for each programme what
  /// each of them must reach, `Int64.min` where there is no line.
  private let lineMeasures: [Int]
  private let leasts: [Int64]
  /// Whether anything must be asked for each choice.
  let asksPairs: Bool

  init(_ gate: Gate, lines: [Values]) {
    self.lines = lines
    ofStudent = gate.requirements.filter { !$0.isOfPair }
    ofPair = gate.requirements.filter(\.isOfPair)
    required = Set(gate.requirements.flatMap(\.measures) + lines.map(\.measure) + gate.needed)
      .sorted()
    let varying = lines.filter { !$0.isFixed }
    lineMeasures = varying.map(\.measure)
    leasts = (varying.first?.values.indices ?? 0..<0).flatMap { programme in
      varying.map { $0.values[programme] ?? .min }
    }
    asksPairs = !varying.isEmpty || gate.requirements.contains(where: \.isOfPair)
  }

  /// What must be asked for each choice, where that is one line at most: the measure, and what it
  /// must reach at each programme. Nil where there is more to ask.
  var plainLine: (measure: Int, leasts: [Int64])? {
    if !ofPair.isEmpty || lineMeasures.count > 1 { return nil }
    return (lineMeasures.first ?? 0, leasts)
  }

  /// Which students of `block` pass what asks for them alone.
  func passed(_ block: StudentBlock) -> [Bool] {
    let count = block.count
    var passed = Array(repeating: true, count: count)
    for measure in required where block.lowest[measure] == StudentLayout.missing {
      for i in 0..<count where block.measure(measure, i) == StudentLayout.missing {
        passed[i] = false
      }
    }
    for line in lines where line.isFixed {
      guard let least = line.values.first ?? nil, block.lowest[line.measure] < least else {
        continue
      }
      for i in 0..<count {
        let isReached = block.measure(line.measure, i) >= least
        passed[i] = passed[i] && isReached
      }
    }
    for requirement in ofStudent { requirement.narrow(&passed, block) }
    return passed
  }

  /// Whether a pair passes what must be asked for each choice.
  @inline(__always)
  func passes(_ block: StudentBlock, _ i: Int, _ programme: Int) -> Bool {
    if !asksPairs { return true }
    let first = programme &* lineMeasures.count
    for line in 0..<lineMeasures.count
    where block.measure(lineMeasures[line], i) < leasts[first &+ line] {
      return false
    }
    if ofPair.isEmpty { return true }
    for requirement in ofPair where !requirement.holds(block, i, programme) { return false }
    return true
  }
}
