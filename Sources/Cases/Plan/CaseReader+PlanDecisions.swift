import Diagnostics
import Rules
import Tables

extension CaseReader {
  /// The rows of `plan-decisions.csv`. Whether each answers a tie is seen when the plan is made.
  mutating func readPlanDecisions(
    _ rules: RuleSet, _ programmes: Programmes?, log: inout ProblemLog
  ) -> [PlanDecision] {
    guard let csv = files.table("plan-decisions", required: false, log: &log) else { return [] }
    var finder = ColumnFinder(csv, rules)
    let columns = PlanDecision.columns.map { finder.require($0, log: &log) }
    finder.arePlainTexts("decided_by", "reason")
    finder.reportCells(log: &log)
    let text = TextTable(csv, log: &log)
    enter(text.table, finder)
    guard columns.allSatisfy({ $0 != nil }), let programmes else { return [] }
    var decisions: [PlanDecision] = []
    var first: [[[UInt8]]: Int] = [:]
    for row in 0..<text.rowCount {
      let cells = columns.map { text[row, $0!] }
      let line = text.place(row: row).line
      if !cells[4].isEmpty {
        reportUnsigned(
          Phrase(zh: "对 \(cells[3]) 的裁定", en: "the decision on \(cells[3])"),
          [5, 6].map {
            (cells[$0], text.headers[columns[$0]!].name, text.place(row: row, column: columns[$0]!))
          }, &log)
      }
      guard
        let decision = decision(cells, line, rules, programmes, csv.file, &log)
      else { continue }
      let key = cells.prefix(4).map { Array($0.utf8) }
      if let before = first[key] {
        log.add(
          .planDecisionTwice, at: Place(file: csv.file, line: line), cause: csv.file,
          Phrase(
            zh: "同一方案、级别、招生代码、受众的裁定已在第 \(before) 行给出",
            en: "this split, level, programme and audience are decided on line \(before) already"))
        continue
      }
      first[key] = line
      decisions.append(decision)
    }
    return decisions
  }

  private func decision(
    _ cells: [String], _ line: Int, _ rules: RuleSet, _ programmes: Programmes, _ file: String,
    _ log: inout ProblemLog
  ) -> PlanDecision? {
    let place = Place(file: file, line: line)
    let splits = rules.plan.splits
    guard let split = splits.firstIndex(where: { sameBytes($0.name, cells[0]) }) else {
      unknown(.planDecisionUnknown, "split", cells[0], splits.map(\.name), place, &log)
      return nil
    }
    guard let level = splits[split].levels.firstIndex(where: { sameBytes($0, cells[1]) }) else {
      unknown(.planDecisionUnknown, "level", cells[1], splits[split].levels, place, &log)
      return nil
    }
    let isTotal = cells[2] == "*" && splits[split].method == .biproportional
    let programme = programmes.table.index(of: cells[2])
    if programme == nil, !isTotal {
      unknown(.planDecisionUnknown, "programme", cells[2], programmes.codes, place, &log)
      return nil
    }
    guard ["seat", "none"].contains(cells[4]) else {
      log.add(
        .planDecisionUnfit, at: place, cause: file,
        Phrase(
          zh: "decision 为 \(spelled(cells[4]))，应为 seat 或 none",
          en: "the decision is \(spelled(cells[4])); seat or none was expected"))
      return nil
    }
    return PlanDecision(
      split: split, level: level, programme: isTotal ? nil : programme, audience: cells[3],
      getsSeat: cells[4] == "seat", cells: cells, line: line)
  }
}
