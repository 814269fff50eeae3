import Columns

/// Students dealt into buckets by the first bits of their packed keys, then each bucket sorted.
///
/// Buckets are contiguous, in order, and small enough for the cache in all but degenerate cities;
/// students with equal words share one, so ties can be settled inside it. The bits that tell the
/// bucket need not be kept: where all others fit a `Word` of 32 bits, half the memory is moved.
struct BucketSort<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>: Sendable
{
  /// After `sort`: the students, first to last, in the first `count` cells.
  let order: Column<Int32>
  /// How many students have all keys.
  let count: Int
  /// How many buckets there are.
  let bucketCount: Int

  private let words: Column<Word>
  private let starts: [Int]
  private let restBits: Int
  private let workers: Workers

  private var digitBits: Int { 8 }

  /// Deals the students of `cohort` by the first `bits` bits of their keys; a `Word` has room for
  /// the others.
  init(_ packing: KeyPacking, bits: Int, of cohort: Cohort, workers: Workers) {
    let restBits = packing.bits - bits
    precondition(restBits <= Word.bitWidth)
    let buckets = 1 << bits
    let slices = workers.slices
    let counts = Column<Int>(count: slices * buckets)
    let head = packing.head(bits)
    // Students who miss a key are counted and dealt nowhere.
    workers.run(tasks: slices) { slice in
      counts.withMutableSpan(slice * buckets..<(slice + 1) * buckets) { counts in
        head.forEachBlock(of: cohort, Workers.slice(slice, of: slices, count: cohort.count)) {
          (rows, words) in
          for i in words.indices where packing.isComplete(rows.lowerBound &+ i, of: cohort) {
            counts[Int(truncatingIfNeeded: words[i] >> UInt64(head.bits - bits))] += 1
          }
        }
      }
    }
    var starts: [Int] = []
    var total = 0
    for bucket in 0..<buckets {
      starts.append(total)
      for slice in 0..<slices {
        let here = counts[slice * buckets + bucket]
        counts[slice * buckets + bucket] = total
        total += here
      }
    }
    starts.append(total)
    let order = Column<Int32>(unset: cohort.count)
    let words = Column<Word>(unset: total)
    workers.run(tasks: slices) { slice in
      counts.withMutableSpan(slice * buckets..<(slice + 1) * buckets) { next in
        packing.forEachBlock(of: cohort, Workers.slice(slice, of: slices, count: cohort.count)) {
          (rows, block) in
          for i in block.indices where packing.isComplete(rows.lowerBound &+ i, of: cohort) {
            let bucket = Int(truncatingIfNeeded: block[i] >> UInt64(restBits))
            let at = next[bucket]
            next[bucket] = at + 1
            words[at] = Word(truncatingIfNeeded: block[i])
            order[at] = Int32(truncatingIfNeeded: rows.lowerBound &+ i)
          }
        }
      }
    }
    self.order = order
    self.words = words
    self.starts = starts
    self.restBits = restBits
    self.workers = workers
    count = total
    bucketCount = buckets
  }

  /// Sorts every bucket and hands each to `settle`: its number, its range of `order`, its words.
  func sort(_ settle: @Sendable (Int, Range<Int>, Span<Word>) -> Void) {
    let groups = min(bucketCount, 64)
    workers.run(tasks: groups) { group in
      let buckets = Workers.slice(group, of: groups, count: bucketCount)
      let largest = buckets.map { starts[$0 + 1] - starts[$0] }.max() ?? 0
      var spareWords = [Word](repeating: 0, count: largest)
      var spareStudents = [Int32](repeating: 0, count: largest)
      for bucket in buckets {
        let range = starts[bucket]..<starts[bucket + 1]
        if range.isEmpty { continue }
        words.withMutableSpan(range) { words in
          order.withMutableSpan(range) { students in
            var spareWords = spareWords.mutableSpan
            var spareStudents = spareStudents.mutableSpan
            sortBucket(&words, &students, &spareWords, &spareStudents)
          }
        }
        words.withMutableSpan(range) { words in settle(bucket, range, words.span) }
      }
    }
  }

  /// Sorts one bucket by the bits that its students do not share: small ones by insertion, others
  /// digit by digit from the last. Both are stable.
  private func sortBucket(
    _ words: inout MutableSpan<Word>, _ students: inout MutableSpan<Int32>,
    _ spareWords: inout MutableSpan<Word>, _ spareStudents: inout MutableSpan<Int32>
  ) {
    if words.count <= 32 {
      insertionSort(&words, &students)
      return
    }
    var shift = 0
    var isSwapped = false
    while shift < restBits {
      let moved =
        isSwapped
        ? deal(&spareWords, &spareStudents, into: &words, &students, words.count, shift)
        : deal(&words, &students, into: &spareWords, &spareStudents, words.count, shift)
      if moved { isSwapped.toggle() }
      shift += digitBits
    }
    if isSwapped {
      for i in 0..<words.count {
        words[i] = spareWords[i]
        students[i] = spareStudents[i]
      }
    }
  }

