import Columns

/// Blocks of seats, each of which holds the best of those who asked, by place.
///
/// A block is a list while seats are left and becomes a heap with the worst on top when somebody
/// has to leave it: students who come in the order of the ranking never make it one. Once a block
/// is full it stays full, for whoever leaves makes room for someone better, or goes with the seat.
struct SeatBlocks {
  /// One block.
  struct Block: BitwiseCopyable {
    /// Where its holders begin.
    var start: Int32 = 0
    /// Its seats.
    var seats: Int32 = 0
    /// How many are taken.
    var count: Int32 = 0
    /// The worst place that holds one; 0 where nobody does.
    var worst: Int32 = 0
    /// Whether the holders are a heap.
    var isHeap = false
  }
  let blocks: Column<Block>
  /// Below which place a block would take a student: the worst place where it is full, 0 where it
  /// has no seats. All that a refusal looks at, four bytes a block.
  let limits: Column<Int32>
  /// Place and student in one word, so that comparing words compares places.
  private let holders: Column<UInt64>

  /// Blocks of these seats, asked by at most `applicants` each.
  init(seats: Column<Int32>, applicants: (Int) -> Int32) {
    blocks = Column(count: seats.count)
    limits = Column(count: seats.count)
    var total = 0
    for block in 0..<seats.count where seats[block] > 0 {
      blocks[block].start = Int32(total)
      blocks[block].seats = seats[block]
      limits[block] = .max
      total += Int(min(seats[block], applicants(block)))
      precondition(total <= Int32.max)
    }
    holders = Column(count: total)
  }

  /// Whether a block of this limit would take a student with this place, counted from 1.
  @inline(__always)
  static func takes(_ limit: Int32, place: Int32) -> Bool { place < limit }

  /// Gives a seat to a student whom the block takes. Returns whose seat it was; nil: an empty one.
  func give(_ block: Int, place: Int32, _ student: Int) -> Int? {
    let found = blocks[block]
    if found.count == found.seats {
      return replaceWorst(block, with: SeatBlocks.holder(place, student))
    }
    holders[Int(found.start &+ found.count)] = SeatBlocks.holder(place, student)
    blocks[block].count &+= 1
    blocks[block].worst = max(place, found.worst)
    setLimit(block)
    return nil
  }

  private func setLimit(_ block: Int) {
    let found = blocks[block]
    limits[block] = found.count < found.seats ? .max : found.worst
  }

  /// Takes a seat away; whoever has the worst place leaves if none is empty.
  func removeSeat(_ block: Int) -> Int? {
    blocks[block].seats -= 1
    precondition(blocks[block].seats >= 0)
    let leaving = blocks[block].count > blocks[block].seats ? removeWorst(block) : nil
    setLimit(block)
    return leaving
  }

  /// The student with the worst place leaves.
  func removeWorst(_ block: Int) -> Int {
    makeHeap(block)
    let start = Int(blocks[block].start)
    let last = Int(blocks[block].count) - 1
    let worst = holders[start]
    blocks[block].count -= 1
    if last > 0 {
      holders[start] = holders[start + last]
      sink(start, 0, last)
    }
    blocks[block].worst = last > 0 ? SeatBlocks.place(holders[start]) : 0
    setLimit(block)
    return SeatBlocks.student(worst)
  }

  /// The student with the worst place; nil where nobody holds a seat.
  func worst(_ block: Int) -> Int? {
    let found = blocks[block]
    if found.count == 0 { return nil }
    let start = Int(found.start)
    if found.isHeap { return SeatBlocks.student(holders[start]) }
    let at = (start..<start + Int(found.count)).first {
      SeatBlocks.place(holders[$0]) == found.worst
    }
    return SeatBlocks.student(holders[at!])
  }

  private func replaceWorst(_ block: Int, with holder: UInt64) -> Int {
    makeHeap(block)
    let start = Int(blocks[block].start)
    let worst = holders[start]
    holders[start] = holder
    sink(start, 0, Int(blocks[block].count))
    blocks[block].worst = SeatBlocks.place(holders[start])
    setLimit(block)
    return SeatBlocks.student(worst)
  }

  private func makeHeap(_ block: Int) {
    let found = blocks[block]
    if found.isHeap { return }
    blocks[block].isHeap = true
    for at in stride(from: Int(found.count) / 2 - 1, through: 0, by: -1) {
      sink(Int(found.start), at, Int(found.count))
    }
  }

  /// Lets the holder at `at` sink below those with worse places.
  private func sink(_ start: Int, _ at: Int, _ count: Int) {
    holders.withMutableSpan(start..<start + count) { heap in
      let sinking = heap[at]
      var hole = at
      while true {
        var child = 2 &* hole &+ 1
        if child >= count { break }
        if child &+ 1 < count, heap[child &+ 1] > heap[child] { child &+= 1 }
        if heap[child] <= sinking { break }
        heap[hole] = heap[child]
        hole = child
      }
      heap[hole] = sinking
    }
  }

  @inline(__always)
  private static func holder(_ place: Int32, _ student: Int) -> UInt64 {
    UInt64(UInt32(bitPattern: place)) &<< 32 | UInt64(UInt32(truncatingIfNeeded: student))
  }
  @inline(__always)
  private static func place(_ holder: UInt64) -> Int32 {
    Int32(truncatingIfNeeded: holder &>> 32)
  }
  @inline(__always)
  private static func student(_ holder: UInt64) -> Int { Int(holder & 0xFFFF_FFFF) }
}
