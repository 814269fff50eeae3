import Diagnostics
import Rules

/// The quotas of a case against the plan that lies beside them, cell by cell.
///
/// The digest in `plan-summary.json` says no more than that they differ, and whoever alters the one
/// can alter the other. Seats of pools that no split fills were brought by the office: the plan
/// knows nothing of them.
struct PlannedSeats {
  private let folder: String
  private let rules: RuleSet

  init(in folder: String, _ rules: RuleSet) { (self.folder, self.rules) = (folder, rules) }

  /// A cell: where its first row stands, and its seats.
  private struct Cell {
    let key: [UInt8]
    let place: Place
    var seats: Int
  }

  /// Compares both tables; returns how many cells were, nil where there is no plan.
  func check(_ findings: inout Findings) -> Int? {
    guard !rules.plan.splits.isEmpty, let planned = planned() else { return nil }
    var log = ProblemLog()
    let (file, given) = given(&log)
    guard log.isClean else { return nil }
    func differs(_ cell: Cell, _ seats: Int, _ planned: Int) {
      findings.add(.planWrong, at: cell.place) {
        let who = String(decoding: cell.key, as: UTF8.self).split(separator: "\n")
          .joined(separator: ", ")
        return Phrase(
          zh: "\(who)：\(file) 给 \(seats) 个名额，plan.csv 为 \(planned) 个",
          en: "\(who): \(file) has \(counted(seats, "seat")), plan.csv \(planned)")
      }
    }
    var left = Dictionary(uniqueKeysWithValues: planned.map { ($0.key, $0.seats) })
    for cell in given {
      let planned = left.removeValue(forKey: cell.key) ?? 0
      if cell.seats != planned { differs(cell, cell.seats, planned) }
    }
    for cell in planned where left[cell.key] != nil { differs(cell, 0, cell.seats) }
    return planned.count
  }

  /// The seats of the last level of each split, those of splits into one pool added up; nil where
  /// there is no table of a plan.
  private func planned() -> [Cell]? {
    var log = ProblemLog()
    guard let bytes = try? plainBytes("\(folder)/plan.csv"),
      let table = PlainTable(
        "plan.csv", bytes.array(), encoding: .utf8, problems: &log),
      table.headers.elementsEqual(PlanCheck.columns, by: areSameBytes)
    else { return nil }
    let texts = table.texts(problems: &log)
    return PlannedSeats.sums(texts, [2, 3, 4], seats: 8) { row in
      rules.plan.splits.contains {
        areSameBytes($0.name, texts[row, 0]) && areSameBytes($0.levels.last ?? "", texts[row, 1])
      }
    }
  }

  /// The seats that the quotas give to pools of splits.
  private func given(_ log: inout ProblemLog) -> (file: String, cells: [Cell]) {
    let files = CaseFolder(folder, threads: PlainThreads(count: 1))
    let names = ["programme", "pool", "audience", "seats"]
    guard let table = files.table("quotas", rules, required: false) else {
      return (rules.fileName("quotas"), [])
    }
    let columns = names.compactMap { table.requiredColumn($0, rules, problems: &log) }
    guard columns.count == names.count else { return (table.file, []) }
    let texts = table.texts(problems: &log)
    let pools = rules.plan.splits.map { rules.pools[$0.pool].name }
    let cells = PlannedSeats.sums(texts, Array(columns[..<3]), seats: columns[3]) { row in
      pools.contains { areSameBytes($0, texts[row, columns[1]]) }
    }
    return (table.file, cells)
  }

  /// The rows that `isMeant`, those of the same cells added up, in the order of the first of each.
  private static func sums(
    _ texts: PlainTexts, _ key: [Int], seats: Int, _ isMeant: (Int) -> Bool
  ) -> [Cell] {
    var cells: [Cell] = []
    var places: [[UInt8]: Int] = [:]
    for row in 0..<texts.count {
      guard let count = PlainNumber.count(texts[row, seats]), count > 0, isMeant(row) else {
        continue
      }
      let key = Array(key.map { texts[row, $0] }.joined(separator: "\n").utf8)
      if let at = places[key] {
        cells[at].seats += count
      } else {
        places[key] = cells.count
        cells.append(Cell(key: key, place: texts.place(row), seats: count))
      }
    }
    return cells
  }
}
