import Apportionment
import Cases
import Diagnostics
import Rules

/// Lays out one split: rows, columns, cells; every row that cannot be split is reported.
struct SubjectBuilder {
  private let planCase: PlanCase
  private let at: Int
  private let rule: SplitRule
  private let split: PlanSplit
  private let open: OpenSchools
  private let rows: [SplitSubject.Row]
  /// The weight of each school, in units of 10^−places.
  private let weights: [Int]
  private let places: Int
  /// For each school the number of its audience of the last level.
  private let audienceOfSchool: [Int]
  private let audienceNames: [String]

  /// Nil, with messages, where weights are beyond all limits.
  init?(_ planCase: PlanCase, split at: Int, quota: [Int], log: inout ProblemLog) {
    self.planCase = planCase
    self.at = at
    rule = planCase.rules.plan.splits[at]
    split = planCase.splits[at]
    open = OpenSchools(planCase, split: at)
    rows = quota.indices.filter { quota[$0] > 0 }
      .map { SplitSubject.Row(programme: $0, seats: quota[$0]) }
    let total = rows.reduce(0) { $0 + $1.seats }
    guard total <= Limits.seatsMax else {
      log.add(
        .limitExceeded, at: planCase.rules.place(of: RuleSet.keyPath("plan", "splits", rule.name)),
        Phrase(
          zh: "方案 \(rule.name) 共 \(total) 个名额，至多 \(Limits.seatsMax)",
          en: "the split \(rule.name) has \(total) seats, at most \(Limits.seatsMax) are allowed"))
      return nil
    }
    guard let scaled = ScaledWeights(split.heads, planCase, rule, log: &log) else { return nil }
    (weights, places) = (scaled.weights, scaled.places)
    let last = split.levels[split.levels.count - 1]
    if SubjectBuilder.isSchools(rule.levels.last) {
      audienceNames = planCase.schools
      audienceOfSchool = Array(planCase.schools.indices)
    } else {
      (audienceNames, audienceOfSchool) = numbered(last)
    }
  }

  private static func isSchools(_ level: String?) -> Bool {
    level.map { $0.utf8.elementsEqual("middle_school".utf8) } ?? false
  }

  /// The split, laid out; nil, with messages, where it cannot be.
  func subject(log: inout ProblemLog) -> SplitSubject? {
    let errors = log.errorCount
    checkMethod(&log)
    var cells: [SeatCell] = []
    var heads: [Int] = []
    var isOpen = Array(repeating: false, count: audienceNames.count)
    for (row, entry) in rows.enumerated() {
      let from = cells.count
      appendCells(row, entry, &cells, &heads)
      for cell in cells[from...] { isOpen[cell.column] = true }
      check(entry, cells[from...], &log)
    }
    let columns = isOpen.indices.filter { isOpen[$0] }
    guard let coarse = coarseLevels(columns, &log), log.errorCount == errors else { return nil }
    guard let framed = matrix(cells, columns, coarse) else { return nil }
    return SplitSubject(
      split: at, rule: rule, rows: rows, audiences: columns.map { audienceNames[$0] },
      matrix: framed.matrix, heads: heads, weightPlaces: places, coarse: coarse,
      groupColumn: framed.groups,
      withinOfRow: split.within.map { within in rows.map { within.programmes[$0.programme] } },
      columnSeats: split.columnSeats.map { seats in columns.map { seats[$0] } })
  }

  // MARK: Cells

  /// The open cells of a row; columns are numbers of `audienceNames`.
  private func appendCells(
    _ row: Int, _ entry: SplitSubject.Row, _ cells: inout [SeatCell], _ heads: inout [Int]
  ) {
    let schools = open.schools(of: entry.programme)
    if audienceNames.count == planCase.schools.count, SubjectBuilder.isSchools(rule.levels.last) {
      for school in schools {
        cells.append(cell(row, school, weight: weights[school], heads: split.heads[school]))
        heads.append(split.heads[school])
      }
      return
    }
    var sums: [Int: (weight: Int, heads: Int)] = [:]
    for school in schools {
      let sum = sums[audienceOfSchool[school]] ?? (0, 0)
      sums[audienceOfSchool[school]] = (
        sum.weight + weights[school], sum.heads + split.heads[school]
      )
    }
    for (audience, sum) in sums.sorted(by: { $0.key < $1.key }) {
      cells.append(cell(row, audience, weight: sum.weight, heads: sum.heads))
      heads.append(sum.heads)
    }
  }

