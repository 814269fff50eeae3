/// What hashing a file came to.
public struct FileHash: Hashable, Sendable {
  /// SHA-256 of all bytes.
  public let digest: Digest
  /// The hash's state behind each ``WaypointHash/stepBytes`` bytes, as far as
  /// ``WaypointHash/groupSteps`` of them follow each other: none of a short file.
  public let waypoints: [Digest]

  /// A digest, and the states on the way to it.
  public init(_ digest: Digest, waypoints: [Digest] = []) {
    (self.digest, self.waypoints) = (digest, waypoints)
  }

  /// The hash of `bytes`. Complexity: O(`bytes.count`).
  public init(of bytes: Span<UInt8>) {
    var hash = WaypointHash()
    hash.update(bytes)
    self = hash.finish()
  }
}

/// SHA-256 of a file that keeps its state at places on the way, from which others may go on.
///
/// A hash is a chain, which nobody can make in pieces side by side, except who is told where each
/// piece begins. `run.json` tells it of long files, so that `verify` hashes sixteen pieces at once;
/// it believes none of it, for each piece must end where the next one was said to begin.
public struct WaypointHash: Sendable {
  /// Bytes from one waypoint to the next: whole blocks, and an odd number of them, so that pieces
  /// side by side do not lie in the same few sets of a cache.
  public static let stepBytes = 2047 * 64
  /// Steps that are hashed side by side. Where no so many follow, there are no waypoints.
  public static let groupSteps = 16

  /// The hash of all bytes so far.
  package private(set) var hash = SHA256()
  private var waypoints: [Digest] = []

  /// Nothing hashed yet.
  public init() {}

  /// Bytes to the next waypoint, behind the first `count` of a file.
  package static func bytesToNext(behind count: Int) -> Int { stepBytes - count % stepBytes }

  /// Goes on as `hash`, which has hashed more bytes: at most to the next waypoint.
  package mutating func pass(to hash: SHA256) {
    let before = self.hash.byteCount
    precondition(hash.byteCount - before <= WaypointHash.bytesToNext(behind: before))
    self.hash = hash
    if hash.byteCount > before, hash.byteCount % WaypointHash.stepBytes == 0 {
      waypoints.append(hash.state)
    }
  }

  /// Hashes more bytes, as `update` does it. Complexity: O(`bytes.count`).
  public mutating func update(
    _ bytes: Span<UInt8>,
    by update: (Span<UInt8>, inout SHA256) -> Void = { bytes, hash in hash.update(bytes) }
  ) {
    var at = 0
    while at < bytes.count {
      let next = at + WaypointHash.bytesToNext(behind: hash.byteCount)
      let end = min(next, bytes.count)
      var hash = self.hash
      update(bytes.extracting(at..<end), &hash)
      pass(to: hash)
      at = end
    }
  }

  /// What it came to.
  public func finish() -> FileHash {
    let group = WaypointHash.groupSteps
    return FileHash(
      hash.finish(), waypoints: Array(waypoints.prefix(waypoints.count / group * group)))
  }
}
