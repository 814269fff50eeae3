import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Large pieces of memory, straight from the system, and again from columns that are gone.
///
/// A page that comes from the system for the first time is cleared by it, which costs more than
/// most of what is done with it later; memory that a dead column left is at hand. The system is
/// asked for whole huge pages, so that a column of a few megabytes takes a few faults instead of a
/// thousand, and columns share them.
///
/// Sound: pieces come from the system whole and are cut so that no two overlap; a piece is in the
/// pool or with the one who took it, who gives it back once and then has no pointer into it.
enum PagePool {
  /// A piece of memory that nobody uses.
  private struct Piece {
    var start: UInt
    var bytes: Int
    /// Whether nobody has used it yet.
    var isZero: Bool
  }

  /// The size of a huge page, of which the system is asked for multiples.
  private static var hugeBytes: Int { 2 << 20 }
  /// At least so much is asked for at once, so that columns stand side by side and not each at the
  /// beginning of a huge page of its own; what is never touched takes no memory.
  private static var mappedBytes: Int { 16 << 20 }
  /// Pieces are multiples of this.
  private static var grainBytes: Int { 64 << 10 }

  private static let free = Mutex<[Piece]>([])

  /// How much memory a request for `bytes` takes.
  static func size(for bytes: Int) -> Int { roundedUp(bytes, to: grainBytes) }

  private static func roundedUp(_ bytes: Int, to unit: Int) -> Int {
    (bytes + unit - 1) / unit * unit
  }

  /// At least `bytes` of memory, and whether it is zero. What is too much of a piece stays free.
  static func take(_ bytes: Int) -> (memory: UnsafeMutableRawPointer, isZero: Bool) {
    let size = size(for: bytes)
    let piece = free.withLock { pieces in
      // The smallest that is large enough; there are never more than a few.
      let fits = pieces.indices.filter { pieces[$0].bytes >= size }
      let best = fits.min { pieces[$0].bytes < pieces[$1].bytes }
      let piece = best.map { pieces.remove(at: $0) } ?? mapped(size)
      if piece.bytes > size {
        pieces.append(
          Piece(start: piece.start + UInt(size), bytes: piece.bytes - size, isZero: piece.isZero))
      }
      return piece
    }
    return unsafe (UnsafeMutableRawPointer(bitPattern: piece.start)!, piece.isZero)
  }

  /// New memory of at least `size` bytes.
  private static func mapped(_ size: Int) -> Piece {
    let whole = max(mappedBytes, roundedUp(size, to: hugeBytes))
    return Piece(start: UInt(bitPattern: unsafe map(whole)), bytes: whole, isZero: true)
  }

  /// Takes back what `take` gave for `bytes`.
  static func give(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    let piece = Piece(start: UInt(bitPattern: memory), bytes: size(for: bytes), isZero: false)
    free.withLock { $0.append(piece) }
  }

  /// Gives back to the system what nobody uses, whole huge pages of it; it stays in the pool, and
  /// is zero.
  static func letGo() {
    free.withLock { pieces in
      pieces.sort { $0.start < $1.start }
      var kept: [Piece] = []
      for piece in joined(pieces) {
        let huge = UInt(hugeBytes)
        let (end, first) = (piece.start + UInt(piece.bytes), (piece.start + huge - 1) / huge * huge)
        let last = end / huge * huge
        guard first < last, !piece.isZero else {
          kept.append(piece)
          continue
        }
        unsafe madvise(UnsafeMutableRawPointer(bitPattern: first), Int(last - first), MADV_DONTNEED)
        for (from, to, isZero) in [
          (piece.start, first, false), (first, last, canForget), (last, end, false),
        ] where from < to {
          kept.append(Piece(start: from, bytes: Int(to - from), isZero: isZero))
        }
      }
      pieces = kept
    }
  }

  /// Whether memory that the system was given back is zero; elsewhere that is only a hint.
  private static var canForget: Bool {
    #if os(Linux)
      true
    #else
      false
    #endif
  }

  /// Neighbours of `pieces`, which are in order, as one.
  private static func joined(_ pieces: [Piece]) -> [Piece] {
    var joined: [Piece] = []
    for piece in pieces {
      if let last = joined.last, last.start + UInt(last.bytes) == piece.start {
        joined[joined.count - 1].bytes += piece.bytes
        joined[joined.count - 1].isZero = last.isZero && piece.isZero
      } else {
        joined.append(piece)
      }
    }
    return joined
  }

  /// New memory, all zero, that takes room only where it is touched: where much of it never is,
  /// `sparse` keeps the system from setting room aside for all of it.
  static func pages(_ bytes: Int, sparse: Bool = false) -> UnsafeMutableRawPointer {
    let flags = MAP_PRIVATE | anonymous | (sparse ? unreserved : 0)
    let memory = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
      zb_out_of_memory()
      fatalError("out of memory: \(bytes) bytes")
    }
    return unsafe memory
  }

  /// New memory, all zero, that begins where a huge page can begin.
  private static func map(_ size: Int) -> UnsafeMutableRawPointer {
    let room = size + hugeBytes
    let memory = unsafe pages(room)
    let front = (hugeBytes - Int(UInt(bitPattern: memory) % UInt(hugeBytes))) % hugeBytes
    if front > 0 { unsafe munmap(memory, front) }
    unsafe munmap(memory + front + size, room - front - size)
    unsafe zb_prefer_huge_pages(memory + front, size)
    return unsafe memory + front
  }
}

/// From now on a process to which the system gives no memory ends with `exitCode`, after `message`
/// on standard error: arrays that cannot grow cannot be reported in any other way.
package func endWithoutMemory(_ message: StaticString, exitCode: Int32) {
  unsafe message.utf8Start.withMemoryRebound(to: CChar.self, capacity: message.utf8CodeUnitCount) {
    unsafe zb_end_without_memory($0, exitCode)
  }
}

/// Gives the memory that columns and arrays left back to the system: for a program to call behind
/// the phase that takes the most, so that the next does not add to it.
package func releaseMemory() {
  PagePool.letGo()
  zb_release_heap()
}

/// Lets arrays, too, use memory again that others left. For a program to call once, at its start.
package func keepHeap() { zb_keep_heap() }

/// Says that large tables follow, whose arrays will fill some tens of megabytes: huge pages are
/// then better than small ones, of which each is a fault. For a program to call once, before they
/// are read.
package func expectLargeHeap() { zb_expect_heap(24 << 20) }

#if canImport(Darwin)
  private let anonymous = MAP_ANON
#else
  private let anonymous = MAP_ANONYMOUS
#endif
/// Ignored where a system sets no room aside.
private let unreserved = MAP_NORESERVE