  private func cell(_ row: Int, _ column: Int, weight: Int, heads: Int) -> SeatCell {
    SeatCell(
      row: row, column: column, weight: weight,
      minimum: heads >= rule.minimumIf && weight > 0 ? rule.minimum : 0, maximum: rule.maximum)
  }

  private func matrix(
    _ cells: [SeatCell], _ columns: [Int], _ coarse: [SplitSubject.CoarseLevel]
  ) -> (matrix: SeatMatrix, groups: String?)? {
    var number = Array(repeating: -1, count: audienceNames.count)
    for (at, column) in columns.enumerated() { number[column] = at }
    let seats = rows.map(\.seats)
    let isDense = cells.count == rows.count * columns.count
    let groups = groups(columns, coarse)
    do {
      let plain: SeatMatrix
      if isDense, rule.minimum == 0, rule.maximum == nil, let first = rows.first,
        open.isEverythingOpen, first.seats > 0
      {
        plain = try SeatMatrix(
          rowSeats: seats, columnWeights: cells.prefix(columns.count).map(\.weight))
      } else {
        plain = try SeatMatrix(
          rowSeats: seats, columnCount: columns.count,
          cells: cells.map {
            SeatCell(
              row: $0.row, column: number[$0.column], weight: $0.weight, minimum: $0.minimum,
              maximum: $0.maximum)
          })
      }
      let tiers = split.tiers.map { tiers in numbered(rows.map { tiers[$0.programme] }).numbers }
      let least = Array(repeating: rule.totalMinimum ?? 0, count: columns.count)
      return (
        try plain.nested(tierOfRow: tiers ?? [], groupOfColumn: groups?.ofColumn ?? [])
          .requiring(columnMinimums: least), groups?.column
      )
    } catch {
      preconditionFailure("rows, weights and requirements were checked: \(error)")
    }
  }

  // MARK: Levels

  /// What groups the columns of a network: the level above, else the schools' districts.
  private func groups(
    _ columns: [Int], _ coarse: [SplitSubject.CoarseLevel]
  ) -> (column: String, ofColumn: [Int])? {
    guard [.lottery, .leastDeviation].contains(rule.method), !columns.isEmpty else { return nil }
    if let level = coarse.last { return (rule.levels[coarse.count - 1], level.ofColumn) }
    guard SubjectBuilder.isSchools(rule.levels.last), let districts = split.districts else {
      return nil
    }
    return ("district", numbered(columns.map { districts[$0] }).numbers)
  }

  /// The levels above the last; nil, with messages, where they do not nest.
  private func coarseLevels(
    _ columns: [Int], _ log: inout ProblemLog
  ) -> [SplitSubject.CoarseLevel]? {
    var numbers = Array(repeating: -1, count: audienceNames.count)
    for (at, column) in columns.enumerated() { numbers[column] = at }
    var levels: [SplitSubject.CoarseLevel] = []
    var isNested = true
    for level in split.levels.indices.dropLast() {
      let (finer, coarser) = (split.levels[level + 1], split.levels[level])
      isNested = reportUnnested(finer, coarser, level, &log) && isNested
      var value = Array(repeating: "", count: columns.count)
      for school in planCase.schools.indices where numbers[audienceOfSchool[school]] >= 0 {
        value[numbers[audienceOfSchool[school]]] = coarser[school]
      }
      let (names, ofColumn) = numbered(value)
      levels.append(SplitSubject.CoarseLevel(names: names, ofColumn: ofColumn))
    }
    return isNested ? levels : nil
  }

