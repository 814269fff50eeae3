import Apportionment

/// Which tables a matrix stands in, and what holds where they say nothing.
public struct GridFiles: Sendable {
  /// `row,seats[,tier]`.
  public var rows: String
  /// `column[,weight][,seats][,group]`; nil where the cells say all.
  public var columns: String?
  /// `row,column[,weight][,minimum,maximum]`, the open cells; nil where all are open.
  public var cells: String?
  /// The least seats of a cell whose own is not given.
  public var minimum: Int
  /// The most seats of a cell whose own is not given; nil for no limit.
  public var maximum: Int?

  /// Tables at these paths; `-` is standard input.
  public init(
    rows: String, columns: String? = nil, cells: String? = nil, minimum: Int = 0,
    maximum: Int? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.cells = cells
    self.minimum = minimum
    self.maximum = maximum
  }
}

/// How a matrix is split.
public enum GridMethod: Hashable, Sendable {
  /// Unbiased controlled rounding by a published seed.
  case lottery
  /// Row and column totals both fixed; Webster's rounding.
  case biproportional
  /// The controlled rounding of least total deviation.
  case leastDeviation
  /// Every row on its own by a vector method.
  case eachRow(VectorMethod)

  /// The method called `name`; nil for any other name.
  public init?(name: String) {
    switch name {
    case "lottery": self = .lottery
    case "biproportional": self = .biproportional
    case "leastDeviation": self = .leastDeviation
    default:
      guard let method = VectorMethod(name: name) else { return nil }
      self = .eachRow(method)
    }
  }

  /// The name that `init(name:)` takes.
  public var name: String {
    switch self {
    case .lottery: "lottery"
    case .biproportional: "biproportional"
    case .leastDeviation: "leastDeviation"
    case .eachRow(let method): method.name
    }
  }

  /// The names of all methods, those of vectors last.
  public static let names =
    ["lottery", "biproportional", "leastDeviation"] + VectorMethod.all.map(\.name)
}
