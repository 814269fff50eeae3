import Apportionment
import Cases
import Diagnostics
import Rules

/// Lays out one split: rows, columns, cells; every row that cannot be split is reported.
struct SubjectBuilder {
  let planCase: PlanCase
  let at: Int
  let rule: SplitRule
  let split: PlanSplit
  private let open: OpenSchools
  let rows: [SplitSubject.Row]
  /// The weight of each school, in units of 10^−places.
  let weights: [Int]
  let places: Int
  /// For each school the number of its audience of the last level.
  let audienceOfSchool: [Int]
  let audienceNames: [String]

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

  /// Whether a level's audiences are the middle schools themselves.
  static func isSchools(_ level: String?) -> Bool {
    level.map { sameBytes($0, "middle_school") } ?? false
  }

  /// The split, laid out; nil, with messages, where it cannot be.
  func subject(log: inout ProblemLog) -> SplitSubject? {
    let errors = log.errorCount
    checkMethod(&log)
    var cells: [MatrixCell] = []
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
    _ row: Int, _ entry: SplitSubject.Row, _ cells: inout [MatrixCell], _ heads: inout [Int]
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

  private func cell(_ row: Int, _ column: Int, weight: Int, heads: Int) -> MatrixCell {
    MatrixCell(
      row: row, column: column, weight: weight,
      minimum: heads >= rule.minimumIf && weight > 0 ? rule.minimum : 0, maximum: rule.maximum)
  }

  private func matrix(
    _ cells: [MatrixCell], _ columns: [Int], _ coarse: [SplitSubject.CoarseLevel]
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
            MatrixCell(
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
}

/// The distinct values, ascending by bytes, and the number of each value given.
func numbered(_ values: [String]) -> (names: [String], numbers: [Int]) {
  let distinct = Set(values.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
  let number = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
  return (
    distinct.map { String(decoding: $0, as: UTF8.self) }, values.map { number[Array($0.utf8)]! }
  )
}
