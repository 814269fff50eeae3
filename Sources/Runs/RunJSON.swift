import Cases
import Diagnostics
import Report
import Rules
import Tables

/// `run.json`: what was run, on what, and what it came to. No clock, host or path, so that the same
/// inputs give the same bytes.
enum RunJSON {
  static let name = "run.json"
  /// The version of the folder's format.
  static let format = 1

  /// The whole file; `admissions` is the hash of their table.
  static func bytes(
    _ read: Case, _ counts: RunCounts, _ facts: RunFacts, _ page: RunPage, _ admissions: FileHash
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.number("format", format)
      json.text("program", "zhibiao")
      json.text("version", facts.version)
      appendRules(read, to: &json)
      appendCounts(counts, to: &json)
      json.object("seeds") { json in
        if let seed = read.seed { json.text("seed", seed) }
        if let seed = read.planSeed { json.text("planSeed", seed) }
      }
      if let after = read.after { json.text("after", after.description) }
      json.text("commitment", facts.commitment?.description)
      appendDecisions(read.decisions, to: &json)
      appendCompliance(read.rules, facts, to: &json)
      appendFigures(page, to: &json)
      appendWaypoints(of: read.inputs, admissions, to: &json)
    }
    return json.finish()
  }

  private static func appendRules(_ read: Case, to json: inout JSONWriter) {
    json.object("rules") { json in
      json.text("name", read.rules.name)
      json.number("year", read.rules.year)
      let digest = read.inputDigest(of: "rules.json")
      json.text("digest", digest?.description)
      json.texts("basis", read.rules.basis)
      json.text("language", read.rules.language.rawValue)
      json.text("minimumShare", read.rules.plan.minimumShare.description)
    }
  }

  /// The numbers of a run: students, stages, pools, lots.
  static func appendCounts(_ counts: RunCounts, to json: inout JSONWriter) {
    json.object("students") { json in
      json.number("all", counts.students)
      json.number("admitted", counts.admitted)
      json.number("notAdmitted", counts.notAdmitted)
    }
    json.object("plan") { json in
      json.number("seats", counts.plan.seats)
      json.number("quotaSeats", counts.plan.quota)
    }
    json.array("stages") { json in
      for stage in counts.stages { append(stage, to: &json) }
    }
    json.array("pools") { json in
      for pool in counts.pools { append(pool, to: &json) }
    }
    json.number("drawn", counts.drawn)
  }

  private static func append(_ stage: RunCounts.Stage, to json: inout JSONWriter) {
    json.object { json in
      json.text("stage", stage.name)
      if let mechanism = stage.mechanism { json.text("mechanism", mechanism) }
      json.flag("provisional", stage.isProvisional)
      json.number("candidates", stage.candidates)
      json.number("eligible", stage.eligible)
      json.number("applications", stage.applications)
      json.number("seats", stage.seats)
      json.number("admitted", stage.admitted)
      json.number("excess", stage.excess)
      json.number("vacant", stage.vacant)
    }
  }

  private static func append(_ pool: RunCounts.Pool, to json: inout JSONWriter) {
    json.object { json in
      json.text("pool", pool.name)
      json.flag("quota", pool.isQuota)
      json.number("planned", pool.planned)
      json.number("movedIn", pool.movedIn)
      json.number("movedOut", pool.movedOut)
      json.number("admitted", pool.admitted)
      json.number("excess", pool.excess)
      json.number("vacant", pool.vacant)
    }
  }

  /// Where the hashes of long files were on their way, by file.
  private static func appendWaypoints(
    of inputs: [InputDigest], _ admissions: FileHash, to json: inout JSONWriter
  ) {
    let inputs = inputs.filter { !$0.waypoints.isEmpty }
    if inputs.isEmpty, admissions.waypoints.isEmpty { return }
    func append(_ states: [Digest], of file: String, to json: inout JSONWriter) {
      if states.isEmpty { return }
      json.array(file) { json in
        for state in states { json.text(nil, state.description) }
      }
    }
    json.object("waypoints") { json in
      json.number("stepBytes", WaypointHash.stepBytes)
      json.object("inputs") { json in
        for input in inputs { append(input.waypoints, of: input.name, to: &json) }
      }
      json.object("tables") { json in
        append(admissions.waypoints, of: AdmissionsTable.name, to: &json)
      }
    }
  }

  private static func appendDecisions(_ decisions: [DecisionRow], to json: inout JSONWriter) {
    let keys = [
      "stage", "programme", "pool", "audience", "student", "decision", "decidedBy", "reason",
    ]
    json.array("decisions") { json in
      for decision in decisions {
        json.object { json in
          for (key, cell) in zip(keys, decision.cells) { json.text(key, cell) }
        }
      }
    }
  }

  /// What the rules waive, what the compliance check found, and the warnings.
  static func appendCompliance(
    _ rules: RuleSet, _ facts: RunFacts, to json: inout JSONWriter
  ) {
    json.array("waivers") { json in
      for waiver in rules.waivers {
        json.object { json in
          json.text("point", waiver.point.rawValue)
          json.text("reason", waiver.reason)
        }
      }
    }
    json.texts("compliance", facts.findings)
    json.object("warnings") { json in
      for warning in facts.warnings { json.number(warning.code.name, warning.count) }
    }
  }
}
