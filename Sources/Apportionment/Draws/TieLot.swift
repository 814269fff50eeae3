import CKernels

/// Lots for the ties of a vector method: the smaller digest gets the seat.
///
/// The digest is SHA-256 of `zhibiao-plan-tie-v1` LF seed LF row LF claimant, so that each lot
/// depends on nothing but the published seed and the two names.
///
/// Sound though it calls C: the kernel reads the state and the bytes that it is lent, and keeps no
/// pointer.
public struct TieLot: Sendable {
  /// The hash of all that stands before the claimant.
  private var head = zb_sha256_begin()

  /// The lots of `seed`, within the split of the seats of `row` (which may be empty).
  public init(seed: String, row: String) {
    let prefix = "zhibiao-plan-tie-v1\n\(seed)\n\(row)\n"
    unsafe prefix.utf8Span.span.withUnsafeBytes {
      unsafe zb_sha256_update(&head, $0.baseAddress, $0.count)
    }
  }

  /// The lot of a claimant; use as the key of `VectorSolution.settled(by:)`. Complexity: O(1).
  public func callAsFunction(_ claimant: String) -> Digest256 {
    var head = head
    return unsafe claimant.utf8Span.span.withUnsafeBytes {
      Digest256(unsafe zb_sha256_after(&head, $0.baseAddress, $0.count))
    }
  }
}
