import Diagnostics
import Metrics

/// What a cell came to.
public enum CellResult: Sendable, Hashable {
  /// Values, in the order of the metrics, and of each in the order of the groups.
  case values([CellValue])
  /// Why there are none: a code and what it says, in English.
  case failure(code: String, message: String)
}

/// One value.
public struct CellValue: Sendable, Hashable {
  /// The metric, an index into `Experiment.metrics`.
  public let metric: Int
  /// Whom it is about: `*` for all, `district=01` for a group, `pool=quota,programme=0101` for a
  /// cell.
  public let group: String
  /// The value, as it was counted.
  public let value: Ratio
}
