import Diagnostics
import Rules

/// Where a run is not what it should be: which rows were altered, and what only follows from them.
///
/// One row that was altered moves a cutoff, and with it what all between are due; in later stages
/// it moves seats, and who takes part. So the whole result is made once more by the definition,
/// which knows neither cutoffs nor the run: the rows that differ from it are named, and of the
/// others it is said how many.
extension Recount {
  /// Notes that a stage disagrees, if something was found.
  mutating func disagree(
    _ stage: Int, _ found: Findings, countBehind: @escaping @Sendable (_ altered: Set<Int>) -> Int
  ) {
    if found.count == 0 { return }
    disagreements.append(Disagreement(stage: stage, found: found, countBehind: countBehind))
  }

  /// Says of every stage what is wrong, the altered rows first.
  mutating func reportDisagreements() {
    if disagreements.isEmpty { return }
    var all = Findings()
    let altered = literalPlacements().map { addAltered($0, &all) } ?? []
    for disagreement in disagreements {
      if altered.isEmpty {
        all.merge(disagreement.found)
        continue
      }
      let behind = disagreement.countBehind(altered)
      if behind == 0 { continue }
      let stage = inputs.market.stages[disagreement.stage].rule.name
      all.add(.outcomeWrong, at: Place(file: AdmissionsReading.file)) {
        Phrase(
          zh:
            "批次 \(stage)：以上改动使录取线、名额或参加者变动，另有 \(behind) 名学生与之不符，他们自己的行是对的",
          en:
            "stage \(stage): the rows above move cutoffs, seats and who takes part, by which "
            + "\(counted(behind, "more student")) would have other places; their own rows are "
            + "right")
      }
    }
    all.merge(findings)
    (findings, disagreements) = (all, [])
  }

  /// Names the rows in which the run is not what the definition gives, by stage. Returns them.
  private func addAltered(_ literal: [Placement], _ findings: inout Findings) -> Set<Int> {
    var byStage: [[Int]] = inputs.market.stages.map { _ in [] }
    for row in literal.indices where literal[row] != placements[row] {
      // Where both are somewhere, the earlier stage is the first that differs.
      let stages = [literal[row].stage, placements[row].stage].filter { $0 >= 0 }
      byStage[Int(stages.min()!)].append(row)
    }
    for (number, rows) in byStage.enumerated() {
      for row in rows {
        differs(row, number, placements[row].in(number), literal[row].in(number), &findings)
      }
    }
    return Set(byStage.joined())
  }

  /// Adds that row `row` says `found` of stage `number`, and should say `expected`.
  func differs(
    _ row: Int, _ number: Int, _ found: Placement, _ expected: Placement,
    _ findings: inout Findings
  ) {
    let market = inputs.market
    findings.differs(
      .outcomeWrong, at: Place(file: AdmissionsReading.file, line: row + 2),
      {
        let stage = market.stages[number]
        let isDecided =
          stage.rule.mechanism == .queue && market.rankings[stage.ranking].ties == .stop
        let note =
          isDecided ? Phrase(zh: "（按裁定）", en: ", by the decisions") : Phrase(zh: "", en: "")
        return Phrase(
          zh: "学生 \(market.code(row)) 在批次 \(stage.rule.name) 的结果\(note.zh)",
          en: "student \(market.code(row)) in stage \(stage.rule.name)\(note.en)")
      }, found: market.describe(found), expected: market.describe(expected))
  }

  /// Everybody's placement by the definition, stage after stage from the inputs alone; nil where a
  /// decision is missing, without which there is no result.
  private func literalPlacements() -> [Placement]? {
    let nowhere = [Placement](repeating: .nowhere, count: inputs.market.studentCount)
    var own = Recount(inputs, nowhere, threads: threads)
    for number in inputs.market.stages.indices {
      guard own.define(number) else { return nil }
    }
    return own.placements
  }
}

extension Placement {
  /// This placement if it is of stage `number`, else nowhere.
  func `in`(_ number: Int) -> Placement { Int(stage) == number ? self : .nowhere }
}
