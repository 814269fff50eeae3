/// Why one house cannot be split: the claimant (an index from 0) and the numbers.
///
/// Messages are the caller's, who knows the claimants' names.
public enum VectorError: Error, Hashable, Sendable {
  /// A list of requirements is neither empty nor as long as the weights.
  case lengthMismatch(expected: Int, found: Int)
  /// A weight below 0.
  case negativeWeight(claimant: Int, weight: Int)
  /// A weight above `Limits.weightMax`.
  case weightTooLarge(claimant: Int, weight: Int)
  /// A minimum below 0.
  case negativeMinimum(claimant: Int, minimum: Int)
  /// A minimum above the claimant's maximum.
  case minimumAboveMaximum(claimant: Int, minimum: Int, maximum: Int)
  /// A house below 0 or above `Limits.seatsMax`.
  case seatsOutOfRange(seats: Int)
  /// There are seats, and no claimant has a positive weight.
  case noPositiveWeight(seats: Int)
  /// The minima of the claimants with a positive weight add up to more than the house.
  case minimumsExceedSeats(minimums: Int, seats: Int)
  /// The maxima of the claimants with a positive weight add up to less than the house.
  case maximumsBelowSeats(maximums: Int, seats: Int)
}
