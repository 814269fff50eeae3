import Columns

/// What an allocation came to.
public struct Outcome: Sendable {
  /// A placement for each student.
  public var placements: Column<Placement>
  /// What each stage did.
  public var stages: [StageOutcome]
  /// The seats' accounts, in order of pool, audience, programme.
  public var ledger: [LedgerCell]
  /// How many students drew lots: equals in a ranking of kind `lottery`, over all rankings.
  public var drawn: Int

  /// Made by the engine, and by what it is tested against.
  package init(
    placements: Column<Placement>, stages: [StageOutcome], ledger: [LedgerCell], drawn: Int
  ) {
    (self.placements, self.stages, self.ledger) = (placements, stages, ledger)
    self.drawn = drawn
  }
}

/// What one stage did.
public struct StageOutcome: Sendable {
  /// Every cell with seats or applicants, in order of pool, audience, programme.
  public var cells: [CutoffCell]
  /// The lines, the stage's own first, then those of its pools.
  public var lines: [LineInForce]
  /// Students who had no seat when the stage began.
  public var candidates: Int
  /// Of these, who was eligible for the stage by themselves.
  public var eligible: Int
  /// Students admitted.
  public var admitted: Int

  /// Made by the engine, and by what it is tested against.
  package init(
    cells: [CutoffCell], lines: [LineInForce], candidates: Int, eligible: Int, admitted: Int
  ) {
    (self.cells, self.lines) = (cells, lines)
    (self.candidates, self.eligible, self.admitted) = (candidates, eligible, admitted)
  }
}

/// A line that was in force in a stage, with the values it came to.
public struct LineInForce: Sendable, Hashable {
  /// The pool it was for alone; nil: for the whole stage.
  public var pool: Int?
  /// An index into `Cohort.numbers`.
  public var number: Int
  /// For each programme the minimum; nil: none.
  public var values: [Int64?]

  /// Made by the engine, and by what it is tested against.
  package init(pool: Int?, number: Int, values: [Int64?]) {
    (self.pool, self.number, self.values) = (pool, number, values)
  }
}
