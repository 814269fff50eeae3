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
    let bits = packing.bucketBits(for: cohort.count)
    self =
      packing.bits - bits <= UInt32.bitWidth
      ? RankOrder(
        BucketSort<UInt32>(packing, bits: bits, of: cohort, workers: workers), packing, ranking,
        of: market)
      : RankOrder(
        BucketSort<UInt64>(packing, bits: bits, of: cohort, workers: workers), packing, ranking,
        of: market)
  }

  /// The order of the students that were dealt into the buckets of `sorter`.
  private init<Word>(
    _ sorter: BucketSort<Word>, _ packing: KeyPacking, _ ranking: Ranking, of market: Market
  ) {
    let cohort = market.cohort
    let lots = ranking.ties == .lottery ? market.lots : nil
    let settles = ranking.ties == .lottery
    let order = sorter.order
    let runs = Column<Int>(count: sorter.bucketCount)
    let undecided = Column<Int32>(count: sorter.bucketCount)
    sorter.sort { bucket, range, words in
      let tied = packing.settle(order, range, words, of: cohort, lots: lots)
      runs[bucket] = tied.reduce(0) { $0 + $1.count }
      if settles, lots == nil, let first = tied.first {
        undecided[bucket] = Int32(first.lowerBound + 1)
      }
    }
    students = order
    count = sorter.count
    equals = (0..<runs.count).reduce(0) { $0 + runs[$1] }
    let first = (0..<undecided.count).lazy.map { Int(undecided[$0]) }.first { $0 > 0 }
    self.undecided = first.map { (Int(order[$0 - 1]), Int(order[$0])) }
  }

  /// The same students in the same order, but for equals, who draw `lots` anew; `classes` are those
  /// of `order`. Complexity: O(students).
  init(_ order: RankOrder, _ classes: [Range<Int>], drawing lots: Lots) {
    let own = Column<Int32>(unset: order.students.count)
    order.students.withSpan { old in
      own.withMutableSpan { new in
        for at in old.indices { new[at] = old[at] }
      }
    }
    if !classes.isEmpty { drawLots(own, classes, lots) }
    (students, count, equals, undecided) = (own, order.count, order.equals, nil)
  }

  /// The places of students who are equal in every key, class by class. Complexity: O(students ×
  /// keys).
  func classes(_ ranking: Ranking, of cohort: Cohort) -> [Range<Int>] {
    var classes: [Range<Int>] = []
    var start = 0
    for at in 0..<count where at + 1 == count || !areEqual(at, at + 1, ranking, cohort) {
      if at > start { classes.append(start..<at + 1) }
      start = at + 1
    }
    return classes
  }

  private func areEqual(_ a: Int, _ b: Int, _ ranking: Ranking, _ cohort: Cohort) -> Bool {
    ranking.keys.allSatisfy {
      cohort.numbers[$0.number][Int(students[a])] == cohort.numbers[$0.number][Int(students[b])]
    }
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
        at > 0 && ranking.ties != .lottery && areEqual(at, at - 1, ranking, cohort)
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
    /// What is subtracted: the smallest value, or for descending keys the largest, to subtract
    /// from.
    let origin: Int64
    let ascending: Bool
    /// All values differ by multiples of it.
    let unit: Int64
    let bits: Int

    /// The same of a column that counts in `own` units, which divide all values.
    func counted(in own: NumberColumn.Unit) -> Field {
      Field(
        number: number, origin: origin / own.rawValue, ascending: ascending,
        unit: unit / own.rawValue, bits: bits)
    }
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
    let ranges = NumberRange.all(keys.map { cohort.numbers[$0.number] }, workers: workers)
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

  /// The first fields alone, as many as have these bits between them.
  func head(_ bits: Int) -> KeyPacking {
    var count = 0
    var total = 0
    while total < bits {
      total += fields[count].bits
      count += 1
    }
    return KeyPacking(fields: Array(fields[..<count]), rest: [], incomplete: [], bits: total)
  }

  private init(fields: [Field], rest: [Ranking.Key], incomplete: [Int], bits: Int) {
    (self.fields, self.rest, self.incomplete, self.bits) = (fields, rest, incomplete, bits)
  }

  /// Puts the students at `range` of `order`, who stand there by their `words`, in their order:
  /// those with equal words by the other keys, then by lot. Returns the classes that are equal in
  /// every key.
  func settle(
    _ order: Column<Int32>, _ range: Range<Int>, _ words: Span<some Equatable>, of cohort: Cohort,
    lots: Lots?
  ) -> [Range<Int>] {
    var classes: [Range<Int>] = []
    var at = 0
    while at < words.count {
      var end = at + 1
      while end < words.count, words[end] == words[at] { end += 1 }
      if end - at > 1 {
        let equals = range.lowerBound + at..<range.lowerBound + end
        if rest.isEmpty { classes.append(equals) } else { split(equals, order, cohort, &classes) }
      }
      at = end
    }
    if let lots, !classes.isEmpty { drawLots(order, classes, lots) }
    return classes
  }

  /// Sorts students with equal words by the keys that did not fit, and adds the classes that are
  /// left.
  private func split(
    _ range: Range<Int>, _ order: Column<Int32>, _ cohort: Cohort, _ classes: inout [Range<Int>]
  ) {
    let sorted = range.map { Int(order[$0]) }.sorted { isBetter($0, $1, of: cohort) ?? ($0 < $1) }
    for (at, student) in zip(range, sorted) { order[at] = Int32(student) }
    var at = range.lowerBound
    while at < range.upperBound {
      var end = at + 1
      while end < range.upperBound,
        isBetter(Int(order[at]), Int(order[end]), of: cohort) == nil
      { end += 1 }
      if end - at > 1 { classes.append(at..<end) }
      at = end
    }
  }

  /// Whether `a` is before `b` by the keys outside the word; nil where they are equal.
  private func isBetter(_ a: Int, _ b: Int, of cohort: Cohort) -> Bool? {
    for key in rest {
      let (x, y) = (cohort.numbers[key.number][a], cohort.numbers[key.number][b])
      if x != y { return (x < y) == key.ascending }
    }
    return nil
  }

}

