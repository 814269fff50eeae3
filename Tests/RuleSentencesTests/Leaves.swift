@testable import Rules

/// A value of a rule file that has no parts, and what it might be changed to.
struct Leaf {
  /// Which member or element, from the outermost value inward.
  let steps: [Int]
  /// The same for people: `/stages/0/name`.
  let shown: String
  let kind: JSON5Value.Kind
}

/// A rule file taken apart, to be put together again with one value changed.
///
/// Spare things are added that nothing refers to (a list, a grade, a score, a ranking, pools, a
/// first stage), so that every reference could be to something else.
struct Leaves {
  let all: [Leaf]
  /// The arrays of at least two elements, by their steps and for people.
  let arrays: [(steps: [Int], shown: String)]
  private let root: JSON5Value

  init(_ text: String) throws {
    root = Leaves.withSpares(try JSON5Parser.parse(Array(text.utf8), file: "rules.json"))
    var all: [Leaf] = []
    var arrays: [(steps: [Int], shown: String)] = []
    func visit(_ value: JSON5Value, _ steps: [Int], _ shown: String) {
      switch value.kind {
      case .array(let elements):
        if elements.count > 1 { arrays.append((steps, shown)) }
        for (at, element) in elements.enumerated() {
          visit(element, steps + [at], "\(shown)/\(at)")
        }
      case .object(let members):
        for (at, member) in members.enumerated() {
          visit(member.value, steps + [at], "\(shown)/\(member.key)")
        }
      default: all.append(Leaf(steps: steps, shown: shown, kind: value.kind))
      }
    }
    visit(root, [], "")
    (self.all, self.arrays) = (all, arrays)
  }

  /// What else a leaf might be: every word that could stand in the place of this word of the
  /// format, else a few of which the first that is valid will do.
  func others(_ leaf: Leaf) -> (candidates: [JSON5Value.Kind], isEachTried: Bool) {
    switch leaf.kind {
    case .null: return ([.number("3")], true)
    case .bool(let value): return ([.bool(!value)], true)
    case .number(let digits):
      let others = ["1", "4", "2", "0.5", "0.8", "77"].filter { $0 != digits }
      return (others.map { .number($0) }, false)
    case .text(let text):
      let words = Leaves.words.filter { $0.contains(text) }.flatMap { $0 }.filter { $0 != text }
      if !words.isEmpty { return (words.map { .text($0) }, true) }
      let others = ["other", "other2", text + "x", "0.8", "0.9", "95", "2"].filter { $0 != text }
      return (others.map { .text($0) }, false)
    case .array, .object: return ([], false)
    }
  }

  /// The words of the format, each with those that could stand in its place.
  private static let words: [[String]] = [
    names(OrderKey.self), names(ColumnKind.self), names(TableEncoding.self),
    names(MissingPolicy.self), names(ScoreRule.BonusRule.self), names(RankingRule.Ties.self),
    names(StageRule.Mechanism.self), names(ReserveRule.Rule.self),
    names(ReserveRule.Vacancies.self), names(SplitRule.Method.self), ["zh", "en"],
    ["halfUp", "up", "down"], ["parallel", "immediate"], ["everyone", "middle_school", "district"],
  ]

  private static func names<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type
  ) -> [String] where Word.RawValue == String { Word.allCases.map(\.rawValue) }

  /// The file with `leaf` changed to `kind`; as it is where there is none.
  func text(changing leaf: Leaf? = nil, to kind: JSON5Value.Kind = .null) -> String {
    Leaves.text(root, leaf?.steps[...]) { _ in Leaves.text(kind) }
  }

  /// The file with the first two elements of the array at `steps` exchanged.
  func text(swappingAt steps: [Int]) -> String {
    Leaves.text(root, steps[...]) { value in
      guard case .array(var elements) = value.kind else { return "" }
      elements.swapAt(0, 1)
      let swapped = JSON5Value(kind: .array(elements), line: 1, column: 1)
      return Leaves.text(swapped, nil) { _ in "" }
    }
  }

  private static func text(
    _ value: JSON5Value, _ steps: ArraySlice<Int>?, _ change: (JSON5Value) -> String
  ) -> String {
    if let steps, steps.isEmpty { return change(value) }
    func rest(_ at: Int) -> ArraySlice<Int>? {
      steps.flatMap { $0.first == at ? $0.dropFirst() : nil }
    }
    switch value.kind {
    case .array(let elements):
      let parts = elements.enumerated().map { text($1, rest($0), change) }
      return "[" + parts.joined(separator: ",") + "]"
    case .object(let members):
      let parts = members.enumerated().map { at, member in
        text(.text(member.key)) + ":" + text(member.value, rest(at), change)
      }
      return "{" + parts.joined(separator: ",\n") + "}"
    default: return text(value.kind)
    }
  }

  private static func text(_ kind: JSON5Value.Kind) -> String {
    switch kind {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let digits): digits
    case .text(let text):
      "\""
        + text.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        + "\""
    case .array, .object: ""
    }
  }
}

extension Leaves {
  private static func withSpares(_ root: JSON5Value) -> JSON5Value {
    guard case .object(var members) = root.kind else { return root }
    func add(_ key: String, _ spare: String) {
      guard let at = members.firstIndex(where: { $0.key == key }),
        let parsed = try? JSON5Parser.parse(Array(spare.utf8), file: ""),
        case .object(let more) = parsed.kind, case .object(let own) = members[at].value.kind
      else { return }
      members[at] = member(key, .object(own + more))
    }
    add("lists", #"{"other": "column x"}"#)
    add("scores", #"{"other": {"sum": ["column x"]}}"#)
    add("rankings", #"{"other": {"by": [{"column": "column x"}], "ties": "lottery"}}"#)
    add("grades", "{\"other\": \(firstGrade(members))}")
    add(
      "pools",
      #"{"other": {"audience": "everyone"}, "other2": {"audience": "middle_school", "quota": true}}"#
    )
    addStage(&members)
    return JSON5Value(kind: .object(members), line: 1, column: 1)
  }

  /// The first grade again, with points, so that its grades are known there too.
  private static func firstGrade(_ members: [JSON5Value.Member]) -> String {
    guard case .object(let grades)? = members.first(where: { $0.key == "grades" })?.value.kind,
      case .object(let grade)? = grades.first?.value.kind,
      case .array(let order)? = grade.first(where: { $0.key == "order" })?.value.kind
    else { return "{\"order\": [\"A\"]}" }
    let names = order.map { text($0, nil) { _ in "" } }
    return "{\"order\": [\(names.joined(separator: ","))], "
      + "\"points\": {\(names.map { $0 + ": 1" }.joined(separator: ","))}}"
  }

  /// A stage before all others that offers all pools.
  private static func addStage(_ members: inout [JSON5Value.Member]) {
    guard let pools = members.first(where: { $0.key == "pools" }),
      case .object(let pools) = pools.value.kind,
      let at = members.firstIndex(where: { $0.key == "stages" }),
      case .array(let stages) = members[at].value.kind
    else { return }
    let names = pools.map { text(.text($0.key)) }.joined(separator: ",")
    let stage =
      "{\"name\": \"other\", \"list\": \"other\", \"ranking\": \"other\", \"pools\": [\(names)]}"
    guard let parsed = try? JSON5Parser.parse(Array(stage.utf8), file: "") else { return }
    members[at] = member("stages", .array([parsed] + stages))
  }

  private static func member(_ key: String, _ kind: JSON5Value.Kind) -> JSON5Value.Member {
    JSON5Value.Member(
      key: key, line: 1, column: 1, value: JSON5Value(kind: kind, line: 1, column: 1))
  }
}
