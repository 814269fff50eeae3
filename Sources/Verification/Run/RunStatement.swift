import Diagnostics

/// What a run says of itself in `run.json`, for who signs a statement about it.
public struct RunStatement: Sendable {
  /// The name of its rules.
  public let rules: String
  /// The language of its files.
  public let language: Language
  /// The year.
  public let year: String
  /// The version of the program that wrote it.
  public let version: String
  /// Students in all, admitted, not admitted.
  public let students: (all: String, admitted: String, notAdmitted: String)
  /// Each stage with candidates, seats, admitted, vacant.
  public let stages: [(name: String, candidates: String, seats: String, admitted: String)]
  /// Waived compliance points with the reasons.
  public let waivers: [(point: String, reason: String)]
  /// Decisions on ties: student, programme, decision, who decided and why.
  public let decisions: [[String]]
  /// The seeds by name.
  public let seeds: [(name: String, seed: String)]

  init(_ json: PlainJSON) {
    func text(_ value: PlainJSON?) -> String {
      switch value {
      case .text(let text): text
      case .number(let digits): digits
      default: ""
      }
    }
    func items(_ value: PlainJSON?) -> [PlainJSON] {
      if case .array(let items) = value { return items }
      return []
    }
    rules = text(json["rules"]?["name"])
    language = Language(rawValue: text(json["rules"]?["language"])) ?? .zh
    year = text(json["rules"]?["year"])
    version = text(json["version"])
    let all = json["students"]
    students = (text(all?["all"]), text(all?["admitted"]), text(all?["notAdmitted"]))
    stages = items(json["stages"]).map {
      (text($0["stage"]), text($0["candidates"]), text($0["seats"]), text($0["admitted"]))
    }
    waivers = items(json["waivers"]).map { (text($0["point"]), text($0["reason"])) }
    decisions = items(json["decisions"]).map { row in
      ["stage", "programme", "pool", "audience", "student", "decision", "decidedBy", "reason"]
        .map { text(row[$0]) }
    }
    if case .object(let members) = json["seeds"] {
      seeds = members.map { ($0.key, text($0.value)) }
    } else {
      seeds = []
    }
  }
}
