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
func shown(_ log: ProblemLog) -> [String] { log.groups.flatMap(shown) }

/// The same for one group.
func shown(_ group: ProblemLog.Group) -> [String] {
  group.first.map { problem in
    let place = problem.place.map { "\($0.line):\($0.column)" } ?? "-"
    return "\(place) \(problem.code.name) \(group.cause)"
  }
}

/// The sample city with `part`, which must be in it once, replaced by `other`.
func city(_ part: String, _ other: String) -> String { Sample.city.replacing(part, by: other) }

/// Checks that the sample city with `part` replaced by `broken` (and then `also`) has one problem:
/// `code` at the place marked `‸`, with `path`, and saying `words`. Problems of the code `ignoring`
/// do not count.
func expectFault(
  _ part: String, _ broken: String, _ code: Code, _ path: String, saying words: String = "",
  also: (part: String, other: String)? = nil, ignoring: Code? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var marked = city(part, broken)
  if let also { marked = marked.replacing(also.part, by: also.other) }
  let before = Array(marked.unicodeScalars.prefix { $0 != "‸" })
  let line = before.count { $0 == "\n" } + 1
  let column = before.reversed().prefix { $0 != "\n" }.count + 1
  var text = String.UnicodeScalarView()
  text.append(contentsOf: marked.unicodeScalars.filter { $0 != "‸" })
  let (rules, problems) = read(String(text))
  let counted = problems.groups.filter { $0.code != ignoring }
  #expect(
    counted.flatMap(shown) == ["\(line):\(column) \(code.name) \(path)"],
    sourceLocation: sourceLocation)
  #expect((rules == nil) == code.isError, sourceLocation: sourceLocation)
  let message = counted.first?.first.first?.message
  #expect(
    words.isEmpty || message?.en.contains(words) ?? false, "\(message?.en ?? "")",
    sourceLocation: sourceLocation)
  #expect(message?.zh.contains("：") ?? false, sourceLocation: sourceLocation)
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

  /// The text with `part`, which must be in it exactly once, replaced by `other`.
  func replacing(_ part: String, by other: String) -> String {
    let pieces = components(separatedBy: part)
    precondition(pieces.count == 2, "\(part) stands \(pieces.count - 1) times")
    return pieces[0] + other + pieces[1]
  }
}
