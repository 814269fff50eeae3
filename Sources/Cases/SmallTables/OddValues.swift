import Diagnostics
import Exact
import Tables

/// A value of a column: how many rows have it, and the first of them.
struct MetValue: Sendable {
  let text: String
  var count: Int
  var first: Int
}

/// Why a value of a compared column is probably not what was meant.
enum Oddity: Sendable {
  /// It differs from this value in nothing but its spelling.
  case near(String)
  /// It begins or ends with a blank.
  case blanks
  /// It is what a spreadsheet shows where a formula fails.
  case sheetError

  /// What is odd about `text`, where a column is compared with `known`, given by their plain forms.
  /// Those themselves are not asked for.
  init?(_ text: String, known: [ByteText: String]) {
    if let near = known[ByteText(plainForm(text))] {
      self = .near(near)
    } else if isSheetError(text) {
      self = .sheetError
    } else if let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace
    {
      self = .blanks
    } else {
      return nil
    }
  }

  /// Values by their plain forms, the first of equals; nothing is like an empty one, or one of
  /// blanks.
  static func byPlainForm(_ values: some Sequence<String>) -> [ByteText: String] {
    Dictionary(
      values.map { (ByteText(plainForm($0)), $0) }.filter { $0.0 != ByteText("") },
      uniquingKeysWith: { a, _ in a })
  }
}

/// Whether `text` is an error of a spreadsheet: `#N/A`.
func isSheetError(_ text: String) -> Bool {
  text.hasPrefix("#")
    && [
      "#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    ].contains { sameBytes($0, text) }
}

/// The odd ones among all values of a column that is compared with `known`, in the order of their
/// rows. Where several are spelled alike and none of them is known, the most frequent is the right
/// one.
///
/// Complexity: O(values).
func oddValues(_ met: [MetValue], known: [String]) -> [(value: MetValue, oddity: Oddity)] {
  let isKnown = Set(known.map { ByteText($0) })
  let usual = met.sorted { ($1.count, $0.first) < ($0.count, $1.first) }.map(\.text)
  let forms = Oddity.byPlainForm(known + usual)
  return met.sorted { $0.first < $1.first }.compactMap { value in
    if isKnown.contains(ByteText(value.text)) { return nil }
    guard let oddity = Oddity(value.text, known: forms) else { return nil }
    if case .near(let near) = oddity, sameBytes(near, value.text) {
      // The usual spelling; it may still have blanks around it, or be an error.
      return Oddity(value.text, known: [:]).map { (value, $0) }
    }
    return (value, oddity)
  }
}

/// What is said of an odd value under `header`, whose first row is that of `owner`.
func oddPhrase(
  _ header: String, _ value: MetValue, _ owner: Phrase, _ oddity: Oddity
) -> Phrase {
  let what: Phrase
  switch oddity {
  case .near(let near):
    what = Phrase(
      zh: "与 \(spelled(near)) 写法不同，按另一个值处理",
      en: "is not spelled as \(spelled(near)) and taken for another value")
  case .blanks: what = Phrase(zh: "前后有空格", en: "has blanks around it")
  case .sheetError:
    what = Phrase(zh: "是电子表格的错误值", en: "is a spreadsheet's error, not a value")
  }
  return Phrase(
    zh: "\(header) 为 \(spelled(value.text))（\(owner.zh)），\(what.zh)；共 \(value.count) 行",
    en: "\(header) is \(spelled(value.text)) (\(owner.en)): it \(what.en); "
      + counted(value.count, "row"))
}

/// The columns of the small tables whose texts the rules compare, and with what.
struct ComparedColumns {
  /// Whose column it is.
  enum Side { case programmes, schools }

  private var columns: [(side: Side, name: String, known: [String])] = []

  /// Remembers that a column is compared with `known`; empty where it is with whatever stands
  /// elsewhere.
  mutating func add(_ side: Side, _ name: String, _ known: [String]) {
    if let at = columns.firstIndex(where: { $0.side == side && sameBytes($0.name, name) }) {
      columns[at].known += known
    } else {
      columns.append((side, name, known))
    }
  }

  /// Remembers all that `other` does.
  mutating func add(_ other: ComparedColumns) {
    for column in other.columns { add(column.side, column.name, column.known) }
  }

  /// Warns of their odd values. Complexity: O(cells of the columns).
  func warn(_ programmes: KeyedTable?, _ schools: KeyedTable?, log: inout ProblemLog) {
    for (side, name, known) in columns {
      guard var table = side == .programmes ? programmes : schools else { continue }
      var said = ProblemLog()  // whoever compares it has looked the column up
      guard let column = table.finder.find(name, log: &said) else { continue }
      let header = table.text.headers[column].name
      for (value, oddity) in oddValues(table.metValues(column), known: known) {
        log.add(.valueOdd, cause: "\(table.text.table.file)/\(name)") {
          (
            table.text.place(row: value.first, column: column),
            oddPhrase(header, value, table.owner(value.first, side), oddity)
          )
        }
      }
    }
  }
}

extension KeyedTable {
  /// The values of a column; their first rows are those of the file.
  func metValues(_ column: Int) -> [MetValue] {
    var met: [ByteText: MetValue] = [:]
    for row in rows.sorted() {
      let text = text[row, column]
      met[ByteText(text), default: MetValue(text: text, count: 0, first: row)].count += 1
    }
    return Array(met.values)
  }

  fileprivate func owner(_ row: Int, _ side: ComparedColumns.Side) -> Phrase {
    let code = codes[rows.firstIndex(of: row)!]
    switch side {
    case .programmes: return Phrase(zh: "招生代码 \(code)", en: "programme \(code)")
    case .schools: return Phrase(zh: "初中 \(code)", en: "middle school \(code)")
    }
  }
}
