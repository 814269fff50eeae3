import Admission
import Columns
import Diagnostics
import Exact
import Rules
import TestSupport

@testable import Cases
@testable import Tables

/// The codes of students, as a table would be read into them.
func codeColumn(_ codes: [String]) throws -> CodeColumn {
  // Every code in quotes, whether it needs them or not.
  let rows = codes.map {
    "\""
      + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(
        separator: "\"\"") + "\"\n"
  }
  var log = ProblemLog()
  let text = "student\n" + rows.joined()
  guard
    let table = CSVTable.open(
      "students.csv", TextBytes(Array(text.utf8)), workers: Workers(count: 1), log: &log)
  else { throw NotATable() }
  let width = codes.first?.utf8.count ?? 1
  return table.codes(width: width, workers: Workers(count: 1), log: &log)
}

struct NotATable: Error {}

extension NumberName {
  /// A number in thousandths.
  static func score(_ name: String) -> NumberName {
    NumberName(name: name, measure: .score(0), grades: nil)
  }
  /// A grade.
  static func grade(_ name: String, _ grades: [String]) -> NumberName {
    NumberName(name: name, measure: .grade(0), grades: grades)
  }
}

/// The digest that is all zeros but for the last digit.
func digest(_ last: Int) -> Digest { Digest(hex: String(repeating: "0", count: 63) + "\(last)")! }

/// The rules that tests are under: names and waivers are looked at, nothing else.
func rules(waive: Bool = true) throws -> RuleSet {
  let text = """
    {
      "format": 1, "name": "试验市 \\"2026\\"", "year": 2026, "basis": ["文件"],
      "lists": {"all": ["choice1", "choice2"]},
      "grades": {"evaluation": {"order": ["A", "B"], "points": {"A": "1", "B": "0"}}},
      "scores": {"total": {"sum": ["exam", {"grade": "evaluation"}]}},
      "rankings": {"composite": {"by": [{"score": "total"}], "ties": "lottery"}},
      "pools": {
        "quota": {"audience": "middle_school", "quota": true},
        "open": {"audience": "everyone", "seats": "rest"}
      },
      "stages": [{"name": "quota", "list": "all", "pools": ["quota"], "ranking": "composite"}],
      \(waive ? "\"waive\": {\"quotaShare\": \"试点\"}" : "")
    }
    """
  let (rules, problems) = RuleSet.read(Array(text.utf8))
  guard let rules else { throw RulesRefused(problems: "\(problems.groups)") }
  return rules
}

struct RulesRefused: Error { let problems: String }

/// A case around a market, with these names.
func makeCase(
  _ market: Market, programmes: [String], pools: [String], poolRules: [Int],
  audiences: [[String]], stages: [String], students: [String], numbers: [NumberName],
  inputs: [InputDigest] = [], waive: Bool = false, plan: Int = 0, planSeed: String? = nil,
  decisions: [DecisionRow] = [], middleSchools: [Directory.MiddleSchool] = []
) throws -> Case {
  var counts = CaseCounts()
  counts.plan = plan
  let names = MarketNames(
    programmes: programmes, programmeTitles: programmes, pools: pools, poolRules: poolRules,
    audiences: audiences, stages: stages, students: try codeColumn(students),
    studentsNeedQuotes: students.contains { $0.contains { ",\"\n\r".contains($0) } },
    numbers: numbers)
  let directory = Directory(
    programmes: programmes.map {
      Directory.Programme(school: $0, district: "", isQuality: true, plan: 0)
    }, middleSchools: middleSchools,
    schools: middleSchools.isEmpty
      ? Column(count: market.cohort.count) : market.cohort.categories[0])
  return Case(
    rules: try rules(waive: waive), market: market, names: names, directory: directory,
    digests: InputDigests(inputs),
    seed: market.lots == nil ? nil : "种子 1", planSeed: planSeed, decisions: decisions,
    counts: counts)
}

/// A case around a random market; names hold commas and quotes, and some are empty.
func makeCase(around market: Market) throws -> Case {
  let unusual = ["", ",", "\"", "学", "a;b", "=", "\\"]
  func name(_ prefix: String, _ number: Int) -> String {
    "\(prefix)\(unusual[number % unusual.count])\(number)"
  }
  return try makeCase(
    market, programmes: (0..<market.programmeCount).map { name("P", $0) },
    pools: market.pools.indices.map { name("pool", $0) },
    poolRules: market.pools.indices.map { $0 % 2 },
    audiences: market.audiences.map { map in
      map.category == nil ? ["*"] : (0..<map.count).map { $0 == 0 ? "" : name("M", $0) }
    },
    stages: market.stages.indices.map { name("stage", $0) },
    students: (0..<market.cohort.count).map { name(String($0 * 7919 % 1000), $0) },
    numbers: market.cohort.numbers.indices.map { .score(name("number", $0)) })
}