  private func reportUnnested(
    _ finer: [String], _ coarser: [String], _ level: Int, _ log: inout ProblemLog
  ) -> Bool {
    var first: [[UInt8]: Int] = [:]
    var isNested = true
    for school in planCase.schools.indices {
      let key = Array(finer[school].utf8)
      guard let before = first[key] else {
        first[key] = school
        continue
      }
      if coarser[before].utf8.elementsEqual(coarser[school].utf8) { continue }
      isNested = false
      let (fine, coarse) = (rule.levels[level + 1], rule.levels[level])
      log.add(.levelsUnnested, cause: rule.name) {
        let (a, b) = (planCase.schools[before], planCase.schools[school])
        return (
          planCase.place(ofSchool: school),
          Phrase(
            zh: "\(fine) \(finer[school]) 既在 \(coarse) \(coarser[before])（\(a)）"
              + "又在 \(coarser[school])（\(b)）",
            en: "\(fine) \(finer[school]) lies in \(coarse) \(coarser[before]) (\(a)) and in "
              + "\(coarser[school]) (\(b))")
        )
      }
    }
    return isNested
  }

  // MARK: Checks

  /// Whether a row's seats can be placed at all.
  private func check(
    _ row: SplitSubject.Row, _ cells: ArraySlice<SeatCell>, _ log: inout ProblemLog
  ) {
    let weighty = cells.filter { $0.weight > 0 }
    let least = weighty.reduce(0) { $0 + $1.minimum }
    let most = rule.maximum.map { min($0, Limits.seatsMax) * weighty.count } ?? Limits.seatsMax
    let (code, what): (Code, Phrase)
    if cells.isEmpty {
      (code, what) = (
        .splitWithoutAudience, Phrase(zh: "没有对它开放的受众", en: "no audience is open to it")
      )
    } else if weighty.isEmpty {
      (code, what) = (
        .splitWithoutWeight,
        Phrase(
          zh: "对它开放的 \(cells.count) 个受众权重都为 0",
          en: "the \(cells.count) audiences open to it weigh nothing")
      )
    } else if least > row.seats {
      (code, what) = (
        .minimumsBeyondSeats, Phrase(zh: "最低名额合计 \(least)", en: "the minima add up to \(least)")
      )
    } else if most < row.seats {
      (code, what) = (
        .maximumsBelowSeats, Phrase(zh: "最高名额合计 \(most)", en: "the maxima add up to \(most)")
      )
    } else {
      return
    }
    log.add(code, cause: rule.name) {
      let programme = planCase.programmes[row.programme].code
      return (
        planCase.place(ofProgramme: row.programme),
        Phrase(
          zh: "方案 \(rule.name)：\(programme) 有 \(row.seats) 个名额，\(what.zh)",
          en: "split \(rule.name): \(programme) has \(row.seats) seats, and \(what.en)")
      )
    }
  }

  /// Refuses what the method cannot do, naming those that can.
  private func checkMethod(_ log: inout ProblemLog) {
    let isNetwork = [.lottery, .leastDeviation].contains(rule.method)
    let name = rule.method.rawValue
    let path = RuleSet.keyPath("plan", "splits", rule.name)
    func refuse(_ key: String, _ zh: String, _ en: String) {
      log.add(
        .methodCannot, at: planCase.rules.place(of: path + "/" + key), cause: rule.name,
        Phrase(zh: "方案 \(rule.name)：\(zh)", en: "split \(rule.name): \(en)"))
    }
    if isNetwork, rule.levels.count > 2 {
      refuse(
        "levels", "\(name) 至多两级；六种逐级分配的方法（如 hamilton）级数不限",
        "\(name) takes at most two levels; the vector methods (such as hamilton) take any number")
    }
    if rule.method == .biproportional, rule.levels.count > 1 {
      refuse(
        "levels", "biproportional 只能一级；两级可用 lottery 或 leastDeviation",
        "biproportional takes one level; lottery and leastDeviation take two")
    }
    if let least = rule.totalMinimum, least > 0, !isNetwork, rule.method != .biproportional {
      refuse(
        "totalMinimum",
        "\(name) 逐个招生代码分配，不能保证每所初中合计；可用 lottery、leastDeviation 或 biproportional",
        "\(name) splits each programme on its own and cannot promise totals; lottery, "
          + "leastDeviation and biproportional can")
    }
  }
}

/// The distinct values, ascending by bytes, and the number of each value given.
func numbered(_ values: [String]) -> (names: [String], numbers: [Int]) {
  let distinct = Set(values.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
  let number = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
  return (
    distinct.map { String(decoding: $0, as: UTF8.self) }, values.map { number[Array($0.utf8)]! }
  )
}
