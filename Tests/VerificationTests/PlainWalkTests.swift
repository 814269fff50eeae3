import CPlainKernels
import TestSupport
import Testing

@Suite struct PlainWalkTests {
  /// The C code against the question asked pair by pair: whom it settles is where they should be,
  /// whom it leaves are all others, and everybody who asks for a cell is counted.
  @Test(arguments: 0..<400 as Range<UInt64>) func walkIsAskingEachPair(seed: UInt64) {
    var city = City(seed)
    let posts = (0...city.cells).map { cell -> zp_gatepost in
      let lasts = [.min, .max, city.value(), city.value()] as [Int32]
      let last = lasts.randomElement(using: &city.dice)!
      return zp_gatepost(last: cell == 0 ? .min : last, applicants: 0)
    }
    // Of some cells a last pair that is another, of others one that asks there.
    let places = (0..<city.cells).map { _ in Int32.random(in: 1...3, using: &city.dice) }
    let lasts = (0..<3).map { _ in
      zp_pair(
        row: Int32.random(in: 0...3, using: &city.dice) + Int32(City.firstRow),
        choice: Int32.random(in: 0...1, using: &city.dice))
    }
    var (expectedLeft, asked) = ([Int](), [Int32](repeating: 0, count: city.cells + 1))
    var (candidates, eligible) = (0, 0)
    for i in 0..<city.count {
      let found = city.placed[i + City.firstRow]
      if found.stage >= 0, found.stage < City.stage { continue }
      candidates += 1
      if city.flags[i] != 0 { eligible += 1 }
      var (seat, isSure): (Int?, Bool) = (nil, true)
      if city.flags[i] & 1 != 0, city.firstCells[i] >= 0 {
        isSure = city.byChoice || Int32(exactly: city.ranked(i)) != nil
        for (number, choice) in city.lists[i].enumerated() where choice > 0 {
          if city.measures[i * 2 + 1] < city.leasts[Int(choice)] { continue }
          let cell = Int(city.firstCells[i]) + Int(choice)
          asked[cell] += 1
          let lead = city.lead(i, number)
          if seat == nil, lead <= Int64(posts[cell].last) {
            let last = lasts[Int(places[cell - 1]) - 1]
            let isLast = Int(last.row) == i + City.firstRow && Int(last.choice) == number
            (seat, isSure) = (number, isSure && (lead < Int64(posts[cell].last) || isLast))
          }
        }
      }
      let isThere =
        seat.map {
          found.stage == City.stage && Int(found.choice) == $0
            && found.programme == city.lists[i][$0] - 1 && found.pool == City.pool
        } ?? (found.stage != City.stage)
      if !isThere || !isSure { expectedLeft.append(i) }
    }
    let (left, after, counts) = city.walk(posts, places, lasts)
    #expect(left == expectedLeft)
    #expect(after.map(\.applicants) == asked)
    #expect(after.map(\.last) == posts.map(\.last))
    #expect(counts == [Int64(candidates), Int64(eligible)])
  }

  /// Whoever is counted, and whoever is left to be counted, are all; and of those counted the last
  /// is last.
  @Test(arguments: 0..<400 as Range<UInt64>) func countedAndLeftAreAll(seed: UInt64) {
    var city = City(seed)
    let places = (0..<city.cells).map { _ in Int32.random(in: 0...3, using: &city.dice) }
    let (left, records) = city.count(places)
    var expectedLeft: [Int] = []
    var admitted: [[Int]] = [[], [], []]
    for i in 0..<city.count {
      let own = city.placed[i + City.firstRow]
      guard own.stage == City.stage, own.pool == City.pool, city.flags[i] != 0,
        city.firstCells[i] >= 0
      else { continue }
      let record = Int(places[Int(city.firstCells[i]) + Int(own.programme)]) - 1
      let highest = record < 0 ? nil : admitted[record].map { city.lead($0, city.choice($0)) }.max()
      if record < 0 || city.choice(i) >= city.ofChoice.count
        || highest == city.lead(i, city.choice(i))
      {
        expectedLeft.append(i)
      } else {
        admitted[record].append(i)
      }
    }
    #expect(left == expectedLeft)
    for (record, students) in zip(records, admitted) {
      let last = students.max { city.lead($0, city.choice($0)) < city.lead($1, city.choice($1)) }
      #expect(Int(record.admitted) == students.count)
      #expect(Int(record.row) == last.map { $0 + City.firstRow } ?? -1)
      #expect(Int(record.choice) == last.map(city.choice) ?? 0)
      #expect(record.lead == last.map { city.lead($0, city.choice($0)) } ?? .min)
      #expect(record.worst == students.map(city.ranked).max() ?? .min)
    }
  }
}

