import Diagnostics
import Rules
import Testing

/// Reads a rule file given as text.
func read(_ text: String) -> (rules: RuleSet?, problems: ProblemLog) {
  RuleSet.read(Array(text.utf8))
}

/// The rules of a text that must be without error.
func accepted(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> RuleSet {
  let (rules, problems) = read(text)
  #expect(shown(problems) == [], sourceLocation: sourceLocation)
  return try #require(rules, sourceLocation: sourceLocation)
}

/// `line:column CODE path`, one a problem, errors and warnings.
func shown(_ log: ProblemLog) -> [String] {
  log.groups.flatMap { group in
    group.first.map { problem in
      let place = problem.place.map { "\($0.line):\($0.column)" } ?? "-"
      return "\(place) \(problem.code.name) \(group.cause)"
    }
  }
}

/// The sample city with `part`, which must be in it once, replaced by `other`.
func city(_ part: String, _ other: String) -> String {
  let pieces = Sample.city.components(separatedBy: part)
  precondition(pieces.count == 2, "\(part) stands \(pieces.count - 1) times in the sample")
  return pieces[0] + other + pieces[1]
}

/// Checks that the sample city with `part` replaced by `broken` has exactly one problem: `code` at
/// the place marked `‸` in `broken`, with `path`, and saying `words`.
func expectFault(
  _ part: String, _ broken: String, _ code: Code, _ path: String, saying words: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let marked = city(part, broken)
  let before = Array(marked.unicodeScalars.prefix { $0 != "‸" })
  let line = before.count { $0 == "\n" } + 1
  let column = before.reversed().prefix { $0 != "\n" }.count + 1
  var text = String.UnicodeScalarView()
  text.append(contentsOf: marked.unicodeScalars.filter { $0 != "‸" })
  let (rules, problems) = read(String(text))
  #expect(
    shown(problems) == ["\(line):\(column) \(code.name) \(path)"], sourceLocation: sourceLocation)
  #expect((rules == nil) == code.isError, sourceLocation: sourceLocation)
  let message = problems.groups.first?.first.first?.message
  #expect(
    message?.en.contains(words) ?? false, "\(message?.en ?? "")", sourceLocation: sourceLocation)
  #expect(message?.zh.isEmpty == false, sourceLocation: sourceLocation)
}

extension String {
  /// The pieces between occurrences of `separator`, without Foundation.
  func components(separatedBy separator: String) -> [String] {
    var pieces: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      pieces.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return pieces + [String(rest)]
  }
}
