import Diagnostics
import OfficeFiles
import Rules
import Tables

/// Finds our columns among an office's headers: by the rules' `columns`, by our name, by a built-in
/// alias. Remembers what was taken as what, and what nothing used.
struct ColumnFinder {
  private let file: String
  private let headerPlace: Place
  let headers: [CSVTable.Header]
  /// Of an office file what it says of its cells.
  let sheet: SheetFacts?
  /// Columns that are read as numbers, and columns in which any text will do: all others hold
  /// codes.
  var numbers: Set<Int> = []
  var plainTexts: Set<Int> = []
  private let given: [String: String]
  private let rules: RuleSet
  private(set) var used: [(name: String, header: Int)] = []
  /// Names that were asked for in vain: each is reported once.
  private var missing: [String] = []

  init(_ table: CSVTable, _ rules: RuleSet) {
    file = table.file
    headerPlace = table.headerPlace
    sheet = table.sheet
    headers = table.headers
    given = rules.columns
    self.rules = rules
  }

  /// Other names under which offices export our columns.
  static let aliases: [String: [String]] = [
    "student": ["准考证号", "报名号"], "name": ["姓名"],
    "middle_school": ["毕业学校代码", "初中代码", "byxxdm"],
    "programme": ["招生代码", "zsxxdm"], "school": ["学校代码"],
    "district": ["区县", "县区", "xqdm"], "plan": ["计划数"],
    "number": ["志愿序号", "志愿号"], "list": ["批次", "批次代码"], "seats": ["名额", "数量", "zbssl"],
    "evaluation": ["综合素质评价"],
  ]

  /// The headers that stand for our column `name`.
  static func aliases(of name: String) -> [String] {
    if name.hasPrefix("choice"), let number = Int(name.dropFirst("choice".count)) {
      return ["志愿\(number)"]
    }
    return aliases[name] ?? []
  }

  /// Columns of the tables that the program writes, or that refer to other tables.
  private static let written: Set<String> = [
    "student", "programme", "middle_school", "pool", "audience", "seats", "stage", "split",
    "decision", "decided_by", "reason", "priority", "name",
  ]

  /// What the column `name` may be called: where the rules' `columns` give it a name, that one
  /// first, and ours where no header has it, as in tables that the program wrote itself.
  static func wantedNames(_ name: String, _ rules: RuleSet?) -> [[String]] {
    guard let given = rules?.columns[name] else { return [[name] + aliases(of: name)] }
    return written.contains(name) ? [[given], [name]] : [[given]]
  }

  /// The column called `name`; nil where the table has none. Where it has more than one, the first,
  /// with a message.
  mutating func find(_ name: String, log: inout ProblemLog) -> Int? {
    if let known = used.first(where: { sameBytes($0.name, name) }) { return known.header }
    var found: [Int] = []
    for wanted in ColumnFinder.wantedNames(name, rules) where found.isEmpty {
      found = headers.indices.filter { at in
        wanted.contains { sameBytes($0, headers[at].name) }
      }
      if found.isEmpty, sheet?.format == .dbase { found = fields(called: wanted) }
    }
    if found.count > 1 {
      let names = found.map { headers[$0].name }
      let list = names.joined(separator: ", ")
      // `columns` chooses by name: between equal names it cannot.
      let isChoosable = names.dropFirst().allSatisfy { !sameBytes($0, names[0]) }
      log.add(
        .columnTwice, at: headers[found[1]].place,
        Phrase(
          zh: "有 \(found.count) 列都可作为 \(name)：\(list)；"
            + (isChoosable ? "请在 rules.json 的 columns 中指定一列" : "请改名或删去其中一列"),
          en: "\(found.count) columns could be \(name): \(list); "
            + (isChoosable
              ? "choose one by `columns` in rules.json" : "rename or remove one of them")))
    }
    guard let first = found.first else { return nil }
    used.append((name, first))
    return first
  }

  /// The column called `name`, which must be there.
  mutating func require(_ name: String, log: inout ProblemLog) -> Int? {
    if let found = find(name, log: &log) { return found }
    if missing.contains(where: { sameBytes($0, name) }) { return nil }
    missing.append(name)
    let wanted = given[name] ?? name
    let others = ColumnFinder.aliases(of: name)
    let near = nearest(to: given[name] == nil ? [wanted] + others : [wanted])
    let also = given[name] == nil && !others.isEmpty ? others.joined(separator: ", ") : nil
    log.add(
      .columnMissing, at: headerPlace, cause: "\(file)/\(name)",
      Phrase(
        zh: "没有列 \(wanted)" + (also.map { "（也可名为 \($0)）" } ?? "")
          + (near.map { "；最接近的是 \($0)" } ?? "；表头是 \(listed)") + user(of: name).zh,
        en: "there is no column \(wanted)" + (also.map { " (or \($0))" } ?? "")
          + (near.map { "; the nearest is \($0)" } ?? "; the header is \(listed)")
          + user(of: name).en))
    return nil
  }

  /// The header nearest to one of the names that would do, the first of them first.
  func nearest(to names: [String]) -> String? {
    names.lazy.compactMap { nearestName(to: $0, among: headers.map(\.name)) }.first
  }

  /// The header for a message, cut where it is long.
  var listed: String {
    headers.prefix(8).map { spelled($0.name) }.joined(separator: ", ")
      + (headers.count > 8 ? " …" : "")
  }

  /// Which point of the rules asks for a column, and where it stands there.
  private func user(of name: String) -> Phrase {
    guard let path = rules.firstUse(ofColumn: name), let place = rules.place(of: path) else {
      return Phrase(zh: "", en: "")
    }
    return Phrase(zh: "；\(path)（\(place)）要用它", en: "; \(path) asks for it (\(place))")
  }

  /// The headers that nothing asked for.
  var unused: [CSVTable.Header] {
    headers.indices.filter { at in !used.contains { $0.header == at } }.map { headers[$0] }
  }

  /// Warns of unused headers that look like used ones: a misnamed choice column must not be ignored
  /// silently.
  func warnOfLookalikes(log: inout ProblemLog) {
    let known = used.flatMap {
      [$0.name, headers[$0.header].name] + ColumnFinder.aliases(of: $0.name)
    }
    for header in unused where !header.name.isEmpty {
      // The same name again, or an alias of it, was reported when it was looked for.
      if known.contains(where: { sameBytes($0, header.name) }) { continue }
      guard let near = lookalike(of: header.name, among: known) else { continue }
      log.add(
        .columnUnusedLookalike, at: header.place, cause: file,
        Phrase(
          zh: "列 \(header.name) 没有被使用，但它很像 \(near)；若应使用，请改名或在 rules.json 中写明",
          en: "the column \(header.name) is not used, yet looks like \(near); if it should be, "
            + "rename it or name it in rules.json"))
    }
  }

  /// A used name that differs from `name` only in digits, blanks, width or case, or is near it.
  private func lookalike(of name: String, among known: [String]) -> String? {
    let skeleton = Self.skeleton(name)
    if !skeleton.isEmpty, let same = known.first(where: { Self.skeleton($0) == skeleton }) {
      return same
    }
    return name.unicodeScalars.count >= 4 ? nearestName(to: name, among: known) : nil
  }

  private static func skeleton(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        plainForm(name).unicodeScalars.filter {
          $0.properties.numericType == nil && $0 != "_"
        }))
  }
}
