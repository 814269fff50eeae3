/// An order of students.
public struct RankingRule: Sendable {
  /// One key: higher scores and better grades first, unless `ascending`.
  public struct Key: Sendable, Hashable {
    /// What is compared.
    public var measure: Measure
    /// Whether the smaller value (for a grade: the worse) comes first.
    public var ascending: Bool
  }
  /// What happens to students who are equal in every key.
  public enum Ties: String, Sendable, CaseIterable { case lottery, admitAll, stop }

  /// The ranking's name.
  public var name: String
  /// The keys, the most important first; at least one.
  public var by: [Key]
  /// What happens to equals.
  public var ties: Ties
}

/// How a pool of a deferred acceptance stage ranks students.
public enum PoolRankingRule: Sendable, Hashable {
  /// One ranking for all programmes: an index into `rankings`.
  case ranking(Int)
  /// `priorities.csv`, with its kind; students not listed are unacceptable.
  case priorities(kind: ColumnKind?)
  /// A column of `programmes.csv` that names each programme's ranking.
  case column(String)
}
