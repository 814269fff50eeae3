import TestSupport
import Testing

/// A case that is the tiny one but for a change or two, and how the program must refuse it.
struct Broken: Sendable, CustomTestStringConvertible {
  let name: String
  let changes: [Change]
  /// Code and place of the first problem of each cause: exactly these, in any order.
  let problems: [String]
  /// What the message of the first must say.
  let says: String

  init(_ name: String, _ changes: [Change], _ problems: [String], says: String = "") {
    (self.name, self.changes, self.problems, self.says) = (name, changes, problems, says)
  }

  var testDescription: String { name }

  /// All broken cases, by kind.
  static let all = [files, codes, numbers, text, rules, answers, matching]
  /// The names of one in four of them.
  static let toldInWords = Set(
    all.joined().enumerated().filter { $0.offset % 4 == 0 }.map(\.element.name))

  /// The case with its changes.
  var tinyCase: TinyCase {
    var tiny = TinyCase()
    for change in changes { change.apply(&tiny) }
    return tiny
  }

  static let stages = (0..<300).map {
    "{\"name\":\"s\($0)\",\"list\":\"open\",\"pools\":[\"open\"],\"ranking\":\"main\"},"
  }
  static let manyStages = stages.joined()
  static let manyPools = (0..<400).map { "\"p\($0)\": {\"audience\": \"everyone\"}," }.joined()
  static let wideList = "[" + (0..<2000).map { "\"c\($0)\"" }.joined(separator: ",") + "]"
  static let decisions = "stage,programme,pool,audience,student,decision,decided_by,reason\n"
  static let controls = "table,group_column,group,count,sum_column,sum\n"
  static let hugeStudents =
    "student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3\n"
    + (0..<12_000).map { "B\(10_000 + $0),M1,999999999999,1,A,,H1,,\n" }.joined()
  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}

/// One change of the tiny case.
enum Change: Sendable {
  /// A file of the case by a short name.
  enum File: Sendable, ExpressibleByStringLiteral {
    case named(String)
    init(stringLiteral name: String) { self = .named(name) }
    static let rules: File = "rules.json"
    static let programmes: File = "programmes.csv"
    static let schools: File = "middle_schools.csv"
    static let students: File = "students.csv"
    static let quotas: File = "quotas.csv"
    static let seed: File = "seed.txt"
    static let planSeed: File = "plan-seed.txt"
    static let decisions: File = "decisions.csv"
    static let controls: File = "controls.csv"
    var name: String {
      switch self {
      case .named(let name): name
      }
    }
  }

  /// The first of these texts becomes another.
  case edit(File, String, String)
  /// All of them.
  case all(File, String, String)
  /// The first of these texts becomes bytes that may be no text.
  case bytes(File, String, [UInt8])
  case put(File, String)
  case append(File, String)
  case drop(File)
  case rename(File, String)
  /// Only the first lines stay.
  case keep(File, lines: Int)
  /// From this text on, another.
  case cut(File, from: String, String)
  /// Lines end in CRLF.
  case returns(File)
  case utf16(File, bigEndian: Bool, mark: Bool)
  /// A column more, by its name and cells.
  case column(File, String, [String])
  /// All stages become these.
  case stages(String)
  /// Every student gets a cell of two lines, a comma and quotes.
  case notes

  func apply(_ tiny: inout TinyCase) {
    switch self {
    case .edit(let file, let old, let new): tiny.replace(file.name, old, Array(new.utf8))
    case .bytes(let file, let old, let new): tiny.replace(file.name, old, new)
    case .all(let file, let old, let new):
      tiny[file.name] = tiny[file.name].split(separator: old, omittingEmptySubsequences: false)
        .joined(separator: new)
    case .put(let file, let text): tiny[file.name] = text
    case .append(let file, let text): tiny[file.name] += text
    case .drop(let file): tiny.files[file.name] = nil
    case .rename(let file, let name):
      tiny.files[name] = tiny.files[file.name]
      tiny.files[file.name] = nil
    case .keep(let file, let lines):
      tiny[file.name] = tiny.lines(file.name).prefix(lines).map { $0 + "\n" }.joined()
    case .cut(let file, let start, let new):
      let text = tiny[file.name]
      tiny[file.name] = text.split(separator: start, maxSplits: 1)[0] + new
    case .returns(let file): Change.all(file, "\n", "\r\n").apply(&tiny)
    case .utf16(let file, let bigEndian, let mark):
      let units = (mark ? [0xFEFF] : []) + Array(tiny[file.name].utf16)
      tiny.files[file.name] = units.flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return bigEndian ? [high, low] : [low, high]
      }
    case .column(let file, let name, let cells):
      let lines = zip(tiny.lines(file.name), [name] + cells).map { "\($0),\($1)\n" }
      tiny[file.name] = lines.joined()
    case .stages(let stages):
      Change.cut(.rules, from: "\"stages\": [", "\"stages\": [\n\(stages)]}\n").apply(&tiny)
    case .notes:
      let lines = tiny.lines("students.csv")
      tiny["students.csv"] =
        lines[0] + ",note\n"
        + lines.dropFirst().map { $0 + ",\"a, and\n\"\"b\"\"\"\n" }.joined()
    }
  }
}

extension TinyCase {
  /// The lines of a file.
  func lines(_ name: String) -> [Substring] { self[name].split(separator: "\n") }

  /// The first `old` becomes `new`. Bytes are compared: the file may be no text any more.
  mutating func replace(_ name: String, _ old: String, _ new: [UInt8]) {
    let (bytes, old) = (files[name] ?? [], Array(old.utf8))
    let at = bytes.indices.first { bytes[$0...].starts(with: old) }
    guard let at else { fatalError("\(name) has no \(String(decoding: old, as: UTF8.self))") }
    files[name] = bytes[..<at] + new + bytes[(at + old.count)...]
  }
}
