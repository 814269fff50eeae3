import Diagnostics
import Rules
import Tables

/// Where students come from, in order of the codes. Number 0 is "none": the school of a student who
/// has none; its code and all its attributes are empty.
struct MiddleSchools {
  var table: KeyedTable

  /// How many there are, "none" included.
  var count: Int { table.count + 1 }

  init?(_ csv: CSVTable, _ rules: RuleSet, log: inout ProblemLog) {
    guard var table = KeyedTable(csv, key: "middle_school", rules: rules, log: &log) else {
      return nil
    }
    for name in ["name", "district", "eligible", "weight", "seats"] {
      _ = table.finder.find(name, log: &log)
    }
    table.finder.areNumbers("eligible", "weight", "seats")
    table.finder.arePlainTexts("name")
    self.table = table
  }

  /// The codes, that of "none" first.
  var codes: [String] { [""] + table.codes }

  /// A column's values, that of "none" first; nil where there is no such column.
  mutating func values(_ name: String, log: inout ProblemLog) -> [String]? {
    table.values(name, log: &log).map { [""] + $0 }
  }
}
