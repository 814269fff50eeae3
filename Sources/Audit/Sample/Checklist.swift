import Admission
import Cases
import Columns
import Diagnostics
import OfficeFiles
import Tables

extension Sample {
  /// The checklists: for each student of the sample a line a value that decides, with room for what
  /// the paper says. Nil, with messages, where the students cannot be read again.
  public func checklist(
    _ language: Language, workers: Workers, log: inout ProblemLog
  ) -> Sheet? {
    guard let read = reading.value, let columns = reading.columns else { return nil }
    let sources = columns.sources
    let cells = StudentCells(
      source.path, read.rules, columns: sources.map(\.header), of: Set(members.map(\.row)),
      workers: workers, log: &log)
    guard let cells else { return nil }
    let header = [
      Phrase(zh: "考生号", en: "student"), Phrase(zh: "入选原因", en: "why"),
      Phrase(zh: "项目", en: "item"), Phrase(zh: "系统值", en: "value"),
      Phrase(zh: "原始材料", en: "on paper"), Phrase(zh: "一致", en: "agrees"),
      Phrase(zh: "核对人", en: "checked by"),
    ]
    var sheet = Sheet(
      title: Phrase(zh: "核对清单", en: "Checklists")[language],
      columns: header.map { Sheet.Column($0[language]) })
    for member in members {
      var items: [(String, String)] = []
      for (source, cell) in zip(sources, cells.rows[member.row] ?? []) where source.kind != .student
      {
        items.append((columns.headers[source.header], cell))
      }
      items += choices(member.row, read, language) + outcome(member.row, read, language)
      let code = read.names.students.text(member.row)
      let why = member.reasons.joined(separator: language == .zh ? "；" : "; ")
      for (item, value) in items {
        sheet.add(row: [code, why, item, value, "", "", ""])
      }
    }
    return sheet
  }

  /// The choices of lists that stand in a table of their own, each with its number.
  private func choices(_ row: Int, _ read: Case, _ language: Language) -> [(String, String)] {
    (reading.choices?.lists ?? []).flatMap { list -> [(String, String)] in
      let own = read.market.cohort.lists[list.number]
      let numbered = (0..<own.width).map { ($0 + 1, Int(own.cells[row * own.width + $0])) }
      return numbered.filter { $0.1 > 0 }.map { number, programme in
        (
          Phrase(
            zh: "\(list.called) 志愿 \(number)", en: "\(list.called) choice \(number)")[language],
          read.names.programmes[programme - 1]
        )
      }
    }
  }

  /// What was made of the values: scores, the lottery number, and where the student was admitted.
  private func outcome(_ row: Int, _ read: Case, _ language: Language) -> [(String, String)] {
    var items: [(String, String)] = []
    for (number, name) in read.names.numbers.enumerated() {
      guard case .score = name.measure else { continue }
      items.append((name.name, name.text(read.market.cohort.numbers[number][row])))
    }
    let findings = judge.findings(row)
    for finding in findings where !finding.isOver {
      let stage = Phrase(
        zh: "符合条件：\(read.names.stages[finding.stage])",
        en: "eligible: \(read.names.stages[finding.stage])")[language]
      let isEligible = finding.failures.isEmpty
      items.append(
        (stage, (isEligible ? Phrase(zh: "是", en: "yes") : Phrase(zh: "否", en: "no"))[language]))
    }
    let cells = read.admissionCells(judge.seat(findings))
    let result =
      cells[0] == "admitted"
      ? cells[1...].joined(separator: " ") : Phrase(zh: "未录取", en: "not admitted")[language]
    return items + [(Phrase(zh: "结果", en: "result")[language], result)]
  }
}
