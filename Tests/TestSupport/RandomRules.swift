/// Writes random rule sets of the kind that random cases are run with, all of which must be
/// accepted.
public struct RandomRules {
  private var random: SeededGenerator

  /// A writer of one rule set after another.
  public init(_ random: SeededGenerator) { self.random = random }

  private mutating func chance(_ percent: Int) -> Bool {
    random.chance(percent)
  }
  private mutating func one(_ of: [String]) -> String { random.pick(of) }

  /// The next rule set, as JSON.
  public mutating func text(seed: Int) -> String {
    let shape = Int.random(in: 0..<7, using: &random)
    let shapes = [
      ["quota", "open"], ["open", "quota", "open2"], ["mixed"], ["district", "quota", "open"],
      ["provisional", "quota", "open"], ["quota", "repool", "open"],
      ["quota", "provisional", "open"],
    ][shape]
    var stages: [String] = []
    var earlier: [(name: String, pools: [String])] = []
    for (number, kind) in shapes.enumerated() {
      let pools = pools(of: kind)
      stages.append(
        stage("\(kind)-\(number)", kind, pools, earlier, repools: shapes.contains("repool")))
      earlier.append(("\(kind)-\(number)", pools))
    }
    let ties = one(["lottery", "admitAll", "stop"])
    return """
      {"format": 1, "name": "random \(seed)", "year": 2026, "basis": ["differential test"],
       "lists": {"quota": "quota_choices", "open": ["choice1", "choice2"]},
       "grades": {"evaluation": {"order": ["A", "B", "C", "D"],
         "points": {"A": "50", "B": "45", "C": "40", "D": "0"}}},
       "scores": {"exam": {"sum": ["chinese", {"column": "math", "times": "\(one(["1", "0.7", "1.25"]))"},
           {"bonus": ["bonus1", "bonus2"], "take": "\(one(["highest", "sum"]))", "cap": "8"}],
           "round": {"decimals": \(one(["0", "1"])), "mode": "\(one(["halfUp", "down", "up"]))"}},
         "total": {"sum": [{"score": "exam"}, {"grade": "evaluation"}]}},
       "rankings": {
         "composite": {"by": [{"score": "total"}, {"grade": "evaluation"}, {"column": "math"}], "ties": "\(ties)"},
         "plain": {"by": [{"score": "exam"}], "ties": "\(ties)"}},
       "pools": {"quota": {"audience": "middle_school", "quota": true},
         "district": {"audience": "district", "quota": true}, "spare": {"audience": "everyone"},
         "open": {"audience": "everyone", "seats": "rest"}},
       "plan": {"minimumShare": "0"},
       "waive": {"quotaShare": "differential test", "evaluation": "differential test"},
       "stages": [\(stages.joined(separator: ",\n "))]}
      """
  }

  private mutating func pools(of kind: String) -> [String] {
    switch kind {
    case "quota", "district": return [kind]
    case "repool": return ["spare", "quota"]
    case "mixed":
      let all = ["quota", "district", "open"].shuffled(using: &random)
      return Array(all.prefix(Int.random(in: 1...3, using: &random)))
    default: return ["open"]
    }
  }

  private mutating func stage(
    _ name: String, _ kind: String, _ pools: [String],
    _ earlier: [(name: String, pools: [String])], repools: Bool
  ) -> String {
    var keys = ["\"name\": \"\(name)\"", "\"list\": \"\(one(["quota", "open"]))\""]
    let changed = chance(20) ? Int.random(in: pools.indices, using: &random) : -1
    let entries = pools.enumerated().map { number, pool in
      guard number == changed else { return "\"\(pool)\"" }
      return "{" + (["\"pool\": \"\(pool)\""] + gates(earlier)).joined(separator: ", ") + "}"
    }
    keys.append("\"pools\": [\(entries.joined(separator: ", "))]")
    keys.append("\"ranking\": \"\(one(["composite", "plain"]))\"")
    keys += order() + gates(earlier)
    if kind == "provisional" { keys.append("\"provisional\": true") }
    if kind == "quota" || kind == "district", chance(60) {
      let target = repools ? "spare" : kind == "quota" ? one(["open", "district"]) : "open"
      keys.append("\"unfilled\": {\"to\": \"\(target)\"}")
    }
    return "{" + keys.joined(separator: ", ") + "}"
  }

  private mutating func order() -> [String] {
    let order = one([
      #"["rank", "choice"]"#, #""parallel""#, #""immediate""#, #"["choice", "rank"]"#,
      #"["choiceBand", "rank", "choice"]"#, #"["scoreBand", "choice", "rank"]"#,
      #"["score", "choice", "rank"]"#, #"["scoreBand", "choiceBand", "rank", "choice"]"#,
    ])
    var keys = ["\"order\": \(order)"]
    if order.contains("choiceBand") {
      keys.append("\"choiceBands\": \(one(["1", "2", "[1, 3]", "[2, 1, 2]"]))")
    }
    if order.contains("scoreBand") {
      keys.append(#""scoreBands": {"score": "exam", "edges": ["250", "200.5", "120"]}"#)
    }
    return keys
  }

  private mutating func gates(_ earlier: [(name: String, pools: [String])]) -> [String] {
    var conditions: [String] = []
    if chance(40) { conditions.append(#"{"column": "enrolled_3y", "equals": "yes"}"#) }
    if chance(30) { conditions.append(#"{"grade": "evaluation", "atLeast": "C"}"#) }
    if chance(20) {
      conditions.append(
        #"{"anyOf": [{"column": "hukou", "in": ["local"]}, {"score": "exam", "atLeast": "180"}]}"#)
    }
    if chance(10) { conditions.append(#"{"programme": "district", "notEquals": "D1"}"#) }
    if chance(20) { conditions.append(#"{"not": {"column": "cluster", "equals": "x"}}"#) }
    var lines: [String] = []
    if chance(30) { lines.append(#"{"score": "total", "atLeast": "150.5"}"#) }
    if chance(20) { lines.append(#"{"score": "exam", "atLeast": {"column": "line"}}"#) }
    if let stage = earlier.randomElement(using: &random), chance(60) {
      let vacant = chance(30) ? #", "whenVacant": "waive""# : ""
      lines.append(
        """
        {"score": "\(one(["exam", "total"]))", "atLeast": {"cutoffOf": "\(stage.name)", \
        "pool": "\(one(stage.pools))", "minus": "\(one(["0", "20", "50"]))"}\(vacant)}
        """)
    }
    return (conditions.isEmpty ? [] : ["\"eligible\": [\(conditions.joined(separator: ", "))]"])
      + (lines.isEmpty ? [] : ["\"lines\": [\(lines.joined(separator: ", "))]"])
  }
}
