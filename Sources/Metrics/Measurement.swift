/// One value of one metric.
public struct Measurement: Hashable, Sendable {
  /// Whom or what a value is about.
  public enum Group: Hashable, Sendable {
    /// All students, or all seats.
    case all
    /// A whole grouping: how its groups are mixed.
    case grouping(Int)
    /// One group of a grouping.
    case value(grouping: Int, value: Int)
    /// One programme's seats in one pool.
    case cell(pool: Int, programme: Int)
  }

  /// The metric, as an index into those asked for.
  public let metric: Int
  /// Whom it is about; groupings are indices into those given.
  public let group: Group
  /// The value.
  public let value: Ratio
}