  /// Deals the first `count` entries by one digit, keeping their order; false where all share it.
  private func deal(
    _ words: inout MutableSpan<Word>, _ students: inout MutableSpan<Int32>,
    into toWords: inout MutableSpan<Word>, _ toStudents: inout MutableSpan<Int32>,
    _ count: Int, _ shift: Int
  ) -> Bool {
    let mask = (1 << min(digitBits, restBits - shift)) - 1
    var next = InlineArray<256, Int32>(repeating: 0)
    for i in 0..<count { next[Int(truncatingIfNeeded: words[i] &>> Word(shift)) & mask] &+= 1 }
    if next[Int(truncatingIfNeeded: words[0] &>> Word(shift)) & mask] == count { return false }
    var total: Int32 = 0
    for digit in 0...mask {
      let here = next[digit]
      next[digit] = total
      total &+= here
    }
    for i in 0..<count {
      let word = words[i]
      let digit = Int(truncatingIfNeeded: word &>> Word(shift)) & mask
      let at = Int(next[digit])
      next[digit] &+= 1
      toWords[at] = word
      toStudents[at] = students[i]
    }
    return true
  }

  private func insertionSort(
    _ words: inout MutableSpan<Word>, _ students: inout MutableSpan<Int32>
  ) {
    for i in 1..<max(1, words.count) {
      let word = words[i]
      let student = students[i]
      var j = i
      while j > 0, words[j - 1] > word {
        words[j] = words[j - 1]
        students[j] = students[j - 1]
        j -= 1
      }
      words[j] = word
      students[j] = student
    }
  }
}

extension KeyPacking {
  private static let bucketBitsMax = 11

  /// How many of the first bits of the keys of `count` students tell their buckets: about sixty
  /// students a bucket, so that a small city does not pay for many.
  func bucketBits(for count: Int) -> Int {
    let usefulBits = max(0, Int.bitWidth - (count / 64).leadingZeroBitCount)
    return min(KeyPacking.bucketBitsMax, bits, usefulBits)
  }

  /// Calls `body` with the words of the students in `rows`, a few at a time: the nearest cache
  /// keeps them until they have all their fields and are dealt with.
  func forEachBlock(
    of cohort: Cohort, _ rows: Range<Int>, _ body: (Range<Int>, Span<UInt64>) -> Void
  ) {
    let step = 1024
    var block = [UInt64](repeating: 0, count: min(step, rows.count))
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      let rows = start..<min(start + step, rows.upperBound)
      var words = block.mutableSpan
      for (at, field) in fields.enumerated() {
        switch cohort.numbers[field.number] {
        case .small(let column, let unit):
          add(field.counted(in: unit), column, rows, &words, isFirst: at == 0)
        case .narrow(let column): add(field, column, rows, &words, isFirst: at == 0)
        case .wide(let column): add(field, column, rows, &words, isFirst: at == 0)
        }
      }
      body(rows, words.span.extracting(first: rows.count))
    }
  }

  /// Shifts one field into the words, or puts the first one there. The arithmetic is as wide as the
  /// column, no wider: the processor does several narrow ones at once.
  private func add<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ field: Field, _ column: Column<T>, _ rows: Range<Int>, _ words: inout MutableSpan<UInt64>,
    isFirst: Bool
  ) {
    typealias Word = T.Magnitude
    let shift = UInt64(field.bits)
    if field.bits == 0, !isFirst { return }
    // What stands in the words before the first field is of other students; a field of 64 bits has
    // no other.
    let kept: UInt64 = isFirst || field.bits == 64 ? 0 : .max
    // Missing values wrap into nonsense here; such students are left out when words are dealt.
    let mask = field.bits == 64 ? UInt64.max : (1 << shift) - 1
    // origin − value is ~value − ~origin.
    let flip: Word = field.ascending ? 0 : .max
    let origin = Word(truncatingIfNeeded: field.origin) ^ flip
    column.withSpan { values in
      let values = values.extracting(rows)
      @inline(__always) func spread(
        _ divide: (Word) -> Word, _ words: inout MutableSpan<UInt64>
      ) {
        precondition(values.count <= words.count)  // so that several are done at once
        for i in values.indices {
          let distance = (Word(truncatingIfNeeded: values[i]) ^ flip) &- origin
          let part = UInt64(truncatingIfNeeded: divide(distance)) & mask
          words[i] = (words[i] & kept) &<< shift | part
        }
      }
      // Division by a constant is a multiplication.
      switch field.unit {
      case 1000: spread({ $0 / 1000 }, &words)
      case 500: spread({ $0 / 500 }, &words)
      case 100: spread({ $0 / 100 }, &words)
      case 10: spread({ $0 / 10 }, &words)
      case 5: spread({ $0 / 5 }, &words)
      default: spread({ $0 }, &words)
      }
    }
  }

  /// Whether the student has all keys.
  @inline(__always)
  func isComplete(_ student: Int, of cohort: Cohort) -> Bool {
    for number in incomplete where cohort.numbers[number][student] == NumberColumn.missing {
      return false
    }
    return true
  }
}
