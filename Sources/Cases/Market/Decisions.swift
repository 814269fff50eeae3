import Admission
import Diagnostics
import Rules
import Tables

/// Answers to stops for ties, as rows and as the engine takes them.
struct Decisions {
  var rows: [DecisionRow] = []
  /// The engine's form of each row, in the same order.
  var decisions: [Decision] = []

  init() {}

  init(
    _ csv: CSVTable, _ rules: RuleSet, _ names: MarketNames, _ market: Market, ofAll: Bool,
    log: inout ProblemLog
  ) {
    var finder = ColumnFinder(csv, rules)
    let columns = DecisionRow.columns.map { finder.require($0, log: &log) }
    guard columns.allSatisfy({ $0 != nil }) else { return }
    finder.arePlainTexts("decided_by", "reason")
    finder.reportCells(log: &log)
    let text = TextTable(csv, log: &log)
    let found = (0..<text.rowCount).map { row -> DecisionRow in
      let cells = columns.map { text[row, $0!] }
      return DecisionRow(
        stage: cells[0], programme: cells[1], pool: cells[2], audience: cells[3],
        student: cells[4], decision: cells[5], decidedBy: cells[6], reason: cells[7],
        line: text.place(row: row).line)
    }
    let students = Decisions.rows(of: Set(found.map { Array($0.student.utf8) }), names)
    let known = KnownNames(names: names, market: market, students: students)
    func column(_ name: String) -> Int {
      columns[DecisionRow.columns.firstIndex { sameBytes($0, name) }!]!
    }
    // Where a few students were read, the decisions on the others are nobody's concern.
    for (row, given) in found.enumerated()
    where ofAll || students[Array(given.student.utf8)] != nil {
      func at(_ name: String) -> (header: String, place: Place) {
        (text.headers[column(name)].name, text.place(row: row, column: column(name)))
      }
      if !given.decision.isEmpty {
        let by = at("decided_by")
        let why = at("reason")
        reportUnsigned(
          Phrase(zh: "学生 \(given.student) 的裁定", en: "the decision on student \(given.student)"),
          [(given.decidedBy, by.header, by.place), (given.reason, why.header, why.place)], &log)
      }
      guard let decision = known.decision(given, at, &log) else { continue }
      reportTwice(decision, given, csv.file, &log)
      if !market.mayStop(decision.stage) { log.add(given.idle(csv.file), cause: "idle") }
      rows.append(given)
      decisions.append(decision)
    }
  }

  /// The rows of the students with these codes: one pass over all.
  private static func rows(of wanted: Set<[UInt8]>, _ names: MarketNames) -> [[UInt8]: Int] {
    var found: [[UInt8]: Int] = [:]
    if wanted.isEmpty { return found }
    for row in 0..<names.students.count {
      let code = names.students[row]
      if wanted.contains(code) { found[code] = row }
    }
    return found
  }

  /// Says that an earlier row is about the same: a repetition counts once, a contradiction not at
  /// all.
  private func reportTwice(
    _ decision: Decision, _ given: DecisionRow, _ file: String, _ log: inout ProblemLog
  ) {
    let before = decisions.lastIndex {
      $0.stage == decision.stage && $0.pool == decision.pool && $0.audience == decision.audience
        && $0.programme == decision.programme && $0.student == decision.student
    }
    guard let before else { return }
    if decisions[before].admits != decision.admits {
      let (earlier, later) = (rows[before].decision, given.decision)
      log.add(
        .decisionContradicts, at: Place(file: file, line: given.line), cause: file,
        Phrase(
          zh:
            "学生 \(given.student) 在 \(given.programme) 的裁定为 \(later)，第 \(rows[before].line) 行却是 \(earlier)",
          en:
            "student \(given.student) at \(given.programme) is decided on as \(later), and on line "
            + "\(rows[before].line) as \(earlier)"))
      return
    }
    log.add(
      .decisionTwice, at: Place(file: file, line: given.line), cause: file,
      Phrase(
        zh: "学生 \(given.student) 在 \(given.programme) 的裁定已在第 \(rows[before].line) 行同样给出",
        en: "student \(given.student) at \(given.programme) was decided on line "
          + "\(rows[before].line) already, and in the same way"))
  }
}

extension Market {
  /// Whether a stage can stop for a tie.
  fileprivate func mayStop(_ stage: Int) -> Bool {
    stages[stage].rankings.contains { rankings[$0].ties == .stop }
  }
}

/// What the cells of a decision may name.
private struct KnownNames {
  let names: MarketNames
  let market: Market
  /// The rows of the students whom any decision names.
  let students: [[UInt8]: Int]

  /// A row as the engine takes it; nil where a cell of it is wrong. Each one that is goes to `log`.
  func decision(
    _ given: DecisionRow, _ at: (String) -> (header: String, place: Place), _ log: inout ProblemLog
  ) -> Decision? {
    let isWord = ["admit", "refuse"].contains(given.decision)
    if !isWord {
      let (header, place) = at("decision")
      log.add(
        .decisionUnfit, at: place,
        Phrase(
          zh: "\(header) 为 \(spelled(given.decision))，应为 admit 或 refuse",
          en: "the decision is \(spelled(given.decision)); admit or refuse was expected"))
    }
    func number(_ what: String, _ cell: String, _ known: [String]) -> Int? {
      let found = known.firstIndex { sameBytes($0, cell) }
      if found == nil {
        let (header, place) = at(what)
        log.add(
          .decisionUnknown, at: place, cause: what, unknownName(header, cell, among: known))
      }
      return found
    }
    let stage = number("stage", given.stage, names.stages)
    let programme = number("programme", given.programme, names.programmes)
    let pool = number("pool", given.pool, names.pools)
    // What audiences there are depends on the pool.
    let audience = pool.flatMap {
      number("audience", given.audience, names.audiences[market.pools[$0].audience])
    }
    let student =
      students[Array(given.student.utf8)] ?? number("student", given.student, names.students.likely)
    guard isWord, let stage, let programme, let pool, let audience, let student else { return nil }
    return Decision(
      stage: stage, pool: pool, audience: audience, programme: programme, student: student,
      admits: given.decision == "admit")
  }
}

/// Says which of `cells`, who decided and why, are empty. Where nothing is decided yet, that is
/// what is said instead.
func reportUnsigned(
  _ decision: Phrase, _ cells: [(cell: String, header: String, place: Place)],
  _ log: inout ProblemLog
) {
  for (cell, header, place) in cells where cell.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  {
    log.add(
      .decisionUnsigned, at: place, cause: header,
      Phrase(zh: "\(decision.zh)没有 \(header)", en: "\(decision.en) has no \(header)"))
  }
}
