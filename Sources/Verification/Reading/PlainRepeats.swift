/// Finds which of a great many things are there more than once.
///
/// A hash brings equals together; only the things themselves decide. Complexity: O(things) expected.
struct PlainRepeats: Sendable {
  /// A thing: its hash, and the number by which it is found.
  struct Thing: Sendable, BitwiseCopyable {
    var hash: UInt64
    var number: Int

    fileprivate static let none = Thing(hash: 0, number: -1)
    fileprivate var bucket: Int { Int(truncatingIfNeeded: hash >> 56) }
  }

  private static let buckets = 256

  /// Some things, bucket after bucket, and where each bucket ends.
  private let things: [Thing]
  private let ends: [Int]

  /// Sorts things into buckets, in which they keep their order.
  init(_ things: [Thing]) {
    var ends = [Int](repeating: 0, count: Self.buckets + 1)
    for thing in things { ends[thing.bucket + 1] += 1 }
    for bucket in 0..<Self.buckets { ends[bucket + 1] += ends[bucket] }
    var sorted = [Thing](repeating: .none, count: things.count)
    for thing in things {
      sorted[ends[thing.bucket]] = thing
      ends[thing.bucket] += 1
    }
    (self.things, self.ends) = (sorted, ends)
  }

  /// The things of one bucket.
  private func things(_ bucket: Int) -> Range<Int> {
    (bucket == 0 ? 0 : ends[bucket - 1])..<ends[bucket]
  }

  /// The first of each kind in a bucket, by hash.
  private struct Firsts {
    var things: [Thing] = []
    /// Whether it is the only one so far.
    var isOnly: [Bool] = []
    var mask = 0

    /// Empties the table, and makes it fit for `count` things. One table serves many buckets: its memory
    /// is at hand.
    mutating func clear(for count: Int) {
      mask = 15
      while mask < count * 2 { mask = mask * 2 + 1 }
      if things.count <= mask {
        things = Array(repeating: .none, count: mask + 1)
        isOnly = Array(repeating: true, count: mask + 1)
        return
      }
      for at in 0...mask { things[at] = .none }
    }
  }

  /// Hands over each of the things in `parts` that is equal to an earlier one, and whether it is the
  /// second of its kind. What threads found comes back in the order of the buckets.
  @inline(__always)
  static func find<Found: Sendable>(
    in parts: [PlainRepeats], _ threads: PlainThreads, into nothing: Found,
    areEqual: @Sendable (Int, Int) -> Bool,
    _ body: @Sendable (inout Found, _ number: Int, _ isSecond: Bool) -> Void
  ) -> [Found] {
    let tasks = min(buckets, threads.count * 8)
    return threads.map(tasks) { task in
      var (found, firsts) = (nothing, Firsts())
      for bucket in PlainThreads.part(task, of: tasks, count: buckets) {
        firsts.clear(for: parts.reduce(0) { $0 + $1.things(bucket).count })
        for part in parts {
          for at in part.things(bucket) {
            let thing = part.things[at]
            var slot = Int(truncatingIfNeeded: thing.hash) & firsts.mask
            while firsts.things[slot].number >= 0,
              firsts.things[slot].hash != thing.hash
                || !areEqual(firsts.things[slot].number, thing.number)
            {
              slot = (slot &+ 1) & firsts.mask
            }
            if firsts.things[slot].number < 0 {
              firsts.things[slot] = thing
              firsts.isOnly[slot] = true
            } else {
              body(&found, thing.number, firsts.isOnly[slot])
              firsts.isOnly[slot] = false
            }
          }
        }
      }
      return found
    }
  }
}
