import Diagnostics

/// The digest of a file's bytes, made piece by piece while others read them.
///
/// Sound: one thread at a time hashes, and its crew alone asks and says, under its lock, how far
/// that is.
final class PlainDigesting: @unchecked Sendable {
  private let bytes: PlainBytes
  /// Waits until the crew has hashed it; nil where there is none.
  private var finish: (@Sendable (PlainDigesting) -> Void)?
  private var state = PlainSHA256()
  private var at = 0
  /// What is said of the way; nil where nobody wants to know of it.
  private let said: Waypoints?
  private var found = Waypoints()
  /// Whether a thread is hashing a piece just now; the crew's own, under its lock.
  var isTaken = false

  /// Whole stretches, so that no byte is hashed in a slower way.
  private static let pieceBytes = 8 * Stretch.byteCount

  /// Begins to hash `bytes`; without a crew it is done before this returns. `passing` is what is
  /// said of states on the way, which are then found again.
  init(_ bytes: PlainBytes, with crew: PlainCrew?, passing said: Waypoints? = nil) {
    (self.bytes, self.said) = (bytes, said)
    finish = crew?.begin(self)
    while crew == nil, !isDone {
      Self.hashPiece(of: self, and: nil)
      _ = passPiece()
    }
  }

  /// How many bytes are not hashed yet.
  var bytesLeft: Int { bytes.count - at }

  /// Whether all are.
  var isDone: Bool { at == bytes.count }

  /// Whether there are waypoints within the next piece.
  private var isOnWay: Bool { said != nil && bytesLeft >= Waypoints.groupBytes }

  /// The bytes to be hashed next.
  private var nextPiece: Range<Int> {
    at..<min(at + (isOnWay ? Waypoints.groupBytes : Self.pieceBytes), bytes.count)
  }

  /// Hashes the next piece; of two files both, side by side where that is quicker. Whoever reads
  /// them finds them again.
  static func hashPiece(of a: PlainDigesting, and b: PlainDigesting?) {
    guard let b, !a.isOnWay, !b.isOnWay else {
      a.hashPiece()
      b?.hashPiece()
      return
    }
    let (own, other) = (a.nextPiece, b.nextPiece)
    a.bytes.withSpan { x in
      b.bytes.withSpan { y in
        PlainSHA256.update(&a.state, x.extracting(own), &b.state, y.extracting(other))
      }
    }
    a.bytes.letGo(own)
    b.bytes.letGo(other)
  }

  private func hashPiece() {
    let piece = nextPiece
    bytes.withSpan { bytes in
      if isOnWay, let said {
        let next = said.states.dropFirst(found.states.count).prefix(Stretch.pieces)
        found.states += state.update(bytes.extracting(piece), passing: next)
      } else {
        state.update(bytes.extracting(piece))
      }
    }
    bytes.letGo(piece)
  }

  /// Goes on behind the piece that was hashed; returns how many bytes it had.
  func passPiece() -> Int {
    let piece = nextPiece
    at = piece.upperBound
    return piece.count
  }

  /// What is said of a file without a digest.
  static let wasChanged = Phrase(zh: "在核验期间被改动", en: "was changed while it was checked")

  /// The digest, as 64 hexadecimal digits; empty where the file was written to since it was opened,
  /// so that what was read may be something else.
  func hex() -> String {
    finish?(self)
    return bytes.isUnchanged ? state.hex() : ""
  }

  /// The states on the way, where they were wanted.
  func waypoints() -> Waypoints {
    finish?(self)
    return found
  }
}
