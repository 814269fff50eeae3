/// Why a matrix of seats cannot be split: the place (indices from 0) and the numbers.
///
/// Messages are the caller's, who knows the names.
public enum MatrixError: Error, Hashable, Sendable {
  /// A list is not as long as there are rows, columns or cells.
  case lengthMismatch(list: String, expected: Int, found: Int)
  /// A cell's row or column does not exist.
  case cellOutOfRange(row: Int, column: Int)
  /// Two cells at one place.
  case duplicateCell(row: Int, column: Int)
  /// The class of a row or column, at this place of the list, is below 0 or beyond 32 bits.
  case classOutOfRange(list: String, place: Int, found: Int)
  /// A weight below 0.
  case negativeWeight(row: Int, column: Int, weight: Int)
  /// A weight above `Limits.weightMax`.
  case weightTooLarge(row: Int, column: Int, weight: Int)
  /// A minimum below 0.
  case negativeMinimum(row: Int, column: Int, minimum: Int)
  /// A minimum above its maximum.
  case minimumAboveMaximum(row: Int, column: Int, minimum: Int, maximum: Int)
  /// A row total below 0, or row totals that pass `Limits.seatsMax` at this row.
  case rowSeatsOutOfRange(row: Int, seats: Int)
  /// A column total or minimum below 0, or such that pass `Limits.seatsMax` at this column.
  case columnSeatsOutOfRange(column: Int, seats: Int)
  /// The row has seats, and no open cell with a positive weight.
  case noPositiveWeight(row: Int, seats: Int)
  /// The minima of the row's open cells add up to more than its seats.
  case minimumsExceedSeats(row: Int, minimums: Int, seats: Int)
  /// The maxima of the row's open cells add up to less than its seats.
  case maximumsBelowSeats(row: Int, maximums: Int, seats: Int)
  /// The minima of the column's open cells add up to more than its seats.
  case columnMinimumsExceedSeats(column: Int, minimums: Int, seats: Int)
  /// `seats` in parts of 1/`unit` do not fit 62 bits: take a coarser unit.
  case unitTooFine(seats: Int, unit: Int)
  /// Row totals and column totals add up to different numbers.
  case totalsDiffer(rows: Int, columns: Int)
  /// No matrix has these row totals, and these column totals or minimums, on these open cells; the
  /// certificate says why.
  case infeasible(MarginConflict)
}

/// A set of rows and a set of columns whose requirements contradict each other: the proof that a
/// matrix is infeasible, after Hall's theorem.
public struct MarginConflict: Hashable, Sendable {
  /// What contradicts what.
  public enum Kind: Hashable, Sendable {
    /// Rows A must place Σ seats(A). They can place at most Σ seats(B) in the columns B, less what
    /// other rows must get there as minima, and at most the maxima of their cells in the other
    /// columns.
    case rowsHaveTooMany
    /// Columns B must get Σ minimum(B). Rows A can give them at most Σ seats(A), less the minima of
    /// A's cells in other columns; other rows at most the maxima of their cells in B (where these
    /// are more than a row's seats: as many as its seats for each).
    case columnsNeedTooMany
  }

  /// What contradicts what.
  public let kind: Kind
  /// The rows A, ascending.
  public let rows: [Int]
  /// The columns B, ascending.
  public let columns: [Int]
  /// By how many seats what is required exceeds what is possible; positive.
  public let excess: Int

  init(kind: Kind = .rowsHaveTooMany, rows: [Int], columns: [Int], excess: Int) {
    self.kind = kind
    self.rows = rows
    self.columns = columns
    self.excess = excess
  }
}
