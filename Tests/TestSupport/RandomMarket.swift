import Admission
import Columns

/// How large random markets are.
public struct MarketShape: Sendable {
  /// How many students.
  public var students: ClosedRange<Int>
  /// How many middle schools.
  public var schools: ClosedRange<Int>
  /// How many programmes.
  public var programmes: ClosedRange<Int>
  /// How many choices the longest list has.
  public var choices: ClosedRange<Int>
  /// How many stages.
  public var stages: ClosedRange<Int>

  /// Small enough to make thousands, large enough for seats to run out everywhere.
  public static let small = MarketShape(
    students: 3...18, schools: 1...4, programmes: 2...5, choices: 2...4, stages: 1...3)
  /// Large enough to be cut into blocks and shared among threads.
  public static let city = MarketShape(
    students: 800...2_000, schools: 50...50, programmes: 5...20, choices: 2...5, stages: 1...3)
}

/// A market drawn at random: ties, holes and missing numbers are as frequent as they are nasty.
public func randomMarket(
  _ random: SeededGenerator, _ shape: MarketShape = .small, ties: Ranking.Ties? = nil
) -> Market {
  var maker = MarketMaker(random, shape)
  return maker.market(ties)
}

/// What one random market is made of, so far.
struct MarketMaker {
  var random: SeededGenerator
  let shape: MarketShape
  let studentCount: Int
  let schoolCount: Int
  let programmeCount: Int
  /// The number of each attribute's values.
  var categoryCounts: [Int]
  var listCount = 0
  var audiences: [AudienceMap] = []
  var pools: [Pool] = []
  var rankings: [Ranking] = []
  var stages: [Stage] = []

  init(_ random: SeededGenerator, _ shape: MarketShape) {
    self.random = random
    self.shape = shape
    studentCount = self.random.chance(97) ? self.random.int(shape.students) : self.random.int(0...1)
    schoolCount = self.random.int(shape.schools)
    programmeCount = self.random.int(shape.programmes)
    categoryCounts = [schoolCount, self.random.int(1...3), 2]
  }

  mutating func market(_ ties: Ranking.Ties?) -> Market {
    let cohort = self.cohort()
    listCount = cohort.lists.count
    audiences = self.audienceMaps()
    pools = (0..<random.int(1...4)).map { _ in
      Pool(audience: random.int(0...audiences.count - 1))
    }
    let kinds: [Ranking.Ties] = [.lottery, .admitAll, .stop]
    let common = ties ?? (random.chance(70) ? random.pick(kinds) : nil)
    rankings = (0..<random.int(1...2)).map { _ in
      ranking(common ?? random.pick(kinds))
    }
    for _ in 0..<random.int(shape.stages) { stages.append(stage()) }
    let salt = random.next()
    let lots = Lots { student in
      var lot = SeededGenerator(seed: salt ^ UInt64(student))
      return lot.next()
    }
    return Market(
      cohort: cohort, programmeCount: programmeCount, audiences: audiences, pools: pools,
      seats: seats(), rankings: rankings, stages: stages, lots: random.chance(95) ? lots : nil)
  }

  // MARK: Students

  static let numberCount = 5

  private mutating func cohort() -> Cohort {
    // Coarse, half points, wide, and one without ties.
    let coarse = (0..<2).map { _ in numbers { $0.int(0...3) * 60_000 } }
    // In some cities so fine that they are no tenths of points.
    let step = studentCount % 3 == 0 ? 12_345 : 500
    let fine = numbers { $0.int(-2...40) * step }
    // Now and then so wide that the distance of two values does not fit 64 bits.
    let far = random.chance(80) ? 1 << 40 : 1 << 62
    let wide = numbers { $0.pick([-1, 0, 1]) * far + $0.int(0...1) }
    let apart = NumberColumn((0..<studentCount).map(Int64.init).shuffled(using: &random))
    let categories = categoryCounts.map { count in
      Column<Int32>((0..<studentCount).map { _ in category(count) })
    }
    return Cohort(
      count: studentCount, numbers: coarse + [fine, wide, apart], categories: categories,
      lists: (0..<random.int(1...2)).map { _ in lists() })
  }

  private mutating func numbers(_ value: (inout SeededGenerator) -> Int) -> NumberColumn {
    let missing = random.chance(70) ? 0 : 10
    return NumberColumn(
      (0..<studentCount).map { _ in
        let value = Int64(value(&random))
        return random.chance(missing) ? NumberColumn.missing : value
      })
  }

  /// Mostly a value that the tables know; sometimes none, or one beyond them.
  private mutating func category(_ count: Int) -> Int32 {
    if random.chance(95) { return Int32(random.int(0...count - 1)) }
    return random.chance(50) ? -1 : Int32(count)
  }

  private mutating func lists() -> ChoiceLists {
    let width = random.chance(3) ? random.int(0...1) : random.int(shape.choices)
    var cells: [UInt16] = []
    for _ in 0..<studentCount {
      var list = random.sample(Array(1...programmeCount), random.int(width / 2...width)).map(
        UInt16.init)
      while list.count < width {
        // Mostly at the end, where a short list has its empty cells; sometimes a hole.
        list.insert(0, at: random.chance(70) ? list.count : random.int(0...list.count))
      }
      cells += list
    }
    return ChoiceLists(width: width, cells: Column(cells))
  }

  // MARK: Seats

  /// Everyone; each school; the schools' districts; an attribute of the students.
  private mutating func audienceMaps() -> [AudienceMap] {
    let districts = random.int(1...3)
    let ofSchool = (0..<schoolCount).map { _ in
      random.chance(5) ? -1 : Int32(random.int(0...districts - 1))
    }
    let attributes = categoryCounts[1]
    return [
      .everyone,
      AudienceMap(count: schoolCount, category: 0, table: (0..<schoolCount).map(Int32.init)),
      AudienceMap(count: districts, category: 0, table: ofSchool),
      AudienceMap(
        count: attributes, category: 1,
        table: Array(
          (0..<attributes).map(Int32.init).shuffled(using: &random).dropLast(random.int(0...1)))
      ),
    ]
  }

  private mutating func seats() -> [SeatCell] {
    // So few that they run out, whatever the size of the market.
    let plenty = max(1, studentCount / programmeCount)
    var seats: [SeatCell] = []
    for (pool, kind) in pools.enumerated() {
      let count = audiences[kind.audience].count
      for programme in 0..<programmeCount {
        for audience in 0..<count where random.chance(85) {
          let most = random.pick([0, 1, 2, 3, plenty / count, plenty])
          seats.append(
            SeatCell(
              pool: pool, audience: audience, programme: programme, seats: random.int(0...most)))
        }
      }
    }
    return seats.shuffled(using: &random)
  }
}
