import Columns
import Synchronization
import Tables

/// The digest of a file. That of a large one is made on a thread of its own: while the file is read, or,
/// where that can wait, when not all cores are busy with something else, and beside other hashes.
final class Digesting: Sendable {
  private let result: Monitor<Digest?>
  private let underWay: HashUnderWay?
  private let work = Mutex<SpareWork?>(nil)

  /// So much is hashed without a pause: half a millisecond.
  private static let pieceBytes = 1 << 20
  /// With more cores, hashing takes longer than all the rest, and must not wait.
  private static let patientMax = 2

  /// A digest that is known.
  init(_ digest: Digest) { (result, underWay) = (Monitor(digest), nil) }

  init(_ region: ByteRegion, workers: Workers, isPatient: Bool) {
    guard workers.count > 1, region.count > Digesting.pieceBytes else {
      result = Monitor(unsafe region.withBytes { unsafe SHA256.digest(of: $0) })
      underWay = nil
      return
    }
    let waits = isPatient && workers.count <= Digesting.patientMax
    let hash = HashUnderWay(region, letsGo: waits)
    result = Monitor(nil)
    underWay = waits ? hash : nil
    let work = SpareWork { [result] pause in
      while true {
        if waits { pause() }
        guard var piece = hash.next(Digesting.pieceBytes) else { break }
        hash.withBytes(of: piece) { piece.hash.update($0) }
        hash.giveBack(piece)
      }
      result.update { $0 = hash.digest }
    }
    self.work.withLock { $0 = work }
  }

  /// Waits for the digest, which is now made without a pause.
  var digest: Digest {
    work.withLock {
      $0?.finish()
      $0 = nil
    }
    return result.wait { $0 }
  }

  /// Waits for the digest without hurrying who makes it.
  func wait() { _ = result.wait { $0 } }

  /// Hashes `others` into `other`, and as many bytes of the file beside them; false, with nothing done,
  /// where nothing of it waits.
  func hash(beside other: inout SHA256, _ others: Span<UInt8>) -> Bool {
    guard let underWay, var piece = underWay.nextAtOnce(others.count) else { return false }
    underWay.withBytes(of: piece) { SHA256.update(&other, others, beside: &piece.hash, $0) }
    underWay.giveBack(piece)
    return true
  }
}

/// The hash of a file of which threads take a piece after the other, each when the one before is done.
private final class HashUnderWay: Sendable {
  /// Bytes for one thread to hash, and the hash of all that stands before them.
  struct Piece: Sendable {
    var hash: SHA256
    let range: Range<Int>
  }
  private struct State {
    var hash = SHA256()
    var done = 0
    /// Whether a thread has a piece.
    var isTaken = false

    mutating func take(_ count: Int, of all: Int) -> Piece? {
      if done == all { return nil }
      isTaken = true
      return Piece(hash: hash, range: done..<min(done + count, all))
    }
  }
  private let region: ByteRegion
  private let letsGo: Bool
  private let state = Monitor(State())

  /// Nothing hashed yet. `letsGo`: pages that are hashed are let go.
  init(_ region: ByteRegion, letsGo: Bool) { (self.region, self.letsGo) = (region, letsGo) }

  /// The next piece, of at most `count` bytes, when no other thread has one; nil where all is hashed.
  func next(_ count: Int) -> Piece? {
    let all = region.count
    return state.wait { $0.isTaken ? nil : .some($0.take(count, of: all)) }
  }

  /// The next piece, if there is one to be had at once.
  func nextAtOnce(_ count: Int) -> Piece? {
    let all = region.count
    return state.wait { .some($0.isTaken ? nil : $0.take(count, of: all)) }
  }

  /// The bytes of a piece.
  func withBytes(of piece: Piece, _ body: (Span<UInt8>) -> Void) {
    region.withSpan { body($0.extracting(piece.range)) }
  }

  /// Takes back a piece that is hashed.
  func giveBack(_ piece: Piece) {
    if letsGo { region.letGo(piece.range) }
    state.update { ($0.hash, $0.done, $0.isTaken) = (piece.hash, piece.range.upperBound, false) }
  }

  /// The digest, when all is hashed.
  var digest: Digest { state.wait { $0.hash.finish() } }
}
