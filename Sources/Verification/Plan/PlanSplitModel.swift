import Apportionment
import Diagnostics
import Rules

/// What one split has to decide, laid out from the rules and the tables alone.
struct PlanSplitModel {
  /// An open audience of a programme.
  struct Cell {
    let column: Int
    let heads: Int
    /// In units of 10^−`places`.
    let weight: Int
  }

  let rule: SplitRule
  /// The programmes with seats to split, in code order, and how many.
  let rows: [(programme: Int, seats: Int)]
  /// The audiences of the last level that are open to some row, in code order.
  let audiences: [String]
  /// The open audiences of each row, in code order.
  let cells: [[Cell]]
  /// For each level above the last the audience that each column lies in.
  let coarse: [[String]]
  /// In how many places weights are whole.
  let places: Int
  /// The same as integers, framed by tiers and groups.
  let matrix: SeatMatrix
  /// The column that groups the columns of a network.
  let groupColumn: String?
  /// The value of `within` of each row.
  let withinOfRow: [String]?
  /// The seats of each column where the tables give them.
  let columnSeats: [Int]?

  /// In how many parts of a seat shares are kept.
  var unit: Int {
    let cellCount = cells.reduce(0) { $0 + $1.count }
    return cellCount > 10_000_000 && matrix.seatsTotal <= 4_000_000
      ? 1_000_000_000_000 : 1_000_000_000
  }

  /// The least seats of a cell.
  func minimum(_ cell: Cell) -> Int {
    cell.heads >= rule.minimumIf && cell.weight > 0 ? rule.minimum : 0
  }

  /// Nil, with a problem, where the split cannot be laid out.
  init?(
    _ inputs: PlanInputs, _ split: SplitRule, seats: [Int], heads: [Int], log: inout ProblemLog
  ) {
    let rows = seats.indices.filter { seats[$0] > 0 }.map { (programme: $0, seats: seats[$0]) }
    let levels = PlanLevels(inputs, split, log: &log)
    guard let weights = inputs.weights(heads, split, log: &log) else { return nil }
    let layout = PlanLayout(levels, rows.map(\.programme), heads, weights)
    // A middle school of each column, to look its attributes up.
    let schoolOf = layout.schoolOfColumn
    let coarse = levels.values.dropLast().map { values in schoolOf.map { values[$0] } }
    let groups = PlanSplitModel.groups(inputs, split, coarse, schoolOf, &log)
    let tiers = split.tier.map { name in
      let values = inputs.programmes.required(name, log: &log)
      return numberedInByteOrder(rows.map { values[$0.programme] }).numbers
    }
    let matrix = PlanSplitModel.matrix(
      split, rows.map(\.seats), layout.cells, schoolOf.count, tiers,
      groups.map { numberedInByteOrder($0.values).numbers })
    guard let matrix else {
      log.add(
        .planInput, at: inputs.rules.place(of: RuleSet.keyPath("plan", "splits", split.name)),
        Phrase(
          zh: "方案 \(split.name) 的行、权数或最低数不成立",
          en: "the rows, weights or requirements of the split \(split.name) cannot be"))
      return nil
    }
    rule = split
    self.rows = rows
    (audiences, cells, places) = (layout.audiences, layout.cells, layout.places)
    self.coarse = Array(coarse)
    self.matrix = matrix
    groupColumn = schoolOf.isEmpty ? nil : groups?.column
    withinOfRow = levels.withinOfProgramme.map { values in rows.map { values[$0.programme] } }
    let fixesColumns = split.method == .biproportional && PlanSplitModel.isOfSchools(split)
    let isGiven = fixesColumns && inputs.schools.values("seats", log: &log) != nil
    let given = isGiven ? inputs.schools.counts("seats", log: &log) : nil
    columnSeats = given.map { seats in schoolOf.map { seats[$0] } }
  }

  private static func isOfSchools(_ split: SplitRule) -> Bool {
    split.levels.count == 1 && areSameBytes(split.levels[0], "middle_school")
  }

  /// What groups the columns of a network: the level above the last, else the districts.
  private static func groups(
    _ inputs: PlanInputs, _ split: SplitRule, _ coarse: [[String]], _ schoolOf: [Int],
    _ log: inout ProblemLog
  ) -> (column: String, values: [String])? {
    guard [.lottery, .leastDeviation].contains(split.method) else { return nil }
    if let values = coarse.last { return (split.levels[split.levels.count - 2], values) }
    guard isOfSchools(split), let values = inputs.schools.values("district", log: &log) else {
      return nil
    }
    return ("district", schoolOf.map { values[$0] })
  }

