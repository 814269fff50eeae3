import Diagnostics
import Exact
import Rules

/// `priorities.csv`: each programme's own list of students, 1 being the best. Equals draw lots, and
/// who is not listed is unacceptable there.
struct PriorityLists: Sendable {
  /// One student of one programme.
  struct Entry: Sendable {
    var row: Int
    var value: Int
    /// The place in the programme's list, from 0, after the lots.
    var place: Int
  }

  /// For each programme its students in the order of the list.
  private(set) var lists: [[Entry]]
  /// The same in the order of the students' rows, to look up.
  private let byRow: [[Entry]]
  /// How many entries are equal to another of their programme, and drew lots.
  private(set) var drawn = 0

  /// Reads the table. Nil, with problems, where it cannot be used. In a later round it may still
  /// list students who have left: `skipsStrangers`.
  init?(
    _ table: PlainTable, _ market: MarketModel, skipsStrangers: Bool, problems: inout ProblemLog
  ) {
    let names = ["programme", "student", "priority"]
    let columns = names.compactMap {
      table.requiredColumn($0, market.rules, problems: &problems)
    }
    guard columns.count == names.count else { return nil }
    let (students, programmes) = (market.studentNames(), PlainNames(market.programmes))
    var lists: [[Entry]] = market.programmes.map { _ in [] }
    var faults = ProblemLog()
    table.forEachRow(problems: &problems) { _, line, cells, bytes in
      func number(_ names: PlainNames, _ column: Int) -> Int {
        let code = PlainTable.content(cells[columns[column]], bytes)
        return names.number(code.span, 0, code.count)
      }
      let (programme, student) = (number(programmes, 0), number(students, 1))
      let value = PlainNumber.count(PlainTable.text(cells[columns[2]], bytes))
      if skipsStrangers, programme >= 0, student < 0 { return }
      guard programme >= 0, student >= 0, let value, value > 0 else {
        faults.add(
          .plainReading, at: Place(file: table.file, line: line), cause: table.file,
          Phrase(
            zh: "未知的代码，或不是从 1 起的整数", en: "an unknown code, or no whole number from 1"))
        return
      }
      lists[programme].append(Entry(row: student, value: value, place: 0))
    }
    problems.merge(faults)
    for programme in lists.indices {
      drawn += PriorityLists.sort(&lists[programme], market, programme, table.file, &problems)
    }
    self.lists = lists
    byRow = lists.map { list in list.sorted { $0.row < $1.row } }
  }

  /// Puts a list in its order; returns how many of it drew lots.
  private static func sort(
    _ list: inout [Entry], _ market: MarketModel, _ programme: Int, _ file: String,
    _ problems: inout ProblemLog
  ) -> Int {
    list.sort { ($0.value, $0.row) < ($1.value, $1.row) }
    var equals = 0
    var start = 0
    while start < list.count {
      var end = start + 1
      while end < list.count, list[end].value == list[start].value { end += 1 }
      if end - start > 1 {
        equals += end - start
        if market.seed == nil {
          problems.add(
            .plainReading, at: Place(file: file), cause: "seed",
            Phrase(
              zh: "优先次序相同的学生需要抽签，但没有种子",
              en: "students of one priority must draw lots, and there is no seed"))
        }
        let lots = list[start..<end].map { ($0, market.lot($0.row, at: programme)) }
        let drawn = lots.sorted { ($0.1, $0.0.row) < ($1.1, $1.0.row) }
        list.replaceSubrange(start..<end, with: drawn.map(\.0))
      }
      start = end
    }
    for place in list.indices { list[place].place = place }
    return equals
  }

  /// A student's entry at a programme; nil where they are not listed.
  func priority(of row: Int, at programme: Int) -> Entry? {
    let list = byRow[programme]
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].row < row { low = middle + 1 } else { high = middle }
    }
    return low < list.count && list[low].row == row ? list[low] : nil
  }
}

extension MarketModel {
  /// All students' codes, numbered by row.
  func studentNames() -> PlainNames {
    var names = PlainNames()
    for block in blocks {
      for i in 0..<block.count {
        _ = names.number(adding: Array(block.codes[block.codeRange(i)]))
      }
    }
    return names
  }
}
