import Diagnostics
import Rules

extension CaseInputsReader {
  /// Lists that stand in `choices.csv`, a row a choice: put where the others are.
  func readChoices(_ planner: MarketPlanner, _ blocks: inout [StudentRows]) {
    let layout = planner.students.layout
    var numbers: [(called: String, list: Int)] = []
    for (number, list) in layout.lists.enumerated() {
      if case .rows(let called) = list.rule { numbers.append((called, number)) }
    }
    guard !numbers.isEmpty, let table = folder.table("choices", planner.rules, required: true)
    else {
      return
    }
    let columns = ["student", "number", "programme"].compactMap {
      table.requiredColumn($0, planner.rules, problems: &folder.problems)
    }
    guard columns.count == 3 else { return }
    let listColumn =
      numbers.count > 1
      ? table.requiredColumn("list", planner.rules, problems: &folder.problems)
      : table.column("list", planner.rules, problems: &folder.problems)
    var students = PlainNames()
    for block in blocks {
      for i in 0..<block.count {
        let start = i == 0 ? 0 : Int(block.codeEnds[i - 1])
        _ = students.number(adding: Array(block.codes[start..<Int(block.codeEnds[i])]))
      }
    }
    var lists = numbers.map { _ in [[UInt16]](repeating: [], count: students.count) }
    var faults = ProblemLog()
    table.forEachRow(problems: &folder.problems) { _, line, cells, bytes in
      func number(_ names: PlainNames, _ column: Int) -> Int {
        let code = PlainTable.content(cells[columns[column]], bytes)
        return names.number(code.span, 0, code.count)
      }
      let student = number(students, 0)
      if earlier != nil, student < 0 { return }
      let programme = number(planner.programmes.lookup, 2)
      let choice = PlainNumber.count(PlainTable.text(cells[columns[1]], bytes)) ?? 0
      let text = listColumn.map { PlainTable.text(cells[$0], bytes) }
      let list = text.map { text in numbers.firstIndex { areSameBytes($0.called, text) } } ?? 0
      guard student >= 0, programme >= 0, let list, (1...1000).contains(choice),
        Self.enter(UInt16(programme + 1), choice - 1, in: &lists[list][student]),
        choice <= planner.lengthsMax[numbers[list].list]
      else {
        faults.add(
          .plainReading, at: Place(file: table.file, line: line), cause: table.file,
          Phrase(
            zh: "未知的代码或批次、不可用的志愿序号，或重复的志愿",
            en: "an unknown code or list, an unfit number, or a choice given twice"))
        return
      }
    }
    folder.problems.merge(faults)
    for (at, (_, list)) in numbers.enumerated() { Self.fill(&blocks, list, lists[at]) }
  }

  /// Enters a choice; false where its number or its programme is taken.
  private static func enter(_ programme: UInt16, _ place: Int, in choices: inout [UInt16]) -> Bool {
    if choices.contains(programme) { return false }
    while choices.count <= place { choices.append(0) }
    if choices[place] != 0 { return false }
    choices[place] = programme
    return true
  }

  private static func fill(_ blocks: inout [StudentRows], _ list: Int, _ choices: [[UInt16]]) {
    var row = 0
    for at in blocks.indices {
      (blocks[at].choices[list], blocks[at].choiceEnds[list]) = ([], [])
      for _ in 0..<blocks[at].count {
        blocks[at].choices[list] += choices[row]
        blocks[at].choiceEnds[list].append(Int32(blocks[at].choices[list].count))
        row += 1
      }
      blocks[at].choices[list] += Array(repeating: 0, count: StudentBlock.choicesRoom)
    }
  }
}
