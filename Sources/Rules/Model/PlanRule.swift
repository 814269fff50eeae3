import Exact

/// How the quota seats are split: `plan` in RULES.md.
public struct PlanRule: Sendable {
  /// The least share of the plan that must be quota seats.
  public var minimumShare: Decimal
  /// The splits, in order.
  public var splits: [SplitRule]
}

/// One split of every programme's quota seats over audiences.
public struct SplitRule: Sendable {
  /// How many seats a programme splits.
  public enum Seats: Sendable, Hashable {
    /// `round(share × base)`; the base is the plan, or the column that `of` names.
    case share(Decimal, RoundingMode)
    /// The same with each programme's own share from a column of `programmes.csv`.
    case shareColumn(String, RoundingMode)
    /// A column of `programmes.csv`.
    case column(String)
    /// What the named split leaves: an index into `splits`.
    case restOf(Int)
  }
  /// What splits the seats.
  public enum Method: String, Sendable, CaseIterable {
    case lottery, hamilton, webster, jefferson, adams, huntingtonHill, dean, biproportional
    case leastDeviation
  }
  /// The split's name.
  public var name: String
  /// An index into `pools`.
  public var pool: Int
  /// How many seats.
  public var seats: Seats
  /// The column of `programmes.csv` that a share is a share of; nil for `plan`.
  public var of: String?
  /// The column whose sums are the weights; `eligible` by default.
  public var weights: String
  /// The chain of levels, coarse to fine, for example district, middle school.
  public var levels: [String]
  /// A column that both sides have: only audiences with the programme's value take part.
  public var within: String?
  /// What splits the seats.
  public var method: Method
  /// The least seats of a cell, from `minimumIf` eligible on.
  public var minimum: Int
  /// From how many eligible on the minimum holds.
  public var minimumIf: Int
  /// The most seats of a cell.
  public var maximum: Int?
  /// The least seats of a middle school over all programmes of the split.
  public var totalMinimum: Int?
  /// The column that names a programme's tier.
  public var tier: String?
  /// Who counts as eligible where `middle_schools.csv` does not say.
  public var eligibleIf: [ConditionRule]
}
