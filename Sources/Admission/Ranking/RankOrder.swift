import Columns

/// The students in the order of one ranking.
///
/// Keys are packed, most important first, into as many bits of one 64-bit word as fit; students are
/// dealt into buckets by its first bits and each bucket is sorted by radix in cache. Only students
/// who are then still equal are compared further: by the keys that did not fit, then by lot.
/// Complexity: O(students × bits ÷ 11), on all workers.
struct RankOrder: Sendable {
  /// The students who have all keys, first to last.
  let students: Column<Int32>
  /// How many there are; `students` may be longer.
  let count: Int
  /// How many of them are equal to another in every key.
  let equals: Int
  /// Where lots were needed and missing: two students equal in every key.
  let undecided: (Int, Int)?

  init(_ ranking: Ranking, of market: Market, workers: Workers) {
    let cohort = market.cohort
    let packing = KeyPacking(ranking.keys, of: cohort, workers: workers)
    let sorter = BucketSort(packing, of: cohort, workers: workers)
    let lots = ranking.ties == .lottery ? market.lots : nil
    let settles = ranking.ties == .lottery
    let order = sorter.order
    let runs = Column<Int>(count: sorter.bucketCount)
    let undecided = Column<Int32>(count: sorter.bucketCount)
    sorter.sort { bucket, range, words in
      // Neighbours with equal words: settle them by the other keys, then by lot.
      var at = range.lowerBound
      var equals = 0
      while at < range.upperBound {
        var end = at + 1
        while end < range.upperBound, words[end - range.lowerBound] == words[at - range.lowerBound]
        {
          end += 1
        }
        if end - at > 1 {
          let tied = packing.settle(order, at..<end, of: cohort, lots: lots)
          equals += tied.count
          if settles, lots == nil, tied.count > 0, undecided[bucket] == 0 {
            undecided[bucket] = Int32(tied.first + 1)
          }
        }
        at = end
      }
      runs[bucket] = equals
    }
    students = order
    count = sorter.count
    equals = (0..<runs.count).reduce(0) { $0 + runs[$1] }
    let first = (0..<undecided.count).lazy.map { Int(undecided[$0]) }.first { $0 > 0 }
    self.undecided = first.map { (Int(order[$0 - 1]), Int(order[$0])) }
  }

  /// For each student the place of the first of those equal in every key, or with lots the own
  /// place; −1 for students without a place. Complexity: O(students).
  func places(_ ranking: Ranking, of cohort: Cohort) -> Column<Int32> {
    let places = Column<Int32>(unset: cohort.count)
    for student in 0..<cohort.count { places[student] = -1 }
    var place: Int32 = 0
    for at in 0..<count {
      let student = Int(students[at])
      let isEqual =
        at > 0 && ranking.ties != .lottery
        && ranking.keys.allSatisfy {
          cohort.numbers[$0.number][student] == cohort.numbers[$0.number][Int(students[at - 1])]
        }
      if !isEqual { place = Int32(at) }
      places[student] = place
    }
    return places
  }
}

/// How the keys of a ranking share the bits of a word: better is smaller.
struct KeyPacking: Sendable {
  /// One key's share.
  struct Field: Sendable {
    let number: Int
    /// What is subtracted: the smallest value, or for descending keys the largest, to subtract from.
    let origin: Int64
    let ascending: Bool
    /// All values differ by multiples of it.
    let unit: Int64
    let bits: Int
  }
  /// The keys that fit the word.
  let fields: [Field]
  /// The keys that did not.
  let rest: [Ranking.Key]
  /// The numbers that some student misses; such students have no place.
  let incomplete: [Int]
  /// The bits in use.
  let bits: Int

  init(_ keys: [Ranking.Key], of cohort: Cohort, workers: Workers) {
    let ranges = keys.map { NumberRange(cohort.numbers[$0.number], workers: workers) }
    var fields: [Field] = []
    var bits = 0
    for (key, range) in zip(keys, ranges) {
      let (spread, overflow) = range.high.subtractingReportingOverflow(range.low)
      let width =
        overflow ? 65 : 64 - (UInt64(bitPattern: spread) / UInt64(range.unit)).leadingZeroBitCount
      guard bits + width <= 64 else { break }
      fields.append(
        Field(
          number: key.number, origin: key.ascending ? range.low : range.high,
          ascending: key.ascending, unit: range.unit, bits: width))
      bits += width
    }
    self.fields = fields
    self.bits = bits
    rest = Array(keys.dropFirst(fields.count))
    incomplete = zip(keys, ranges).filter(\.1.hasMissing).map(\.0.number)
  }

  /// Puts the equal-worded students at `range` of `order` in their order. Returns how many of them
  /// are equal to another in every key, and where the first such pair begins.
  func settle(
    _ order: Column<Int32>, _ range: Range<Int>, of cohort: Cohort, lots: Lots?
  ) -> (count: Int, first: Int) {
    if !rest.isEmpty {
      let sorted = range.map { Int(order[$0]) }.sorted { isBetter($0, $1, of: cohort) ?? ($0 < $1) }
      for (at, student) in zip(range, sorted) { order[at] = Int32(student) }
    }
    var tied = (count: 0, first: -1)
    var at = range.lowerBound
    while at < range.upperBound {
      var end = at + 1
      while end < range.upperBound,
        rest.isEmpty || isBetter(Int(order[at]), Int(order[end]), of: cohort) == nil
      { end += 1 }
      if end - at > 1 {
        if tied.count == 0 { tied.first = at }
        tied.count += end - at
        if let lots { drawLots(order, at..<end, lots) }
      }
      at = end
    }
    return tied
  }

  /// Whether `a` is before `b` by the keys outside the word; nil where they are equal.
  private func isBetter(_ a: Int, _ b: Int, of cohort: Cohort) -> Bool? {
    for key in rest {
      let (x, y) = (cohort.numbers[key.number][a], cohort.numbers[key.number][b])
      if x != y { return (x < y) == key.ascending }
    }
    return nil
  }

  private func drawLots(_ order: Column<Int32>, _ range: Range<Int>, _ lots: Lots) {
    var drawn = range.map { (lot: lots.number(Int(order[$0])), student: order[$0]) }
    // Two equal lots of 64 bits do not happen; if they did, the row number would not be a lottery.
    drawn.sort { $0.lot != $1.lot ? $0.lot < $1.lot : $0.student < $1.student }
    for (at, entry) in zip(range, drawn) { order[at] = entry.student }
  }
}
