import Cases
import Columns
import Diagnostics
import Planning
import TestSupport

/// A small case for a plan, written to a folder: tests say the splits and the tables.
struct PlanFolder {
  let folder: TempFolder

  /// A case with these splits (JSON) and tables. Without a seed where it is nil.
  init(
    _ splits: String, programmes: String, schools: String, seed: String? = "drawn in public",
    files: [String: String] = [:], minimumShare: String = "0", more: String = ""
  ) throws {
    folder = try TempFolder()
    try folder.write(
      "case/rules.json", Array(PlanFolder.rules(splits, minimumShare, more).utf8))
    try folder.write("case/programmes.csv", Array(programmes.utf8))
    try folder.write("case/middle_schools.csv", Array(schools.utf8))
    if let seed { try folder.write("case/plan-seed.txt", Array((seed + "\n").utf8)) }
    for (name, text) in files { try folder.write("case/" + name, Array(text.utf8)) }
  }

  /// Rules of a city whose plan is all that matters.
  private static func rules(_ splits: String, _ minimumShare: String, _ more: String) -> String {
    """
    {
      "format": 1, "name": "Plan", \(more)
      "lists": {"open": ["choice1"]},
      "grades": {"evaluation": {"order": ["A", "B"]}},
      "scores": {"exam": {"sum": ["math"]}},
      "rankings": {"main": {"by": [{"score": "exam"}, {"grade": "evaluation"}], "ties": "lottery"}},
      "pools": {
        "quota": {"audience": "middle_school", "quota": true},
        "district": {"audience": "district", "quota": true},
        "open": {"audience": "everyone", "seats": "rest"}
      },
      "waive": {"quotaShare": "a test"},
      "plan": {"minimumShare": "\(minimumShare)", "splits": [\(splits)]},
      "stages": [{"name": "open", "list": "open", "pools": ["open"], "ranking": "main",
        "order": "parallel"}]
    }

    """
  }

  /// Reads the case and lays it out; every problem of both.
  func planner() -> (planner: Planner?, problems: ProblemLog) {
    let found = readPlanCase(folder("case"), workers: Workers(count: 2))
    guard let planCase = found.value else { return (nil, found.reading.problems) }
    let planner = Planner(planCase)
    var problems = found.reading.problems
    problems.merge(planner.problems)
    return (planner, problems)
  }

  /// The plan; what keeps it from being made is thrown.
  func plan(_ imported: String? = nil, split: Int = 0) throws -> Plan {
    let (planner, problems) = planner()
    guard let planner, problems.isClean else { throw Refusal(problems) }
    var log = ProblemLog()
    let matrices = try imported.map { text -> [ImportedMatrix] in
      try folder.write("matrix.csv", Array(text.utf8))
      let matrix = WideMatrix(
        folder("matrix.csv"), for: planner.planCase, split: split, workers: Workers(count: 1),
        log: &log)
      guard let matrix else { throw Refusal(log) }
      return [ImportedMatrix(matrix, split: split)]
    }
    switch planner.plan(matrices ?? []) {
    case .plan(let plan): return plan
    case .ties(let ties): throw Tie(ties: ties)
    case .refused(let log): throw Refusal(log)
    }
  }

  /// The codes for which the case is refused, in order, each once.
  func refusal(_ imported: String? = nil) -> [String] {
    do {
      _ = try plan(imported)
      return []
    } catch let error as Refusal {
      return error.codes
    } catch { return ["\(error)"] }
  }
}

/// The errors for which there is no plan.
struct Refusal: Error, CustomStringConvertible {
  let log: ProblemLog
  init(_ log: ProblemLog) { self.log = log }
  var codes: [String] {
    log.groups.filter(\.code.isError).map(\.code.name).reduce(into: []) { codes, code in
      if !codes.contains(code) { codes.append(code) }
    }
  }
  var messages: [String] {
    log.groups.flatMap(\.first).map { "\($0.place.map { "\($0): " } ?? "")\($0.message.en)" }
  }
  var description: String { messages.joined(separator: "\n") }
}

/// Ties that stopped a plan.
struct Tie: Error {
  let ties: [PlanTie]
}

/// A table as rows of cells by header.
func rows(_ bytes: [UInt8]) -> [[String: String]] {
  var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  let header = lines.removeFirst().split(separator: ",").map(String.init)
  return lines.map { line in
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return Dictionary(uniqueKeysWithValues: zip(header, cells))
  }
}

extension Plan {
  /// The files that the plan would write, by name.
  func files(workers: Int = 1) -> [String: [UInt8]] {
    let files = PlanWriter(self, version: "test", workers: Workers(count: workers)).files()
    return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) })
  }

  /// The seats of a programme and audience at a split's last level.
  func seats(_ split: Int, _ programme: String, _ audience: String) -> Int? {
    let subject = splits[split].subject
    for (row, entry) in subject.rows.enumerated()
    where planCase.programmes[entry.programme].code == programme {
      for cell in subject.matrix.cells(ofRow: row)
      where subject.audiences[Int(subject.matrix.columns[cell])] == audience {
        return splits[split].seats[cell]
      }
    }
    return nil
  }
}
