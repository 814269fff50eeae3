import Diagnostics
import Rules
import Tables

/// The columns of `students.csv` that decide, and the texts of middle schools and programmes that
/// conditions ask for: what an explanation, a sample or a correction has to name.
package struct StudentColumns: Sendable {
  /// A column that is read.
  package struct Source: Sendable {
    /// What it is read as.
    package enum Kind: Sendable, Hashable {
      case student, middleSchool, name, number, text, list
      /// With the values, best first.
      case grade([String])
    }
    /// What it is read as.
    package let kind: Kind
    /// Our name for it.
    package let name: String
    /// Its place in the header.
    package let header: Int
  }

  /// The columns that are read, in the order of the header.
  package let sources: [Source]
  /// The table's name in the case.
  package let file: String
  /// Whether it is a workbook or a database.
  package let isOffice: Bool
  /// The headers, as the file spells them.
  package let headers: [String]
  /// For each list of the cohort the places of its columns; of a joined list the one.
  package let lists: [(headers: [Int], isJoined: Bool)]
  /// Every column that was looked for, by the name that it was looked for by.
  private let found: [(name: String, header: Int)]
  private let schools: MiddleSchools
  private let programmes: Programmes

  init(_ builder: MarketBuilder, _ table: CSVTable) {
    let planner = builder.planner
    let plan = planner.plan
    (file, isOffice) = (table.file, table.sheet != nil)
    found = planner.finder.used.map { ($0.name, $0.header) }
    headers = table.headers.map(\.name)
    lists = plan.lists.map { list in
      if case .joined = list.source { return (list.headers, true) }
      return (list.headers, false)
    }
    var sources = [
      Source(kind: .student, name: "student", header: plan.student),
      Source(kind: .middleSchool, name: "middle_school", header: plan.middleSchool),
    ]
    sources += planner.finder.used.filter { $0.name == "name" }
      .map { Source(kind: .name, name: "name", header: $0.header) }
    sources += plan.columns.map { Source(kind: .number, name: $0.name, header: $0.header) }
    sources += plan.grades.map { Source(kind: .grade($0.order), name: $0.name, header: $0.header) }
    sources += plan.texts.map { Source(kind: .text, name: $0.name, header: $0.header) }
    for list in plan.lists {
      sources += list.headers.map { Source(kind: .list, name: table.headers[$0].name, header: $0) }
    }
    self.sources = sources.enumerated().filter { at, source in
      !sources[..<at].contains { $0.header == source.header && $0.kind == source.kind }
    }.map(\.element).sorted { $0.header < $1.header }
    schools = planner.schools
    programmes = builder.programmes
  }

  /// The place in the header of our column `name`, or of a header of that spelling.
  package func header(of name: String) -> Int? {
    sources.first { sameBytes($0.name, name) }?.header
      ?? found.first { sameBytes($0.name, name) }?.header
      ?? headers.firstIndex { sameBytes($0, name) }
  }

  /// A column of the row of the middle school with this code; nil where there is no such column.
  package func school(_ code: String, _ column: String) -> String? {
    KeyedTable.value(schools.table, code, column)
  }

  /// A column of the row of the programme with this code; nil where there is no such column.
  package func programme(_ code: String, _ column: String) -> String? {
    KeyedTable.value(programmes.table, code, column)
  }
}

extension KeyedTable {
  /// One cell by code and column name; empty for a code that is not in the table, as the rules say
  /// of students without a middle school.
  fileprivate static func value(_ table: KeyedTable, _ code: String, _ column: String) -> String? {
    var (finder, log) = (table.finder, ProblemLog())
    guard let header = finder.find(column, log: &log) else { return nil }
    return table.index(of: code).map { table[$0, header] } ?? ""
  }
}