  private static func matrix(
    _ split: SplitRule, _ seats: [Int], _ cells: [[Cell]], _ columns: Int, _ tiers: [Int]?,
    _ groups: [Int]?
  ) -> SeatMatrix? {
    let listed = cells.enumerated().flatMap { row, cells in
      cells.map { cell in
        MatrixCell(
          row: row, column: cell.column, weight: cell.weight,
          minimum: cell.heads >= split.minimumIf && cell.weight > 0 ? split.minimum : 0,
          maximum: split.maximum)
      }
    }
    return try? SeatMatrix(rowSeats: seats, columnCount: columns, cells: listed)
      .nested(tierOfRow: tiers ?? [], groupOfColumn: groups ?? [])
  }
}

/// The open cells of a split, programme by programme.
private struct PlanLayout {
  /// The audiences of the last level that are open to some row, in code order.
  private(set) var audiences: [String] = []
  /// A middle school of each of them.
  private(set) var schoolOfColumn: [Int] = []
  private(set) var cells: [[PlanSplitModel.Cell]] = []
  /// In how many places all weights are whole.
  let places: Int

  /// `heads` and `weights`, the latter in thousandths, are those of the middle schools.
  init(_ levels: PlanLevels, _ programmes: [Int], _ heads: [Int], _ weights: [Int]) {
    let divisor = [1000, 100, 10].first { unit in weights.allSatisfy { $0 % unit == 0 } } ?? 1
    places = [1000: 0, 100: 1, 10: 2, 1: 3][divisor]!
    let (names, audienceOf) = numberedInByteOrder(levels.values.last ?? [])
    var schoolOf = Array(repeating: -1, count: names.count)
    var open: [[(heads: Int, weight: Int)?]] = []
    for programme in programmes {
      var sums = [(heads: Int, weight: Int)?](repeating: nil, count: names.count)
      for school in audienceOf.indices where levels.isOpen(school: school, to: programme) {
        let old = sums[audienceOf[school]] ?? (0, 0)
        sums[audienceOf[school]] = (
          old.heads + heads[school], old.weight + weights[school] / divisor
        )
        schoolOf[audienceOf[school]] = school
      }
      open.append(sums)
    }
    let used = names.indices.filter { schoolOf[$0] >= 0 }
    audiences = used.map { names[$0] }
    schoolOfColumn = used.map { schoolOf[$0] }
    cells = open.map { sums in
      used.enumerated().compactMap { column, name in
        sums[name].map {
          PlanSplitModel.Cell(column: column, heads: $0.heads, weight: $0.weight)
        }
      }
    }
  }
}

/// The audiences of each middle school at each level of a split, and who is open to whom.
private struct PlanLevels {
  /// For each level the audience of each middle school.
  let values: [[String]]
  /// The value of `within` of each programme.
  let withinOfProgramme: [String]?
  private let withinOfSchool: [String]?
  private let excluded: [Set<[UInt8]>]

  init(_ inputs: PlanInputs, _ split: SplitRule, log: inout ProblemLog) {
    values = split.levels.map { level in
      areSameBytes(level, "middle_school")
        ? inputs.schools.codes : inputs.schools.required(level, log: &log)
    }
    withinOfProgramme = split.within.map { inputs.programmes.required($0, log: &log) }
    withinOfSchool = split.within.map { inputs.schools.required($0, log: &log) }
    self.schools = inputs.schools.codes
    excluded = inputs.programmes.codes.map { code in
      Set(
        inputs.exclusions.filter { areSameBytes($0.programme, code) }
          .map { Array($0.audience.utf8) })
    }
  }

  private let schools: [String]

  func isOpen(school: Int, to programme: Int) -> Bool {
    if let mine = withinOfProgramme?[programme], let theirs = withinOfSchool?[school],
      mine.isEmpty || !areSameBytes(mine, theirs)
    {
      return false
    }
    let closed = excluded[programme]
    return closed.isEmpty
      || !closed.contains(Array(schools[school].utf8))
        && !values.contains { closed.contains(Array($0[school].utf8)) }
  }
}
