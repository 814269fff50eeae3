/// Lots for the ties of a vector method: the smaller digest gets the seat.
///
/// The digest is SHA-256 of `zhibiao-plan-tie-v1` LF seed LF row LF claimant, so that each lot
/// depends on nothing but the published seed and the two names.
public struct TieLot: Sendable {
  private let prefix: [UInt8]

  /// The lots of `seed`, within the split of the seats of `row` (which may be empty).
  public init(seed: String, row: String) {
    prefix = Array("zhibiao-plan-tie-v1\n\(seed)\n\(row)\n".utf8)
  }

  /// The lot of a claimant; use as the key of `VectorSolution.settled(by:)`. Complexity: O(1).
  public func callAsFunction(_ claimant: String) -> Digest256 {
    SHA256.digest(prefix + Array(claimant.utf8))
  }
}
