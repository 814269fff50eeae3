import Diagnostics
import Rules

/// A small table whose rows have a code each (programmes, middle schools), in the order of the
/// codes' bytes.
struct KeyedTexts: Sendable {
  let table: PlainTable
  private let texts: PlainTexts
  private let rows: [Int]
  /// The codes, ascending by bytes.
  let codes: [String]
  /// The codes to look up; of middle schools and programmes the number is the place in `codes`.
  let lookup: PlainNames
  private let rules: RuleSet

  /// Reads the table whose codes are in column `key`. Nil, with problems, where it has none.
  init?(_ table: PlainTable, key: String, _ rules: RuleSet, problems: inout ProblemLog) {
    guard let column = table.requiredColumn(key, rules, problems: &problems) else { return nil }
    let texts = table.texts(problems: &problems)
    let rows = (0..<texts.count).sorted { comesBefore(texts[$0, column], texts[$1, column]) }
    codes = rows.map { texts[$0, column] }
    for (at, code) in codes.enumerated() {
      let isTwice = at > 0 && areSameBytes(code, codes[at - 1])
      guard code.isEmpty || isTwice else { continue }
      problems.add(
        .plainReading, at: texts.place(rows[at]), cause: table.file,
        code.isEmpty
          ? Phrase(zh: "\(key) 为空", en: "\(key) is empty")
          : Phrase(zh: "\(key) \(code) 重复", en: "\(key) \(code) appears twice"))
    }
    (self.table, self.texts, self.rows, self.rules) = (table, texts, rows, rules)
    lookup = PlainNames(codes)
  }

  /// How many rows there are.
  var count: Int { codes.count }

  /// The values of a column in the order of the codes; nil where there is no such column.
  func values(_ name: String, problems: inout ProblemLog) -> [String]? {
    guard let column = table.column(name, rules, problems: &problems) else { return nil }
    return rows.map { texts[$0, column] }
  }

  /// The same, where what there is to say of the column has been said.
  func unquestioned(_ name: String) -> [String]? {
    var said = ProblemLog()
    return values(name, problems: &said)
  }

  /// The same, of a column that must be there; empty texts where it is not.
  func required(_ name: String, problems: inout ProblemLog) -> [String] {
    guard let column = table.requiredColumn(name, rules, problems: &problems) else {
      return Array(repeating: "", count: count)
    }
    return rows.map { texts[$0, column] }
  }

  /// A column of numbers in thousandths, empty cells (where there may be any) as nil; nil where
  /// there is no such column.
  func numbers(
    _ name: String, mayBeEmpty: Bool, most: Int64 = .max, problems: inout ProblemLog
  ) -> [Int64?]? {
    guard let cells = values(name, problems: &problems) else { return nil }
    let limit =
      most == .max ? Phrase(zh: "", en: "") : Phrase(zh: "，不超过满分", en: " up to the full marks")
    return cells.enumerated().map { at, cell in
      if cell.isEmpty, mayBeEmpty { return nil }
      if let value = PlainNumber.read(cell), value <= most { return value }
      problems.add(
        .plainReading, at: place(at), cause: name,
        Phrase(
          zh: "\(name) 为 \(asciiQuoted(cell))，应为数\(limit.zh)",
          en: "\(name) is \(asciiQuoted(cell)), a number was expected\(limit.en)"))
      return nil
    }
  }

  /// Where a row stands.
  func place(_ index: Int) -> Place { texts.place(rows[index]) }
}
