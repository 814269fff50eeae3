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
  /// A column total below 0, or column totals that pass `Limits.seatsMax` at this column.
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
  /// No matrix has these row and column totals on these open cells; the certificate says why.
  case infeasible(MarginConflict)
}

/// A set of rows that must place more seats than they can: the proof that margins are infeasible.
///
/// Rows A must place Σ seats(A). They can place at most Σ seats(B) in the columns B, less what
/// other rows must get there as minima, and at most the maxima of their cells in the other columns.
public struct MarginConflict: Hashable, Sendable {
  /// The rows A, ascending.
  public let rows: [Int]
  /// The columns B, ascending.
  public let columns: [Int]
  /// By how many seats A's totals exceed what A can place; positive.
  public let excess: Int
}
