import Diagnostics

/// What was found wrong: all of it is counted, the first hundred are kept.
public struct Findings: Sendable {
  /// How many findings are kept and printed.
  public static let keptMax = 100
  /// How many there are.
  public private(set) var count = 0
  /// The first of them.
  public private(set) var first: [Problem] = []
  /// Whether the system failed to read something, so that nothing is known of it; kept or not.
  public private(set) var hasSystemFailure = false

  /// Nothing found.
  public init() {}

  /// Adds one; its words are made only if it will be kept.
  mutating func add(_ code: Code, at place: Place? = nil, _ message: () -> Phrase) {
    count += 1
    hasSystemFailure = hasSystemFailure || code.isSystemFailure
    if first.count < Findings.keptMax { first.append(Problem(code, at: place, message())) }
  }

  /// Adds what a reader complained about.
  mutating func add(_ problems: ProblemLog) {
    for group in problems.groups where group.code.isError {
      for problem in group.first { add(problem.code, at: problem.place) { problem.message } }
      count += group.count - group.first.count
    }
  }

  /// Adds what another found, behind what is here.
  mutating func merge(_ later: Findings) {
    count += later.count
    hasSystemFailure = hasSystemFailure || later.hasSystemFailure
    first += later.first.prefix(Findings.keptMax - first.count)
  }

  /// The same, of a run in another folder: every file is named with it.
  func within(_ folder: String) -> Findings {
    var all = self
    all.first = first.map { problem in
      let place = problem.place.map { place in
        Place(
          file: "\(folder)/\(place.file)", line: place.line, column: place.column,
          inSheet: place.inSheet)
      }
      return Problem(problem.code, at: place ?? Place(file: folder), problem.message)
    }
    return all
  }

  /// Adds a value that differs: `what` it is, what stands there and what was computed.
  mutating func differs(
    _ code: Code, at place: Place? = nil, _ what: () -> Phrase, found: String, expected: String
  ) {
    add(code, at: place) {
      let what = what()
      return Phrase(
        zh: "\(what.zh)：所列为 \(shown(found, .zh))，复算为 \(shown(expected, .zh))",
        en: "\(what.en): \(shown(found, .en)) stands there, \(shown(expected, .en)) was computed")
    }
  }
}

/// A value in a message, cut where it is long; an empty one is named.
func shown(_ text: String, _ language: Language) -> String {
  if text.isEmpty { return language == .zh ? "空" : "nothing" }
  let scalars = text.unicodeScalars
  return scalars.count <= 160 ? text : String(scalars.prefix(160)) + "…"
}
