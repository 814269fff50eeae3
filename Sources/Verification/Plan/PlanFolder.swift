import Diagnostics
import Rules

/// The files of a folder that the check of a plan reads, each with its digest.
struct PlanFolder {
  /// The folder.
  let path: String

  /// A file that was read.
  struct File {
    let bytes: [UInt8]
    let digest: String
  }

  /// The file called `name`; nil where there is none that can be read.
  func file(_ name: String) -> File? { PlanFolder.read("\(path)/\(name)") }

  /// The file at `path`; nil where there is none that can be read.
  static func read(_ path: String) -> File? {
    guard let bytes = try? plainBytes(path).array() else { return nil }
    return File(bytes: bytes, digest: PlainSHA256.hex(of: bytes))
  }

  /// One of the case's tables under the name that the rules give it, be it CSV, a workbook or a
  /// database.
  func table(
    _ name: String, _ rules: RuleSet, required: Bool, log: inout ProblemLog
  ) -> PlainTable? {
    let files = CaseFolder(path, threads: PlainThreads(count: 1))
    let table = files.table(name, rules, required: false)
    log.merge(files.problems)
    if let table { return table }
    if required, files.problems.isClean {
      log.add(
        .planInput, at: Place(file: rules.fileName(name)),
        Phrase(zh: "没有这个文件，或无法读取", en: "there is no such file, or it cannot be read"))
    }
    return nil
  }
}

/// A small table whose rows have a code each, in the order of the codes' bytes.
struct PlanKeyed {
  let table: PlainTable
  let codes: [String]
  private let rules: RuleSet
  private let texts: PlainTexts
  private let order: [Int]

  /// Nil, with a problem, where there is no column `key`, or a code is empty or appears twice.
  init?(_ table: PlainTable, key: String, _ rules: RuleSet, log: inout ProblemLog) {
    guard let column = table.requiredColumn(key, rules, problems: &log) else { return nil }
    let texts = table.texts(problems: &log)
    let order = (0..<texts.count).sorted { comesBefore(texts[$0, column], texts[$1, column]) }
    codes = order.map { texts[$0, column] }
    (self.table, self.texts, self.order, self.rules) = (table, texts, order, rules)
    let isBad =
      codes.contains("")
      || zip(codes, codes.dropFirst()).contains { areSameBytes($0, $1) }
    if isBad {
      log.add(
        .planInput, at: Place(file: table.file),
        Phrase(zh: "\(key) 有空的或重复的代码", en: "\(key) has an empty code, or one twice"))
      return nil
    }
  }

  /// The largest number of heads or seats that a cell may hold.
  static let countMax = 1_000_000_000

  var count: Int { codes.count }

  /// A column in the order of the codes; nil where there is none.
  func values(_ name: String, log: inout ProblemLog) -> [String]? {
    table.column(name, rules, problems: &log).map { column in order.map { texts[$0, column] } }
  }

  /// A column that must be there; empty texts, with a problem, where it is not.
  func required(_ name: String, log: inout ProblemLog) -> [String] {
    guard let column = table.requiredColumn(name, rules, problems: &log) else {
      return Array(repeating: "", count: count)
    }
    return order.map { texts[$0, column] }
  }

  /// A column of whole numbers, from 0 to 10⁹, that must be there.
  func counts(_ name: String, log: inout ProblemLog) -> [Int] {
    required(name, log: &log).enumerated().map { at, cell in
      if let number = Int(cell), (0...PlanKeyed.countMax).contains(number), !cell.hasPrefix("+") {
        return number
      }
      log.add(
        .planInput, at: texts.place(order[at]), cause: "\(table.file)/\(name)",
        Phrase(
          zh: "\(name) 为 “\(cell)”，应为 0 到 \(PlanKeyed.countMax) 的整数",
          en: "\(name) is “\(cell)”, a whole number was expected, 0 to \(PlanKeyed.countMax)"))
      return 0
    }
  }

  /// Where the row of a code stands.
  func place(_ at: Int) -> Place { texts.place(order[at]) }
}

/// The distinct texts in the order of their bytes, and the number of each one given.
func numberedInByteOrder(_ texts: [String]) -> (names: [String], numbers: [Int]) {
  let sorted = texts.sorted(by: comesBefore)
  var names: [String] = []
  for text in sorted where names.last.map({ !areSameBytes($0, text) }) ?? true {
    names.append(text)
  }
  var numbers: [[UInt8]: Int] = [:]
  for (number, name) in names.enumerated() { numbers[Array(name.utf8)] = number }
  return (names, texts.map { numbers[Array($0.utf8)]! })
}