/// Draws for the students of all classes together, then puts each class in the order of its lots.
private func drawLots(_ order: Column<Int32>, _ classes: [Range<Int>], _ lots: Lots) {
  let count = classes.reduce(0) { $0 + $1.count }
  var tied = [Int32](repeating: 0, count: count)
  var drawn = [UInt64](repeating: 0, count: count)
  var students = tied.mutableSpan
  var numbers = drawn.mutableSpan
  var filled = 0
  for range in classes {
    for at in range {
      students[filled] = order[at]
      filled &+= 1
    }
  }
  lots.draw(students.span, &numbers)
  filled = 0
  for range in classes {
    sortByLot(filled..<filled + range.count, &students, &numbers)
    for at in range {
      order[at] = students[filled]
      filled &+= 1
    }
  }
}

/// Puts equals in the order of their lots. Two equal lots of 64 bits do not happen; if they did,
/// the row number would not be a lottery, but the result would still not depend on chance.
private func sortByLot(
  _ range: Range<Int>, _ students: inout MutableSpan<Int32>, _ numbers: inout MutableSpan<UInt64>
) {
  guard range.count <= 32 else {
    let sorted = range.map { (lot: numbers[$0], student: students[$0]) }.sorted {
      $0.lot != $1.lot ? $0.lot < $1.lot : $0.student < $1.student
    }
    for (at, entry) in zip(range, sorted) { students[at] = entry.student }
    return
  }
  for i in range {
    let (number, student) = (numbers[i], students[i])
    var j = i
    while j > range.lowerBound,
      numbers[j - 1] > number || (numbers[j - 1] == number && students[j - 1] > student)
    {
      numbers[j] = numbers[j - 1]
      students[j] = students[j - 1]
      j -= 1
    }
    numbers[j] = number
    students[j] = student
  }
}
