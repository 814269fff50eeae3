/// What proves an apportionment of one house.
public enum VectorCertificate: Sendable {
  /// Every divisor from `lower` to `upper` yields the seats: `lower` is the highest claim to one
  /// more seat among those below their maximum, `upper` the lowest claim to the last seat among
  /// those above their minimum; nil where there is no such claimant. Huntington–Hill's are the
  /// squares of divisors. The seats are right if and only if `lower` ≤ `upper`; equal ends are a
  /// tie.
  case divisor(lower: Fraction?, upper: Fraction?)
  /// The border between the remainders that got a seat and those that did not.
  case remainders(RemainderBorder)
}

/// The last round of Hamilton's method: who took part, and where the remainders were cut.
public struct RemainderBorder: Hashable, Sendable {
  /// Who left before the last round with just its minimum or maximum, in ascending order.
  public let fixed: [Int]
  /// The seats that were left for the last round.
  public let seats: Int
  /// The weight of those in the last round: a share is `seats`·weight/`weight`.
  public let weight: UInt128
  /// The lowest remainder that got a seat, in units of 1/`weight`; nil where none did.
  public let lowestRaised: UInt128?
  /// The highest remainder that got none, in units of 1/`weight`; nil where all did.
  public let highestKept: UInt128?

  /// A border that somebody brings.
  public init(
    fixed: [Int], seats: Int, weight: UInt128, lowestRaised: UInt128?, highestKept: UInt128?
  ) {
    self.fixed = fixed
    self.seats = seats
    self.weight = weight
    self.lowestRaised = lowestRaised
    self.highestKept = highestKept
  }
}

/// The seats of one house, with what is certain, what is tied, and the proof.
public struct VectorSolution: Sendable {
  /// The seats that each claimant gets in every solution.
  public let certain: [Int]
  /// Who is tied, in ascending order: each gets one more seat in some solutions, none in others.
  public let tied: [Int]
  /// How many seats the tied share; below `tied.count`, and 0 where nobody is tied.
  public let sharedSeats: Int
  /// The proof.
  public let certificate: VectorCertificate

  /// The seats, where they are not tied.
  public var seats: [Int]? { tied.isEmpty ? certain : nil }

  /// The seats, with ties settled by a key: the smaller key gets the seat.
  ///
  /// The keys of tied claimants should differ; equal ones fall back on the claimant's index.
  /// Complexity: O(n + t log t) for t tied.
  public func settled<Key: Comparable>(by key: (_ claimant: Int) -> Key) -> [Int] {
    var seats = certain
    let order = tied.map { (key: key($0), claimant: $0) }
      .sorted { ($0.key, $0.claimant) < ($1.key, $1.claimant) }
    for winner in order.prefix(sharedSeats) { seats[winner.claimant] += 1 }
    return seats
  }
}