/// Some students of a stage in which few numbers are different, so that many are equal.
private struct City {
  static let (stage, pool, firstRow): (Int16, UInt16, Int) = (2, 1, 3)
  var dice: SeededGenerator
  let count: Int
  let programmes = 5
  let audiences = 3
  var cells: Int { programmes * audiences }
  var lists: [[UInt16]] = []
  var measures: [Int64] = []
  var flags: [UInt32] = []
  var firstCells: [Int32] = []
  var placed: [zp_placement] = []
  let byChoice: Bool
  let flip: Int64
  var ofChoice: [Int32]
  var leasts: [Int64] = [.max]

  init(_ seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    // Now and then more than are looked through at a time.
    count = Int.random(in: 0...(seed % 4 == 0 ? 300 : 40), using: &dice)
    let byChoice = Bool.random(using: &dice)
    self.byChoice = byChoice
    flip = Bool.random(using: &dice) ? -1 : 0
    ofChoice = (0..<6).map { byChoice ? $0 / 2 : 0 }
    self.dice = dice
    for _ in 0..<programmes { leasts.append([.min, 0, 3, 5].randomElement(using: &self.dice)!) }
    for _ in 0..<count + City.firstRow { placed.append(placement()) }
    for _ in 0..<count {
      let length = Int.random(in: 0...6, using: &self.dice)
      lists.append((0..<length).map { _ in UInt16.random(in: 0...5, using: &self.dice) })
      // Now and then a number beyond 32 bits.
      let isLarge = Int.random(in: 0..<20, using: &self.dice) == 0
      let (ranked, line) = (
        Int64.random(in: 0...5, using: &self.dice), Int64.random(in: 0...5, using: &self.dice)
      )
      measures += [isLarge ? 1 << 40 : ranked, line]
      flags.append([0, 1 << 31, 1 << 31 | 1, 1 << 31 | 1].randomElement(using: &self.dice)!)
      firstCells.append(Int32.random(in: -1..<3, using: &self.dice) * 5)
      if firstCells.last! < 0 { firstCells[firstCells.count - 1] = -1 }
    }
  }

  /// A value of which the first key may speak.
  mutating func value() -> Int32 {
    Int32.random(in: 0...5, using: &dice) ^ Int32(byChoice ? 0 : flip)
  }

  private mutating func placement() -> zp_placement {
    let stage = Int16.random(in: -1...3, using: &dice)
    if stage < 0 { return zp_placement(stage: -1, choice: 0, programme: 0, pool: 0) }
    return zp_placement(
      stage: stage, choice: .random(in: 0...7, using: &dice),
      programme: .random(in: 0..<5, using: &dice), pool: .random(in: 1...2, using: &dice))
  }

  func choice(_ i: Int) -> Int { Int(placed[i + City.firstRow].choice) }
  func ranked(_ i: Int) -> Int64 { measures[i * 2] ^ flip }
  func lead(_ i: Int, _ choice: Int) -> Int64 {
    byChoice ? choice < ofChoice.count ? Int64(ofChoice[choice]) : .max : ranked(i)
  }

  /// Everybody has a key of their own, and another.
  private var keys: [Int32] { (0..<Int32(count)).flatMap { [0, $0] } }
  /// The measures as the C code has them: narrow where they fit.
  private var narrow: [Int32] { measures.map { Int32(truncatingIfNeeded: $0) } }
  private var wide: [Int64]? { measures.allSatisfy { Int32(exactly: $0) != nil } ? nil : measures }

  private var rules: zp_stage {
    zp_stage(
      stage: City.stage, pool: City.pool, count: UInt32(count), first_row: UInt32(City.firstRow),
      step: 2, key_step: 2, key: 1, ranked: 0, flip: flip, by_choice: byChoice ? 1 : 0,
      choices_max: UInt32(ofChoice.count), line: 1)
  }

  func walk(
    _ posts: [zp_gatepost], _ places: [Int32], _ lasts: [zp_pair]
  ) -> (left: [Int], posts: [zp_gatepost], counts: [Int64]) {
    var (posts, rules, counts) = (posts, rules, [Int64](repeating: 0, count: 2))
    var left = [UInt32](repeating: 0, count: count + 1)
    var ends: [Int32] = []
    for list in lists { ends.append((ends.last ?? 0) + Int32(list.count)) }
    let found = unsafe zp_walk(
      &rules, lists.flatMap { $0 } + [0, 0, 0], ends, narrow, wide, flags, keys, firstCells,
      placed, ofChoice, leasts, places, lasts, &posts, &left, &counts)
    return (left.prefix(Int(found)).map { Int($0) }, posts, counts)
  }

  func count(_ places: [Int32]) -> (left: [Int], records: [zp_admitted]) {
    var rules = rules
    var left = [UInt32](repeating: 0, count: count + 1)
    var records = [zp_admitted](
      repeating: zp_admitted(admitted: 0, row: -1, choice: 0, lead: .min, worst: .min), count: 3)
    let found = unsafe zp_count_admitted(
      &rules, narrow, wide, flags, keys, firstCells, placed, ofChoice, places, &records, &left)
    return (left.prefix(Int(found)).map { Int($0) }, records)
  }
}
