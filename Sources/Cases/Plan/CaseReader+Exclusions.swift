import Diagnostics
import Rules
import Tables

extension CaseReader {
  /// The pairs of `exclusions.csv`: unknown programmes and audiences, and pairs given twice, are
  /// errors.
  mutating func readExclusions(
    _ rules: RuleSet, _ columns: PlanColumns, log: inout ProblemLog
  ) -> [PlanExclusion] {
    guard let csv = files.table("exclusions", required: false, log: &log) else { return [] }
    var finder = ColumnFinder(csv, rules)
    let found = ["programme", "audience"].map { finder.require($0, log: &log) }
    finder.reportCells(log: &log)
    let text = TextTable(csv, log: &log)
    enter(text.table, finder)
    guard let programmeColumn = found[0], let audienceColumn = found[1],
      let programmes = columns.programmes, let schools = columns.schools
    else { return [] }
    let resolver = AudienceResolver(columns, schools)
    var exclusions: [PlanExclusion] = []
    var first: [[UInt8]: Int] = [:]
    for row in 0..<text.rowCount {
      let programme = programmes.table.index(of: text[row, programmeColumn])
      if programme == nil {
        unknown(
          .codeUnknown, "programme", text[row, programmeColumn], programmes.codes,
          text.place(row: row, column: programmeColumn), &log)
      }
      let audience = resolver.audience(
        text[row, audienceColumn], at: text.place(row: row, column: audienceColumn), log: &log)
      guard let programme, let audience else { continue }
      let exclusion = PlanExclusion(programme: programme, audience: audience)
      let key = Array("\(programme) \(text[row, audienceColumn])".utf8)
      if let before = first[key] {
        log.add(
          .exclusionTwice, at: text.place(row: row), cause: csv.file,
          Phrase(
            zh: "同一招生代码、受众的排除已在第 \(text.place(row: before).line) 行给出",
            en: "this programme and audience are excluded on line \(text.place(row: before).line) "
              + "already"))
        continue
      }
      first[key] = row
      exclusions.append(exclusion)
    }
    return exclusions
  }

  /// Says that a name is unknown, and which known one is nearest.
  func unknown(
    _ code: Code, _ what: String, _ name: String, _ known: [String], _ place: Place,
    _ log: inout ProblemLog
  ) {
    log.add(
      code, at: place, cause: "\(place.file)/\(what)",
      unknownName(what, name, among: known))
  }
}

/// Knows every audience that the splits of a plan have, at whatever level.
private struct AudienceResolver {
  let schools: MiddleSchools
  let levels: [(column: String, values: Set<[UInt8]>)]

  init(_ columns: PlanColumns, _ schools: MiddleSchools) {
    self.schools = schools
    levels = columns.levelValues
  }

  func audience(
    _ name: String, at place: Place, log: inout ProblemLog
  ) -> PlanExclusion.Audience? {
    var found: [PlanExclusion.Audience] = []
    if let school = schools.table.index(of: name) { found.append(.school(school)) }
    let bytes = Array(name.utf8)
    for (column, values) in levels where !bytes.isEmpty && values.contains(bytes) {
      found.append(.value(column: column, name))
    }
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      let known =
        schools.table.codes
        + levels.flatMap { level in
          level.values.map { String(decoding: $0, as: UTF8.self) }.sorted()
        }
      log.add(
        .audienceUnknown, at: place, cause: "\(place.file)/audience",
        unknownName("audience", name, among: known))
    } else {
      let kinds =
        (schools.table.index(of: name) == nil ? [] : ["middle_school"])
        + levels.filter { $0.values.contains(bytes) }.map(\.column)
      log.add(
        .audienceAmbiguous, at: place, cause: place.file,
        Phrase(
          zh: "\(quoted(name)) 既是\(kinds.joined(separator: "，又是 "))；请改用不重复的代码",
          en: "\(quoted(name)) is an audience of \(kinds.joined(separator: " and of ")); use codes "
            + "that differ"))
    }
    return nil
  }
}
