import Diagnostics
import Exact
import Rules
import Tables

/// The columns of `programmes.csv` and `middle_schools.csv` that splits ask for.
struct PlanColumns {
  let rules: RuleSet
  var programmes: Programmes?
  var schools: MiddleSchools?
  private(set) var multipliers: [Int64] = []
  private var amounts: [PlanSplit.Amount?] = []
  private var bases: [[Int]?] = []
  /// The heads of each split; nil where students are to be counted.
  private var heads: [[Int]?] = []
  private var levels: [[[String]?]] = []
  private var within: [(programmes: [String]?, schools: [String]?)?] = []
  private var tiers: [[String]?] = []
  private var districts: [String]?
  private var columnSeats: [[Int]?] = []
  /// The columns by which splits group.
  var compared = ComparedColumns()

  init(_ rules: RuleSet, _ programmes: Programmes?, _ schools: MiddleSchools?) {
    (self.rules, self.programmes, self.schools) = (rules, programmes, schools)
  }

  private var rulesOfSplits: [SplitRule] { rules.plan.splits }

  /// Whether some split has nobody's count of the eligible students.
  var needsStudents: Bool { schools != nil && heads.contains { $0 == nil } }

  /// Reads all that is asked for; every missing column and unreadable cell goes to `log`.
  mutating func read(log: inout ProblemLog) {
    multipliers = schools?.table.multipliers(log: &log) ?? []
    for split in rulesOfSplits {
      readProgrammes(split, log: &log)
      readSchools(split, log: &log)
    }
    districts = schools?.table.values("district", log: &log)
  }

  private mutating func readProgrammes(_ split: SplitRule, log: inout ProblemLog) {
    guard programmes != nil else {
      amounts.append(nil)
      bases.append(nil)
      tiers.append(nil)
      return
    }
    let (count, plan) = (programmes!.count, programmes!.plan)
    switch split.seats {
    case .share(let share, let mode):
      amounts.append(.shares(Array(repeating: share, count: count), mode))
    case .shareColumn(let name, let mode):
      amounts.append(
        programmes!.table.shares(name, log: &log).map { .shares($0, mode) })
    case .column(let name):
      let found = programmes!.table.finder.require(name, log: &log) != nil
      amounts.append(
        found ? programmes!.table.counts(name, log: &log).map { .seats($0) } : nil)
    case .restOf(let other): amounts.append(.restOf(other))
    }
    switch (split.seats, split.of) {
    case (.restOf(let other), _): bases.append(bases[other])
    case (_, let name?):
      let found = programmes!.table.finder.require(name, log: &log) != nil
      bases.append(found ? programmes!.table.counts(name, log: &log) : nil)
    default: bases.append(plan)
    }
    if let tier = split.tier { compared.add(.programmes, tier, []) }
    tiers.append(split.tier.flatMap { texts($0, &programmes!.table, &log) })
  }

  private mutating func readSchools(_ split: SplitRule, log: inout ProblemLog) {
    guard schools != nil else {
      heads.append([])
      levels.append([])
      within.append(nil)
      columnSeats.append(nil)
      return
    }
    if sameBytes(split.weights, "eligible"),
      schools!.table.finder.find("eligible", log: &log) == nil
    {
      heads.append(nil)
    } else if schools!.table.finder.require(split.weights, log: &log) != nil {
      heads.append(schools!.table.counts(split.weights, log: &log))
    } else {
      heads.append([])
    }
    var values: [[String]?] = []
    for level in split.levels { values.append(audiences(level, &log)) }
    levels.append(values)
    within.append(
      split.within.map { name in
        (
          programmes != nil ? texts(name, &programmes!.table, &log) : nil,
          texts(name, &schools!.table, &log)
        )
      })
    let asks = split.method == .biproportional && split.levels == ["middle_school"]
    columnSeats.append(asks ? schools!.table.counts("seats", log: &log) : nil)
  }

