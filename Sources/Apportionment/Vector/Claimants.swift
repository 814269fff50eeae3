/// Those among whom a house is split: weights, and what each must at least and may at most get.
///
/// A claimant of weight 0 gets no seats and has no minimum. Claimants are known by their index.
public struct Claimants: Sendable {
  /// The weights, each from 0 to `Limits.weightMax`.
  public let weights: [Int]
  /// The least seats of each; 0 where the weight is 0.
  public let minimums: [Int]
  /// The most seats of each; 0 where the weight is 0, `Limits.seatsMax` where there is no limit.
  public let maximums: [Int]

  /// Claimants of these weights. An empty list of minima means 0 for all, of maxima no limit.
  ///
  /// Throws where a weight or a minimum is negative, a weight is above 2⁵³, a minimum is above its
  /// maximum, or the lists differ in length. Complexity: O(n).
  public init(
    weights: [Int], minimums: [Int] = [], maximums: [Int] = []
  ) throws(VectorError) {
    for list in [minimums, maximums] where !list.isEmpty && list.count != weights.count {
      throw .lengthMismatch(expected: weights.count, found: list.count)
    }
    var least = minimums.isEmpty ? Array(repeating: 0, count: weights.count) : minimums
    var most = Array(repeating: Limits.seatsMax, count: weights.count)
    for i in weights.indices {
      let weight = weights[i]
      guard weight >= 0 else { throw .negativeWeight(claimant: i, weight: weight) }
      guard weight <= Limits.weightMax else { throw .weightTooLarge(claimant: i, weight: weight) }
      guard least[i] >= 0 else { throw .negativeMinimum(claimant: i, minimum: least[i]) }
      if !maximums.isEmpty { most[i] = min(maximums[i], Limits.seatsMax) }
      guard least[i] <= most[i] else {
        throw .minimumAboveMaximum(claimant: i, minimum: least[i], maximum: most[i])
      }
      if weight == 0 {
        least[i] = 0
        most[i] = 0
      }
    }
    self.weights = weights
    self.minimums = least
    self.maximums = most
  }

  /// How many claimants there are.
  public var count: Int { weights.count }

  /// The sum of the weights.
  public var totalWeight: UInt128 { weights.reduce(0) { $0 + UInt128(UInt64($1)) } }

  /// Throws where no apportionment of `seats` can meet the requirements.
  func requireFeasible(_ seats: Int) throws(VectorError) {
    guard (0...Limits.seatsMax).contains(seats) else { throw .seatsOutOfRange(seats: seats) }
    if seats > 0, !weights.contains(where: { $0 > 0 }) { throw .noPositiveWeight(seats: seats) }
    let least = minimums.reduce(0, +)
    guard least <= seats else { throw .minimumsExceedSeats(minimums: least, seats: seats) }
    let most = maximums.reduce(0, +)
    guard seats <= most else { throw .maximumsBelowSeats(maximums: most, seats: seats) }
  }
}
