import Admission
import Cases
import Columns
import Diagnostics
import Report
import Rules

/// What the page of a run shows, counted from the outcome.
extension RunPage {
  /// The page of a run that came to `counts`, but for its fingerprint and its commitment.
  /// Complexity: O(students · scores + cells).
  init(
    _ read: Case, _ outcome: Outcome, _ counts: RunCounts, _ facts: RunFacts, workers: Workers
  ) {
    let rules = read.rules
    let digest = read.inputDigest(of: "rules.json")?.description
    self.init(
      Rules(
        name: rules.name, year: rules.year, basis: rules.basis, language: rules.language,
        digest: digest ?? "", minimumShare: rules.plan.minimumShare), version: facts.version)
    (students, admitted, drawn) = (counts.students, counts.admitted, counts.drawn)
    (planSeats, quotaSeats) = counts.plan
    stages = counts.stages.map {
      Stage(
        name: $0.name, isProvisional: $0.isProvisional, candidates: $0.candidates,
        eligible: $0.eligible, seats: $0.seats, admitted: $0.admitted, excess: $0.excess,
        vacant: $0.vacant)
    }
    pools = counts.pools.map {
      Pool(
        name: $0.name, isQuota: $0.isQuota, planned: $0.planned, movedIn: $0.movedIn,
        movedOut: $0.movedOut, admitted: $0.admitted, excess: $0.excess, vacant: $0.vacant)
    }
    decisions = Decision.grouped(
      read.decisions.map { ($0.stage, $0.programme, $0.pool, $0.decidedBy, $0.decision == "admit") }
    )
    waivers = rules.waivers.map { ($0.point.rawValue, $0.reason) }
    findings = facts.findings
    warnings = facts.warnings.map { ($0.code.name, $0.count) }
    seeds =
      (read.seed.map { [("seed", $0)] } ?? []) + (read.planSeed.map { [("planSeed", $0)] } ?? [])
    after = read.after?.description
    let figures = PageFigures(read, outcome)
    programmes = figures.programmes()
    middleSchools = figures.middleSchools(workers)
    quotaCells = figures.quotaCells()
    distributions = figures.distributions(workers)
  }
}
