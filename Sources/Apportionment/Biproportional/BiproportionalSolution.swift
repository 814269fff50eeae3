/// The multipliers that prove a biproportional apportionment.
///
/// A cell of weight v holds x seats because v·A/B, with A of its row and B of its column, rounds to
/// x: signpost(x−1)·B ≤ v·A ≤ signpost(x)·B. For Webster: (2x−1)·B ≤ 2·v·A ≤ (2x+1)·B. For
/// Huntington–Hill, A and B are the squares, so that no root is ever taken. Never round them.
public struct BiproportionalCertificate: Hashable, Sendable {
  /// A of each row; 0 for a row without seats.
  public let rowMultipliers: [Natural]
  /// B of each column; positive.
  public let columnDivisors: [Natural]

  /// Multipliers that somebody brings.
  public init(rowMultipliers: [Natural], columnDivisors: [Natural]) {
    self.rowMultipliers = rowMultipliers
    self.columnDivisors = columnDivisors
  }
}

/// A matrix with both margins fixed, its proof, and whether another one is as good.
public struct BiproportionalSolution: Sendable {
  /// The seats of each cell.
  public let seats: [Int]
  /// The proof; it proves every other solution too.
  public let certificate: BiproportionalCertificate
  /// Another solution, where there is one: the seats of each cell. A tie is never settled silently.
  public let alternative: [Int]?

  /// Whether there is no other solution.
  public var isUnique: Bool { alternative == nil }
}
