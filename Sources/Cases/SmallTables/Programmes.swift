import Diagnostics
import Rules
import Tables

/// What students can choose, in order of the codes.
struct Programmes {
  var table: KeyedTable
  /// What people call each.
  let titles: [String]
  /// The high school each belongs to.
  let schools: [String]
  /// The seats of each; 0 where the cell is no number, which has been said.
  let plan: [Int]
  /// Whether the plan of each could be read: nothing follows from one that could not.
  let isPlanRead: [Bool]
  /// Who runs it, where the table says.
  let sectors: [Sector?]
  /// Whether it counts for the quota share.
  let isQuality: [Bool]

  var count: Int { table.count }
  var codes: [String] { table.codes }

  init?(_ csv: CSVTable, _ rules: RuleSet, log: inout ProblemLog) {
    guard
      var table = KeyedTable(
        csv, key: "programme", and: ["plan"], rules: rules, log: &log),
      let planColumn = table.finder.require("plan", log: &log),
      let plan = table.counts("plan", log: &log)
    else { return nil }
    let codes = table.codes
    self.plan = plan
    isPlanRead = (0..<table.count).map { Cases.count(of: table[$0, planColumn]) != nil }
    titles = zip(table.values("name", log: &log) ?? codes, codes).map { $0.isEmpty ? $1 : $0 }
    schools = zip(table.values("school", log: &log) ?? codes, codes).map { $0.isEmpty ? $1 : $0 }
    sectors = Programmes.choice(
      "sector", ["public": Sector.public, "private": .private, "公办": .public, "民办": .private], nil,
      &table, &log)
    isQuality = Programmes.choice(
      "quality", ["yes": true, "no": false, "是": true, "否": false], true, &table, &log)
    _ = table.finder.find("district", log: &log)
    table.finder.arePlainTexts("name", "sector", "quality")
    self.table = table
  }

  /// A column with a few known words; an empty cell or column is `otherwise`.
  private static func choice<Value>(
    _ name: String, _ words: [String: Value], _ otherwise: Value, _ table: inout KeyedTable,
    _ log: inout ProblemLog
  ) -> [Value] {
    guard let column = table.finder.find(name, log: &log) else {
      return Array(repeating: otherwise, count: table.count)
    }
    return (0..<table.count).map { index in
      let cell = table[index, column]
      if cell.isEmpty { return otherwise }
      if let value = words[cell] { return value }
      let known = words.keys.sorted().joined(separator: ", ")
      let header = table.text.headers[column].name
      log.add(
        .wordUnknown, at: table.place(index, column: column), cause: name,
        Phrase(
          zh: "\(header) 为 \(spelled(cell))，应为 \(known) 之一",
          en: "\(header) is \(spelled(cell)); one of \(known) was expected"))
      return otherwise
    }
  }
}
