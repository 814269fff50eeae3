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
/// A page that comes from the system for the first time is cleared by it, which costs more than most
/// of what is done with it later; memory that a dead column left is at hand. Pieces are whole huge
/// pages, so that a column of a few megabytes takes a few faults instead of a thousand.
enum Stock {
  /// A piece of memory that nobody uses.
  private struct Piece {
    var start: UInt
    var bytes: Int
  }

  /// The size of a huge page; pieces are multiples of it.
  private static var hugeBytes: Int { 2 << 20 }

  private static let free = Mutex<[Piece]>([])

  /// How much memory a request for `bytes` takes.
  static func size(for bytes: Int) -> Int { (bytes + hugeBytes - 1) / hugeBytes * hugeBytes }

  /// At least `bytes` of memory, and whether it is zero. What is too much of a free piece stays free.
  static func take(_ bytes: Int) -> (memory: UnsafeMutableRawPointer, isZero: Bool) {
    let size = size(for: bytes)
    let start = free.withLock { pieces -> UInt? in
      // The smallest that is large enough; there are never more than a few.
      let fits = pieces.indices.filter { pieces[$0].bytes >= size }
      guard let best = fits.min(by: { pieces[$0].bytes < pieces[$1].bytes }) else { return nil }
      let start = pieces[best].start
      pieces[best].start += UInt(size)
      pieces[best].bytes -= size
      if pieces[best].bytes == 0 { pieces.remove(at: best) }
      return start
    }
    if let start { return unsafe (UnsafeMutableRawPointer(bitPattern: start)!, false) }
    return unsafe (map(size), true)
  }

  /// Takes back what `take` gave for `bytes`.
  static func give(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    let piece = Piece(start: UInt(bitPattern: memory), bytes: size(for: bytes))
    free.withLock { $0.append(piece) }
  }

  /// New memory, all zero, that takes room only where it is touched: where much of it never is, `sparse`
  /// keeps the system from setting room aside for all of it.
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
    #if os(Linux)
      unsafe madvise(memory + front, size, 14 /* MADV_HUGEPAGE */)
    #endif
    return unsafe memory + front
  }
}

/// From now on a process to which the system gives no memory ends with `exitCode`, after `message` on
/// standard error: arrays that cannot grow cannot be reported in any other way.
public func endWithoutMemory(_ message: StaticString, exitCode: Int32) {
  unsafe message.utf8Start.withMemoryRebound(to: CChar.self, capacity: message.utf8CodeUnitCount) {
    unsafe zb_end_without_memory($0, exitCode)
  }
}

/// Lets arrays, too, use memory again that others left. For a program to call once, at its start.
public func keepHeap() { zb_keep_heap() }

#if canImport(Darwin)
  private let anonymous = MAP_ANON
#else
  private let anonymous = MAP_ANONYMOUS
#endif
/// Ignored where a system sets no room aside.
private let unreserved = MAP_NORESERVE
