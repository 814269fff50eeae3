import Admission
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
    let read = exclusions(
      csv, rules, columns.programmes?.table, columns.schools, columns.levelValues, log: &log)
    enter(read.table, read.finder)
    return read.pairs
  }

  /// Says what is wrong with `exclusions.csv` where students are admitted: the seats are given as
  /// the quotas say, so the table is none of what allocating reads, and is opened apart; but a
  /// table of which half is nonsense must not pass for one that was heeded.
  func checkExclusions(
    _ builder: MarketBuilder, _ names: MarketNames, _ market: Market, log: inout ProblemLog
  ) {
    let aside = CaseFiles(files.folder, workers: workers)
    aside.use(builder.rules)
    guard let csv = aside.table("exclusions", required: false, log: &log) else { return }
    let schools = builder.planner.schools
    var (table, said) = (schools.table, ProblemLog())
    var levels: [(column: String, values: Set<[UInt8]>)] = []
    func add(_ column: String, _ values: [String]) {
      let values = values.filter { !$0.isEmpty }.map { Array($0.utf8) }
      if let at = levels.firstIndex(where: { sameBytes($0.column, column) }) {
        levels[at].values.formUnion(values)
      } else {
        levels.append((column, Set(values)))
      }
    }
    for level in builder.rules.plan.splits.flatMap(\.levels)
    where !sameBytes(level, "middle_school") {
      add(level, table.values(level, log: &said) ?? [])
    }
    for (pool, rule) in builder.poolRules.enumerated() {
      guard case .attribute(let column) = builder.rules.pools[rule].audience else { continue }
      add(column, names.audiences[market.pools[pool].audience])
    }
    _ = exclusions(csv, builder.rules, builder.programmes.table, schools, levels, log: &log)
  }

  private func exclusions(
    _ csv: CSVTable, _ rules: RuleSet, _ programmes: KeyedTable?, _ schools: MiddleSchools?,
    _ levels: [(column: String, values: Set<[UInt8]>)], log: inout ProblemLog
  ) -> (pairs: [PlanExclusion], table: CSVTable, finder: ColumnFinder) {
    var finder = ColumnFinder(csv, rules)
    let found = ["programme", "audience"].map { finder.require($0, log: &log) }
    finder.reportCells(log: &log)
    let text = TextTable(csv, log: &log)
    guard let programmeColumn = found[0], let audienceColumn = found[1], let programmes, let schools
    else { return ([], text.table, finder) }
    let resolver = AudienceResolver(schools: schools, levels: levels)
    var exclusions: [PlanExclusion] = []
    var first: [[UInt8]: Int] = [:]
    for row in 0..<text.rowCount {
      let programme = programmes.index(of: text[row, programmeColumn])
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
    return (exclusions, text.table, finder)
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
          zh: "\(spelled(name)) 既是\(kinds.joined(separator: "，又是 "))；请改用不重复的代码",
          en:
            "\(spelled(name)) is an audience of \(kinds.joined(separator: " and of ")); use codes "
            + "that differ"))
    }
    return nil
  }
}
