import Diagnostics
import Rules

/// The keys of `plan-summary.json`, in every object: no key more, none fewer, none called
/// otherwise. What nobody compares would pass as checked.
extension PlanCheck {
  private static let top = [
    "format", "program", "version", "rules", "seed", "commitment", "waivers", "inputs", "splits",
    "audiences", "largestDrift", "cells", "pools", "programmes", "schools", "total", "outputs",
  ]
  private static let ofSplit = [
    "split", "pool", "method", "levels", "within", "unit", "weightPlaces", "seats", "cells",
    "cellsWithOneSeat", "programmes",
  ]
  private static let ofHouse = ["level", "programme", "parent", "seats", "certificate", "tie"]
  private static let potentials = [
    "rows", "rowGroups", "tierColumns", "columns", "groups", "all",
  ]

  /// Checks the keys of all objects, and that the version is one, and none that is yet to come.
  mutating func checkShape(_ summary: PlainJSON, _ rules: RuleSet, programVersion: String) {
    keys(summary, PlanCheck.top, "")
    let version = summary.member("version")
    if version.asText.map({ isKnownVersion($0, to: programVersion) }) != true {
      report(
        .planSummary, at: Place(file: "plan-summary.json"), cause: "version",
        Phrase(
          zh: "version：\(version.shown) 不是本程序（\(programVersion)）或更早的版本",
          en: "version: \(version.shown) is not that of this program (\(programVersion)) or an "
            + "earlier one"))
    }
    keys(summary.member("rules"), ["name", "year", "digest"], "rules")
    for (at, input) in summary.member("inputs").elements.enumerated() {
      keys(input, ["file", "sha256", "bytes"], "inputs/\(at)")
    }
    for (split, rule) in zip(summary.member("splits").elements, rules.plan.splits) {
      checkShape(split, rule)
    }
  }

  private mutating func checkShape(_ split: PlainJSON, _ rule: SplitRule) {
    let path = "splits/\(rule.name)"
    let isImport = split.member("method") == .text("import")
    keys(split, PlanCheck.ofSplit + (isImport ? ["file"] : PlanCheck.proof(rule.method)), path)
    if isImport { return keys(split.member("file"), ["name", "sha256"], path + "/file") }
    switch rule.method {
    case .lottery: keys(split.member("draws"), ["first", "count"], path + "/draws")
    case .leastDeviation:
      keys(split.member("potentials"), PlanCheck.potentials, path + "/potentials")
      for (at, proof) in split.member("lotPotentials").elements.enumerated() {
        keys(proof, PlanCheck.potentials, "\(path)/lotPotentials/\(at)")
      }
    case .biproportional:
      each(split, "columns", ["audience", "seats", "divisor"], path)
      each(split, "rows", ["programme", "multiplier"], path)
      checkHouses(split, "columnHouses", path)
    default: checkHouses(split, "houses", path)
    }
    for (at, tie) in split.member("ties").elements.enumerated() {
      keys(tie, ["cells", "settledBy"], "\(path)/ties/\(at)")
      each(tie, "cells", ["programme", "audience", "seat"], "\(path)/ties/\(at)")
    }
  }

  /// The keys that prove the seats of a method.
  private static func proof(_ method: SplitRule.Method) -> [String] {
    switch method {
    case .lottery: ["tier", "groups", "draws"]
    case .leastDeviation:
      ["tier", "groups", "deviation", "bias", "potentials", "ties", "lotPotentials"]
    case .biproportional: ["columns", "rows", "columnHouses", "ties"]
    default: ["houses"]
    }
  }

  private mutating func checkHouses(_ split: PlainJSON, _ key: String, _ path: String) {
    for (at, house) in split.member(key).elements.enumerated() {
      let path = "\(path)/\(key)/\(at)"
      keys(house, PlanCheck.ofHouse, path)
      let certificate = house.member("certificate")
      let isDivisor = certificate.member("kind") == .text("divisor")
      keys(
        certificate,
        isDivisor
          ? ["kind", "lower", "upper"]
          : ["kind", "fixed", "seats", "weight", "lowestRaised", "highestKept"],
        path + "/certificate")
      if house.member("tie") != .null {
        keys(house.member("tie"), ["tied", "shared", "winners", "settledBy"], path + "/tie")
      }
    }
  }

  private mutating func each(
    _ json: PlainJSON, _ key: String, _ expected: [String], _ path: String
  ) {
    for (at, element) in json.member(key).elements.enumerated() {
      keys(element, expected, "\(path)/\(key)/\(at)")
    }
  }

  /// Says which keys of an object are unknown, and which are missing.
  private mutating func keys(_ json: PlainJSON, _ expected: [String], _ path: String) {
    let lead = path.isEmpty ? "" : path + "/"
    func say(_ key: String, _ zh: String, _ en: String) {
      report(
        .planSummary, at: Place(file: "plan-summary.json"), cause: "keys",
        Phrase(zh: "\(lead)\(key)：\(zh)", en: "\(lead)\(key)\(en)"))
    }
    guard case .object(let members) = json else {
      return say("", "\(json.shown) 不是对象", ": \(json.shown) is no object")
    }
    for (key, _) in members where !expected.contains(where: { areSameBytes($0, key) }) {
      say(key, "不应有这个键", ": there should be no such key")
    }
    for key in expected where json[key] == nil { say(key, "缺少", " is missing") }
  }
}

/// Whether `version` (`1.2.3`) is `program` or one before it.
func isKnownVersion(_ version: String, to program: String) -> Bool {
  let parts = [version, program].map {
    $0.split(separator: ".", omittingEmptySubsequences: false).map { PlainNumber.count(String($0)) }
  }
  guard parts[0].count == 3, parts.allSatisfy({ $0.allSatisfy { $0 != nil } }) else { return false }
  let (own, most) = (parts[0].map { $0! }, parts[1].map { $0! })
  return !most.lexicographicallyPrecedes(own)
}
