import CPlainKernels

/// Finds how many of a great many words are there more than once: ``PlainRepeats`` for things that
/// are nothing but a word.
struct PlainWordRepeats: Sendable {
  private static let buckets = 256

  /// Some words, bucket after bucket, and where each bucket ends.
  private let words: [UInt64]
  private let ends: [Int]

  /// Sorts words, whose bits are stirred, into buckets.
  init(_ words: [UInt64]) {
    let given = words.span
    var ends = [Int](repeating: 0, count: Self.buckets + 1)
    var places = ends.mutableSpan
    for at in given.indices { places[Self.bucket(given[at]) &+ 1] &+= 1 }
    for bucket in 0..<Self.buckets { places[bucket &+ 1] &+= places[bucket] }
    var sorted = [UInt64](repeating: 0, count: given.count)
    var to = sorted.mutableSpan
    for at in given.indices {
      let bucket = Self.bucket(given[at])
      to[places[bucket]] = given[at]
      places[bucket] &+= 1
    }
    (self.words, self.ends) = (sorted, ends)
  }

  private static func bucket(_ word: UInt64) -> Int { Int(truncatingIfNeeded: word >> 56) }

  /// The words of one bucket.
  private func words(_ bucket: Int) -> Range<Int> {
    (bucket == 0 ? 0 : ends[bucket - 1])..<ends[bucket]
  }

  /// How many of the words in `parts` are equal to another.
  ///
  /// Sound: the table has more places than there are words.
  static func count(in parts: [PlainWordRepeats], _ threads: PlainThreads) -> Int {
    let tasks = min(buckets, threads.count * 8)
    return threads.map(tasks) { task in
      var (repeated, table, times): (UInt64, [UInt64], [UInt8]) = (0, [], [])
      for bucket in PlainThreads.part(task, of: tasks, count: buckets) {
        let mask = mask(parts.reduce(0) { $0 + $1.words(bucket).count })
        if table.count <= mask { table = Array(repeating: 0, count: mask + 1) }
        times.removeAll(keepingCapacity: true)
        times.append(contentsOf: repeatElement(0, count: mask + 1))
        for part in parts {
          unsafe part.words.span.extracting(part.words(bucket)).withUnsafeBufferPointer {
            repeated += unsafe zp_enter_words(
              $0.baseAddress, UInt64($0.count), &table, &times, UInt64(mask))
          }
        }
      }
      return Int(repeated)
    }.reduce(0, +)
  }

  /// One less than the places of a table, a power of two, for `count` words: most places stay free.
  private static func mask(_ count: Int) -> Int {
    var mask = 15
    while mask < count * 3 { mask = mask * 2 + 1 }
    return mask
  }
}
