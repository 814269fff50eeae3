import Foundation
import TestSupport

extension RandomCase {
  /// `rules.json`, and what the test has to know of the stages.
  mutating func makeRules(
    _ choicesMax: Int, _ scoring: Scoring, _ random: inout SeededGenerator
  ) -> String {
    ties = isMixed ? "lottery" : random.pick(["lottery", "admitAll", "stop"])
    let isShort = random.chance(60)
    func ranking(_ score: String) -> [String: Any] {
      let keys: [[String: Any]] = [
        ["score": score], ["grade": "evaluation"], ["column": "math"],
      ]
      return ["by": isShort ? Array(keys.prefix(1)) : keys, "ties": ties]
    }
    let math: [String: Any] = ["column": "math", "times": "\(Double(scoring.times) / 100)"]
    let bonus: [String: Any] = [
      "bonus": ["bonus1", "bonus2"], "take": scoring.takesHighest ? "highest" : "sum", "cap": "8",
    ]
    let rules: [String: Any] = [
      "format": 1, "name": "random \(seed)", "year": 2026, "basis": ["a test"],
      "lists": ["quota": "quota_choices", "open": (1...choicesMax).map { "choice\($0)" }],
      "grades": [
        "evaluation": [
          "order": ["A", "B", "C", "D"], "points": Scoring.points.mapValues { "\($0)" },
        ]
      ],
      "scores": [
        "exam": [
          "sum": ["chinese", math, "english", bonus] as [Any],
          "round": ["decimals": scoring.decimals, "mode": scoring.mode] as [String: Any],
        ] as [String: Any],
        "total": ["sum": [["score": "exam"], ["grade": "evaluation"]]],
      ],
      "rankings": ["composite": ranking("total"), "plain": ranking("exam")],
      "pools": [
        "quota": ["audience": "middle_school", "quota": true] as [String: Any],
        "district": ["audience": "district", "quota": true] as [String: Any],
        "spare": ["audience": "everyone"], "open": ["audience": "everyone", "seats": "rest"],
      ],
      "plan": ["minimumShare": "0"],
      "waive": ["quotaShare": "a test", "publicPrivate": "a test", "evaluation": "a test"],
      "stages": isMixed ? makeMixedStages(&random) : makeStages(&random),
    ]
    let data = try! JSONSerialization.data(
      withJSONObject: rules, options: [.prettyPrinted, .sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }

  private mutating func makeStages(_ random: inout SeededGenerator) -> [[String: Any]] {
    let shapes = random.pick([
      ["quota", "open"], ["open", "quota", "open2"], ["mixed"], ["district", "quota", "open"],
      ["provisional", "quota", "open"], ["quota", "repool", "open"],
      ["quota", "provisional", "open"], ["mixed", "provisional", "provisional", "open"],
    ])
    return shapes.enumerated().map { number, kind in
      makeStage("\(kind)-\(number)", kind, hasSpare: shapes.contains("repool"), &random)
    }
  }

  /// A stage that admits, one of any mechanism that is undone, one of any that admits, and a last
  /// one.
  private mutating func makeMixedStages(_ random: inout SeededGenerator) -> [[String: Any]] {
    ["quota", "provisional", "open", "open"].enumerated().map { number, kind in
      var stage = makeStage("\(kind)-\(number)", kind, hasSpare: false, &random)
      let mechanism = random.pick(["queue", "deferredAcceptance", "topTradingCycles"])
      if !(1...2).contains(number) || mechanism == "queue" { return stage }
      let ranking = stage.removeValue(forKey: "ranking")!
      for key in ["order", "choiceBands", "scoreBands"] { stage[key] = nil }
      stage["mechanism"] = mechanism
      var open: [String: Any] = (stage["pools"] as! [Any])[0] as? [String: Any] ?? ["pool": "open"]
      open["ranking"] = ranking
      stage["pools"] = [open]
      if mechanism == "deferredAcceptance" {
        stage["pools"] = [["pool": "quota", "ranking": ranking], open] as [[String: Any]]
        stage["reserve"] = [
          "rule": random.pick(["reserveFirst", "openFirst"]),
          "vacancies": random.pick(["soft", "hard"]),
        ]
      }
      return stage
    }
  }

  private mutating func makeStage(
    _ name: String, _ kind: String, hasSpare: Bool, _ random: inout SeededGenerator
  ) -> [String: Any] {
    let pools: [String] =
      switch kind {
      case "quota", "district": [kind]
      case "repool": ["spare", "quota"]
      case "mixed": random.sample(["quota", "district", "open"], random.int(1...3))
      default: ["open"]
      }
    let list = kind == "open" ? "open" : random.pick(["quota", "open"])
    let ranking = random.pick(["composite", "plain"])
    var stage: [String: Any] = [
      "name": name, "list": list, "pools": pools, "ranking": ranking,
    ]
    let order = makeOrder(&random)
    stage.merge(order) { $1 }
    var gate = random.chance(50) ? [:] : makeGate(&random)
    let isFree = gate.isEmpty
    if random.chance(20), !isFree {
      let inner = random.int(0...pools.count - 1)
      gate["pool"] = pools[inner]
      var offered: [Any] = pools
      offered[inner] = gate
      stage["pools"] = offered
    } else {
      stage.merge(gate) { $1 }
    }
    if kind == "provisional" { stage["provisional"] = true }
    if ["quota", "district"].contains(kind), random.chance(60) {
      let to = hasSpare ? "spare" : kind == "quota" ? random.pick(["open", "district"]) : "open"
      stage["unfilled"] = ["to": to]
    }
    let keys = order["order"] as? [String]
    stages.append(
      StagePlan(
        name: name, list: list, pools: pools, byTotal: ranking == "composite",
        isPlain: isFree
          && (keys == nil ? order["order"] as? String == "parallel" : keys![0] == "rank"),
        isProvisional: kind == "provisional"))
    return stage
  }

  private func makeOrder(_ random: inout SeededGenerator) -> [String: Any] {
    let orders: [Any] = [
      ["rank", "choice"], "parallel", "parallel", "immediate", ["choice", "rank"],
      ["choiceBand", "rank", "choice"], ["scoreBand", "choice", "rank"],
      ["score", "choice", "rank"], ["scoreBand", "choiceBand", "rank", "choice"],
    ]
    let order = random.pick(orders)
    var rule: [String: Any] = ["order": order]
    let keys = order as? [String] ?? []
    if keys.contains("choiceBand") {
      let bands: [Any] = [1, 2, [1, 3], [2, 1, 2]]
      rule["choiceBands"] = random.pick(bands)
    }
    if keys.contains("scoreBand") {
      rule["scoreBands"] = ["score": "exam", "edges": ["250", "200.5", "120"]] as [String: Any]
    }
    return rule
  }

  private func makeGate(_ random: inout SeededGenerator) -> [String: Any] {
    var conditions: [[String: Any]] = []
    if random.chance(40) { conditions.append(["column": "enrolled_3y", "equals": "yes"]) }
    if random.chance(30) {
      conditions.append(["grade": "evaluation", "atLeast": random.pick(["B", "C"])])
    }
    if random.chance(20) {
      let local: [String: Any] = ["column": "hukou", "in": ["local"]]
      conditions.append(["anyOf": [local, ["score": "exam", "atLeast": "180"]]])
    }
    if random.chance(10) { conditions.append(["programme": "district", "notEquals": "D1"]) }
    if random.chance(20) { conditions.append(["not": ["column": "cluster", "equals": "x"]]) }
    var lines: [[String: Any]] = []
    if random.chance(40) {
      lines.append([
        "score": random.pick(["exam", "total"]), "atLeast": random.pick(["100", "150.5"]),
      ])
    }
    if random.chance(30) { lines.append(["score": "exam", "atLeast": ["column": "line"]]) }
    if let stage = stages.last, random.chance(60) {
      let cutoff: [String: Any] = [
        "cutoffOf": stage.name, "pool": random.pick(stage.pools),
        "minus": random.pick(["0", "20", "50"]),
      ]
      var line: [String: Any] = ["score": random.pick(["exam", "total"]), "atLeast": cutoff]
      if random.chance(30) { line["whenVacant"] = "waive" }
      lines.append(line)
    }
    var gate: [String: Any] = [:]
    if !conditions.isEmpty { gate["eligible"] = conditions }
    if !lines.isEmpty { gate["lines"] = lines }
    return gate
  }
}