  private func texts(
    _ name: String, _ table: inout KeyedTable, _ log: inout ProblemLog
  ) -> [String]? {
    table.finder.require(name, log: &log) == nil ? nil : table.values(name, log: &log)
  }

  /// The audience of each school at a level; a school that has none is reported.
  private mutating func audiences(_ level: String, _ log: inout ProblemLog) -> [String]? {
    if sameBytes(level, "middle_school") { return schools!.table.codes }
    guard let column = schools!.table.finder.require(level, log: &log) else { return nil }
    compared.add(.schools, level, [])
    let table = schools!.table
    return table.codes.indices.map { school in
      let value = table[school, column]
      if value.isEmpty {
        log.add(.levelMissing, cause: level) {
          (
            table.place(school, column: column),
            Phrase(
              zh: "初中 \(table.codes[school]) 的 \(level) 为空，名额无法分到它",
              en: "the middle school \(table.codes[school]) has no \(level), so no seats can "
                + "reach it")
          )
        }
      }
      return value
    }
  }

  /// What the tables say about each split; nil where something that is needed could not be read.
  /// `counted` are the heads that were counted, nil where that failed.
  func splits(_ counted: [[Int]?]?) -> [PlanSplit]? {
    guard programmes != nil, schools != nil else { return nil }
    var splits: [PlanSplit] = []
    for at in rulesOfSplits.indices {
      let ofSplit = heads[at] ?? (counted.flatMap { at < $0.count ? $0[at] : nil })
      guard let amount = amounts[at], let bases = bases[at], let ofSplit,
        ofSplit.count == schools!.table.count, levels[at].allSatisfy({ $0 != nil })
      else { return nil }
      var pair: (programmes: [String], schools: [String])?
      if let found = within[at] {
        guard let mine = found.programmes, let theirs = found.schools else { return nil }
        pair = (mine, theirs)
      }
      if rulesOfSplits[at].tier != nil, tiers[at] == nil { return nil }
      splits.append(
        PlanSplit(
          amount: amount, bases: bases, heads: ofSplit, levels: levels[at].map { $0! },
          within: pair, tiers: tiers[at], districts: districts, columnSeats: columnSeats[at]))
    }
    return splits
  }

  /// The names of audiences that splits have beside middle schools, by column.
  var levelValues: [(column: String, values: Set<[UInt8]>)] {
    var found: [(column: String, values: Set<[UInt8]>)] = []
    for (rule, values) in zip(rulesOfSplits, levels) {
      for (level, audiences) in zip(rule.levels, values)
      where !sameBytes(level, "middle_school")
        && !found.contains(where: { sameBytes($0.column, level) })
      {
        found.append((level, Set((audiences ?? []).map { Array($0.utf8) })))
      }
    }
    return found
  }
}

extension KeyedTable {
  /// The column `weight` in thousandths; 1 where there is none or its cell is empty.
  mutating func multipliers(log: inout ProblemLog) -> [Int64] {
    numbers("weight", mayBeEmpty: true, log: &log)?.map { $0 ?? 1000 }
      ?? Array(repeating: 1000, count: count)
  }

  /// A column of shares from 0 to 1, exactly as written; nil where it is missing or has others.
  mutating func shares(_ name: String, log: inout ProblemLog) -> [Decimal]? {
    guard let column = finder.require(name, log: &log) else { return nil }
    finder.numbers.insert(column)
    var shares: [Decimal] = []
    for index in 0..<count {
      let cell = self[index, column]
      if let share = Decimal(cell), share >= .zero, share <= .one {
        shares.append(share)
        continue
      }
      log.add(.shareUnfit, cause: name) {
        (
          place(index, column: column),
          Phrase(
            zh: "\(name) 为 \(spelled(cell))，应为 0 到 1 的小数；没有指标的填 0",
            en: "\(name) is \(spelled(cell)), a share from 0 to 1 was expected; 0 for none")
        )
      }
    }
    return shares.count == count ? shares : nil
  }
}
