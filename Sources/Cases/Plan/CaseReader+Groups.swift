import Diagnostics
import Exact
import Rules
import Tables

extension CaseReader {
  /// Warns of middle schools that a split leaves out for their value in the column that it stays
  /// `within`, which no programme has; those that are only spelled in another way are left to
  /// `compared`. A programme of a group without middle schools is an error of its own, but a school
  /// without programmes gets no seats and nobody would notice. A group that the quotas give seats
  /// of its own is no slip.
  ///
  /// Complexity: O(cells of the columns); the quotas are only read where there is something to say.
  func warnOfGroups(
    _ rules: RuleSet, _ programmes: KeyedTable, _ schools: KeyedTable,
    _ compared: inout ComparedColumns, log: inout ProblemLog
  ) {
    var (programmes, schools) = (programmes, schools)
    var said = ProblemLog()  // who makes the plan says what is missing
    for (column, splits) in columnsWithin(rules) {
      guard let values = programmes.values(column, log: &said),
        let header = schools.finder.find(column, log: &said)
      else { continue }
      compared.add(.schools, column, values)
      compared.add(.programmes, column, [])
      let isKnown = Set(values.map { ByteText($0) })
      let forms = Oddity.byPlainForm(values)
      let strangers = (0..<schools.count).filter { school in
        let value = schools[school, header]
        return !isKnown.contains(ByteText(value)) && Oddity(value, known: forms) == nil
          && !isWeightless(school, &schools)
      }
      if strangers.isEmpty { continue }
      let seated = groupsWithSeats(column, rules)
      for school in strangers where !seated.contains(ByteText(schools[school, header])) {
        log.add(.groupUnknown, cause: "\(schools.text.table.file)/\(column)") {
          (
            schools.place(school, column: header),
            phrase(schools, school, header, splits, isKnown.sorted().texts)
          )
        }
      }
    }
  }

  /// Whether the table says that nobody of a middle school is eligible: no split gives it seats,
  /// wherever it is.
  private func isWeightless(_ school: Int, _ schools: inout KeyedTable) -> Bool {
    var said = ProblemLog()
    return ["eligible", "weight"].contains { name in
      guard let column = schools.finder.find(name, log: &said) else { return false }
      let cell = schools[school, column].utf8
      return cell.contains(UInt8(ascii: "0")) && cell.allSatisfy { "0.".utf8.contains($0) }
    }
  }

  /// The columns by which splits group, with the names of the splits.
  private func columnsWithin(_ rules: RuleSet) -> [(column: String, splits: [String])] {
    var found: [(column: String, splits: [String])] = []
    for split in rules.plan.splits {
      guard let column = split.within else { continue }
      if let at = found.firstIndex(where: { sameBytes($0.column, column) }) {
        found[at].splits.append(split.name)
      } else {
        found.append((column, [split.name]))
      }
    }
    return found
  }

  /// The audiences to which the quotas give seats of pools that go by this column.
  private func groupsWithSeats(_ column: String, _ rules: RuleSet) -> Set<ByteText> {
    let pools = rules.pools.filter { $0.audience == .attribute(column) }.map(\.name)
    if pools.isEmpty { return [] }
    let names = ["pool", "audience"]
    let table = NonInputTable("quotas", columns: names, in: files.folder, rules, workers: workers)
    guard let table else { return [] }
    let rows = (0..<table.rowCount).lazy.map { table.cells($0) }
    return Set(
      rows.filter { cells in pools.contains { sameBytes($0, cells[0]) } }.map { ByteText($0[1]) })
  }
}

private func phrase(
  _ schools: KeyedTable, _ school: Int, _ column: Int, _ splits: [String],
  _ known: [String]
) -> Phrase {
  let (code, header) = (schools.codes[school], schools.text.headers[column].name)
  let value = schools[school, column]
  let others = knownNames(near: value, among: known)
  let list = splits.joined(separator: ", ")
  return Phrase(
    zh: "初中 \(code) 的 \(header) 为 \(spelled(value))，没有招生代码有这个值，方案 \(list) 不会给它名额"
      + others.zh,
    en: "the middle school \(code) has the \(header) \(spelled(value)), which no programme has: "
      + "no seats reach it by the split \(list)" + others.en)
}
