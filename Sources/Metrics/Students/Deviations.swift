import Admission
import Columns

/// Misreports of some students, each tried by running the whole market again with that student's
/// lists changed and nothing else: what a student gains who moves a cutoff is found too.
public struct Deviations: Sendable {
  /// How much is tried.
  public struct Effort: Sendable, Hashable {
    /// How many students are drawn, all alike.
    public var students: Int
    /// How many lists drawn at random each of them tries, beside those that put a preferred
    /// programme first.
    public var lists: Int

    /// An effort.
    public init(students: Int = 20, lists: Int = 2) {
      (self.students, self.lists) = (students, lists)
    }
  }

  /// For each student drawn how many places up their list of preferences the best misreport led; 0:
  /// none did.
  public let gains: [Int]
  /// How often the market was run.
  public let runs: Int

  /// Draws students by `seed` and tries their misreports. A student who has what they prefer to all
  /// else has nothing to gain. The others put each preferred programme first, in one stage's list
  /// at a time, and hand in lists drawn at random from their own. `run` is how the market comes to
  /// an outcome; where it comes to none, nothing is gained.
  ///
  /// Complexity: a run of the market for each misreport, at most students × (list × lists + drawn
  /// lists), and O(cells of the lists) once.
  public init(
    _ market: Market, _ outcome: Outcome, of population: Population, _ effort: Effort, seed: UInt64,
    run: (Market) -> Outcome?
  ) {
    var search = DeviationSearch(market, population, seed)
    let standing = Standing(outcome, population.preferences)
    gains = search.sample(effort.students).map { student in
      search.gain(
        student, from: Int(standing.places[student]), lists: effort.lists, run)
    }
    runs = search.runs
  }
}

/// One search, over lists of its own that it changes and puts back.
private struct DeviationSearch {
  private var market: Market
  private let preferences: ChoiceLists
  /// The lists that stages which count ask for.
  private let lists: [Int]
  private var random: SplitMix
  private(set) var runs = 0

  init(_ market: Market, _ population: Population, _ seed: UInt64) {
    self.market = market
    preferences = population.preferences
    lists = Set(market.stages.filter { !$0.provisional }.map(\.list)).sorted()
    random = SplitMix(state: seed)
    // Columns are shared with who reads the same city in other threads.
    for list in lists { self.market.cohort.lists[list] = market.cohort.lists[list].copied }
    self.market.decisions = []
  }

  /// Students drawn without putting back, ascending.
  mutating func sample(_ count: Int) -> [Int] {
    let all = market.cohort.count
    var drawn: Set<Int> = []
    // Floyd's way: one draw a student.
    for limit in max(0, all - count)..<all {
      let student = random.below(limit + 1)
      drawn.insert(drawn.contains(student) ? limit : student)
    }
    return drawn.sorted()
  }

  /// The best that a student's misreports lead to, in places above `place`.
  mutating func gain(
    _ student: Int, from place: Int, lists count: Int, _ run: (Market) -> Outcome?
  ) -> Int {
    let width = preferences.width
    let own = (0..<width).map { preferences.cells[student * width + $0] }
    // Who has nothing is one place behind the last that they prefer to nothing.
    let last = own.lastIndex { $0 > 0 }.map { $0 + 1 } ?? 0
    let now = min(place, last)
    var best = now
    func gained(_ outcome: Outcome?) -> Int? {
      guard let placement = outcome?.placements[student], placement.isAdmitted else { return nil }
      return own.firstIndex(of: UInt16(placement.programme + 1))
    }
    // The most preferred first: what it leads to cannot be bettered.
    for wanted in 0..<now where own[wanted] > 0 && wanted < best {
      for list in lists {
        let outcome = tried(student, list: list, run) { cells in
          let others = cells.filter { $0 != own[wanted] && $0 > 0 }
          return [own[wanted]] + others
        }
        if let found = gained(outcome) { best = min(best, found) }
      }
    }
    for _ in 0..<count where best > 0 {
      var random = random
      let outcome = triedAll(student, run) { cells in
        let named = cells.filter { $0 > 0 }
        return named.isEmpty ? [] : random.shuffled(named, atMost: 1 + random.below(named.count))
      }
      self.random = random
      if let found = gained(outcome) { best = min(best, found) }
    }
    return now - best
  }

  /// The outcome with one list of a student changed.
  private mutating func tried(
    _ student: Int, list: Int, _ run: (Market) -> Outcome?, _ change: ([UInt16]) -> [UInt16]
  ) -> Outcome? {
    let column = market.cohort.lists[list]
    let range = student * column.width..<(student + 1) * column.width
    let old = range.map { column.cells[$0] }
    let new = change(old)
    if new.elementsEqual(old) || column.width == 0 { return nil }
    for (at, cell) in range.enumerated() { column.cells[cell] = at < new.count ? new[at] : 0 }
    defer { for (at, cell) in range.enumerated() { column.cells[cell] = old[at] } }
    runs += 1
    return run(market)
  }

  /// The outcome with all lists of a student changed.
  private mutating func triedAll(
    _ student: Int, _ run: (Market) -> Outcome?, _ change: ([UInt16]) -> [UInt16]
  ) -> Outcome? {
    var old: [(cell: Int, list: Int, value: UInt16)] = []
    for list in lists {
      let column = market.cohort.lists[list]
      let range = student * column.width..<(student + 1) * column.width
      let new = change(range.map { column.cells[$0] })
      for (at, cell) in range.enumerated() {
        old.append((cell, list, column.cells[cell]))
        column.cells[cell] = at < new.count ? new[at] : 0
      }
    }
    defer { for entry in old { market.cohort.lists[entry.list].cells[entry.cell] = entry.value } }
    runs += 1
    return run(market)
  }
}

extension ChoiceLists {
  /// The same in memory of its own.
  fileprivate var copied: ChoiceLists {
    let own = Column<UInt16>(unset: cells.count)
    cells.withSpan { old in
      own.withMutableSpan { new in
        for at in old.indices { new[at] = old[at] }
      }
    }
    return ChoiceLists(width: width, cells: own)
  }
}
