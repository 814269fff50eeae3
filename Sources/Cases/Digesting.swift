import Columns
import Synchronization
import Tables

/// The digest of a file. That of a large one is made on a thread of its own: while the file is
/// read, or, where that can wait, when not all cores are busy with something else, and beside other
/// hashes.
final class Digesting: Sendable {
  private let result: Monitor<FileHash?>
  private let underWay: HashUnderWay?
  private let work = Mutex<SpareWork?>(nil)

  /// So much is hashed without a pause: a twelfth of a millisecond.
  private static let pieceBytes = WaypointHash.stepBytes
  /// With more cores, hashing takes longer than all the rest, and must not wait.
  private static let patientMax = 2

  /// A hash that is known.
  init(_ hash: FileHash) { (result, underWay) = (Monitor(hash), nil) }

  init(_ region: ByteRegion, workers: Workers, isPatient: Bool) {
    guard workers.count > 1, region.count > 8 * Digesting.pieceBytes else {
      result = Monitor(region.withSpan { FileHash(of: $0) })
      underWay = nil
      return
    }
    let waits = isPatient && workers.count <= Digesting.patientMax
    result = Monitor(nil)
    let hash = HashUnderWay(region, letsGo: waits, result)
    underWay = waits ? hash : nil
    // What is written of students is about a third of what was read of them, or more: beside its
    // hash, that of the last third takes no time of its own.
    let lastThird = region.count / 3 * 2
    let work = SpareWork { pause in
      while true {
        if waits, !pause(hash.done >= lastThird) { return }
        guard var piece = hash.next(Digesting.pieceBytes) else { return }
        hash.withBytes(of: piece) { piece.hash.update($0) }
        hash.giveBack(piece)
      }
    }
    self.work.withLock { $0 = work }
  }

  /// Waits for the hash, which is now made without a pause.
  var hash: FileHash {
    work.withLock {
      $0?.finish()
      $0 = nil
    }
    return result.wait { $0 }
  }

  /// Hashes `others` into `other`, and as many bytes of the file beside them, while some of it
  /// wait. Returns how many of `others` are hashed.
  func hash(beside other: inout SHA256, _ others: Span<UInt8>) -> Int {
    var done = 0
    while done < others.count, let underWay, var piece = underWay.nextAtOnce(others.count - done) {
      let own = others.extracting(done..<done + piece.range.count)
      underWay.withBytes(of: piece) { SHA256.update(&other, own, beside: &piece.hash, $0) }
      underWay.giveBack(piece)
      done += own.count
    }
    return done
  }
}

/// The hash of a file of which threads take a piece after the other, each when the one before is
/// done.
private final class HashUnderWay: Sendable {
  /// Bytes for one thread to hash, and the hash of all that stands before them.
  struct Piece: Sendable {
    var hash: SHA256
    let range: Range<Int>
  }
  private struct State {
    var hash = WaypointHash()
    var done = 0
    /// Whether a thread has a piece.
    var isTaken = false

    mutating func take(_ count: Int, of all: Int) -> Piece? {
      if done == all { return nil }
      isTaken = true
      let end = min(done + min(count, WaypointHash.bytesToNext(behind: done)), all)
      return Piece(hash: hash.hash, range: done..<end)
    }
  }
  private let region: ByteRegion
  private let letsGo: Bool
  private let result: Monitor<FileHash?>
  private let state = Monitor(State())

  /// The other cores are told of pages that are let go: not for every piece.
  private static let stepBytes = 4 << 20

  /// Nothing hashed yet; in the end `result` is told. `letsGo`: pages that are hashed are let go.
  init(_ region: ByteRegion, letsGo: Bool, _ result: Monitor<FileHash?>) {
    (self.region, self.letsGo, self.result) = (region, letsGo, result)
  }

  /// The next piece, of at most `count` bytes, when no other thread has one; nil where all is
  /// hashed.
  func next(_ count: Int) -> Piece? {
    let all = region.count
    return state.wait { $0.isTaken ? nil : .some($0.take(count, of: all)) }
  }

  /// The next piece, if there is one to be had at once.
  func nextAtOnce(_ count: Int) -> Piece? {
    let all = region.count
    return state.wait { .some($0.isTaken ? nil : $0.take(count, of: all)) }
  }

  /// How many bytes are hashed.
  var done: Int { state.wait { $0.done } }

  /// The bytes of a piece.
  func withBytes(of piece: Piece, _ body: (Span<UInt8>) -> Void) {
    region.withSpan { body($0.extracting(piece.range)) }
  }

  /// Takes back a piece that is hashed.
  func giveBack(_ piece: Piece) {
    let (step, end) = (HashUnderWay.stepBytes, piece.range.upperBound)
    if letsGo, end / step > piece.range.lowerBound / step {
      region.letGo((end / step - 1) * step..<end / step * step)
    }
    var finished: FileHash?
    state.update {
      $0.hash.pass(to: piece.hash)
      ($0.done, $0.isTaken) = (end, false)
      if end == region.count { finished = $0.hash.finish() }
    }
    if let finished { result.update { $0 = finished } }
  }
}
