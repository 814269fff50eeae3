import CPlainKernels

/// Finds which of a great many things are there more than once.
///
/// A hash brings equals together; only the things themselves decide. Complexity: O(things)
/// expected.
struct PlainRepeats: Sendable {
  /// A thing: its hash, and the number by which it is found.
  typealias Thing = zp_thing

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
    var to = sorted.mutableSpan
    var places = ends.mutableSpan
    for thing in things {
      to[places[thing.bucket]] = thing
      places[thing.bucket] += 1
    }
    (self.things, self.ends) = (sorted, ends)
  }

  /// The things of one bucket.
  private func things(_ bucket: Int) -> Range<Int> {
    (bucket == 0 ? 0 : ends[bucket - 1])..<ends[bucket]
  }

  /// A place in a table by hash: the first thing of its kind, and whether it is the only one so
  /// far.
  private struct First: BitwiseCopyable {
    var thing = Thing.none
    var isOnly = true
  }

  /// How many of the things in `parts` are equal to another, in hash and number.
  ///
  /// Sound: the table has more places than there are things.
  static func count(in parts: [PlainRepeats], _ threads: PlainThreads) -> Int {
    let tasks = min(buckets, threads.count * 8)
    return threads.map(tasks) { task in
      var (repeated, table): (UInt64, [zp_entered]) = (0, [])
      for bucket in PlainThreads.part(task, of: tasks, count: buckets) {
        let mask = mask(parts.reduce(0) { $0 + $1.things(bucket).count })
        table.removeAll(keepingCapacity: true)
        table.append(contentsOf: repeatElement(zp_entered(), count: mask + 1))
        for part in parts {
          unsafe part.things.span.extracting(part.things(bucket)).withUnsafeBufferPointer {
            repeated += unsafe zp_enter($0.baseAddress, UInt64($0.count), &table, UInt64(mask))
          }
        }
      }
      return Int(repeated)
    }.reduce(0, +)
  }

  /// One less than the places of a table, a power of two, for `count` things.
  private static func mask(_ count: Int) -> Int {
    var mask = 15
    while mask < count * 2 { mask = mask * 2 + 1 }
    return mask
  }

  /// Hands over each of the things in `parts` that is equal to an earlier one, and whether it is
  /// the second of its kind. What threads found comes back in the order of the buckets.
  @inline(__always)
  static func find<Found: Sendable>(
    in parts: [PlainRepeats], _ threads: PlainThreads, into nothing: Found,
    areEqual: @Sendable (Int, Int) -> Bool,
    _ body: @Sendable (inout Found, _ number: Int, _ isSecond: Bool) -> Void
  ) -> [Found] {
    let tasks = min(buckets, threads.count * 8)
    return threads.map(tasks) { task in
      // One table serves all buckets of a task: its memory is at hand.
      var (found, table) = (nothing, [First]())
      for bucket in PlainThreads.part(task, of: tasks, count: buckets) {
        let mask = mask(parts.reduce(0) { $0 + $1.things(bucket).count })
        if table.count <= mask { table = Array(repeating: First(), count: mask + 1) }
        var firsts = table.mutableSpan
        for at in 0...mask { firsts[at] = First() }
        for part in parts {
          let things = part.things.span
          for at in part.things(bucket) {
            let thing = things[at]
            var slot = Int(truncatingIfNeeded: thing.hash) & mask
            var first = firsts[slot]
            while first.thing.number >= 0,
              first.thing.hash != thing.hash || !areEqual(first.thing.number, thing.number)
            {
              slot = (slot &+ 1) & mask
              first = firsts[slot]
            }
            if first.thing.number < 0 {
              firsts[slot].thing = thing
            } else {
              body(&found, thing.number, first.isOnly)
              firsts[slot].isOnly = false
            }
          }
        }
      }
      return found
    }
  }
}

extension zp_thing {
  fileprivate static let none = zp_thing(hash: 0, number: -1)
  fileprivate var bucket: Int { Int(truncatingIfNeeded: hash >> 56) }
}
