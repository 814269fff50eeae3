// The engine alone makes outcomes, so their initializers are not public. The reference makes them
// too; this file is the only one that reaches inside, which release builds do not allow.
#if DEBUG
  @testable import Admission
  import Columns

  func outcome(
    _ placements: [Placement], _ stages: [StageOutcome], _ ledger: [LedgerCell], drawn: Int
  ) -> Outcome {
    Outcome(placements: Column(placements), stages: stages, ledger: ledger, drawn: drawn)
  }
  func stageOutcome(
    _ cells: [CutoffCell], _ lines: [LineInForce], candidates: Int, eligible: Int, admitted: Int
  ) -> StageOutcome {
    StageOutcome(
      cells: cells, lines: lines, candidates: candidates, eligible: eligible, admitted: admitted)
  }
  func lineInForce(pool: Int?, number: Int, values: [Int64?]) -> LineInForce {
    LineInForce(pool: pool, number: number, values: values)
  }
  func tieStop(_ stage: Int, _ cell: Cell, seats: Int, students: [Int]) -> TieStop {
    TieStop(
      stage: stage, programme: cell.programme, pool: cell.pool, audience: cell.audience,
      seats: seats, students: students)
  }
#else
  import Admission

  func outcome(
    _ placements: [Placement], _ stages: [StageOutcome], _ ledger: [LedgerCell], drawn: Int
  ) -> Outcome { fatalError(debugOnly) }
  func stageOutcome(
    _ cells: [CutoffCell], _ lines: [LineInForce], candidates: Int, eligible: Int, admitted: Int
  ) -> StageOutcome { fatalError(debugOnly) }
  func lineInForce(pool: Int?, number: Int, values: [Int64?]) -> LineInForce {
    fatalError(debugOnly)
  }
  func tieStop(_ stage: Int, _ cell: Cell, seats: Int, students: [Int]) -> TieStop {
    fatalError(debugOnly)
  }
  private let debugOnly = "the reference engine runs in debug builds"
#endif
