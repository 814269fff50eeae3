import Exact

/// A minimum.
public struct LineRule: Sendable, Hashable {
  /// What the score must reach.
  public enum Bound: Sendable, Hashable {
    /// One value for all.
    case fixed(Decimal)
    /// A column of `programmes.csv`, less `minus`; an empty cell: no line.
    case programmeColumn(String, minus: Decimal)
    /// The lowest value of the score among those admitted to `pool` in an earlier stage, less
    /// `minus`. `waiveWhenVacant`: no line where any audience of the pool kept a vacancy.
    case cutoff(stage: Int, pool: Int, minus: Decimal, waiveWhenVacant: Bool)
  }
  /// What is compared: an index into `scores`.
  public var score: Int
  /// What it must reach.
  public var bound: Bound
}
