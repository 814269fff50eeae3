import Diagnostics

/// Reads JSON5 (spec.json5.org) with positions: comments, trailing commas, single quotes, unquoted
/// keys. Numbers keep their source text; hexadecimal, `Infinity` and `NaN` are refused.
///
/// Stops at the first fault: what follows a broken bracket would only be guesswork. It never traps,
/// whatever the bytes are; the limits keep memory and the stack small.
struct JSON5Parser {
  /// How large a text may be.
  struct Limits {
    /// The largest file, in bytes.
    var bytesMax: Int
    /// The most values.
    var valuesMax: Int

    /// What people write.
    static let written = Limits(bytesMax: 1 << 20, valuesMax: 100_000)
    /// What this program writes of a city, whose schools and cells are listed.
    static let made = Limits(bytesMax: 256 << 20, valuesMax: 16 << 20)
  }
  /// The deepest nesting of arrays and objects.
  static let depthMax = 64

  let file: String
  private let limits: Limits
  let scalars: [Unicode.Scalar]
  var at = 0
  var line = 1
  var column = 1
  private var values = 0

  /// The value that `bytes` hold. Throws the first fault, with its place.
  static func parse(
    _ bytes: [UInt8], file: String, limits: Limits = .written
  ) throws(JSON5Failure) -> JSON5Value {
    let bytesMax = limits.bytesMax
    guard bytes.count <= bytesMax else {
      throw JSON5Failure(
        Code.rulesLimit, Place(file: file),
        zh: "文件有 \(bytes.count) 字节，上限是 \(bytesMax) 字节",
        en: "the file has \(bytes.count) bytes, the limit is \(bytesMax)")
    }
    var parser = JSON5Parser(file: file, scalars: try decode(bytes, file: file), limits: limits)
    try parser.skipBlank()
    if parser.peek == nil {
      throw parser.failure(zh: "文件里没有内容，应为一个 { … }", en: "the file is empty, expected { … }")
    }
    let value = try parser.value(depth: 0)
    try parser.skipBlank()
    if parser.peek != nil {
      throw parser.failure(
        zh: "最外层的值之后还有 \(parser.found.zh)", en: "\(parser.found.en) after the outermost value")
    }
    return value
  }

  private init(file: String, scalars: [Unicode.Scalar], limits: Limits) {
    self.file = file
    self.scalars = scalars
    self.limits = limits
  }

  mutating func value(depth: Int) throws(JSON5Failure) -> JSON5Value {
    let (line, column) = (line, column)
    values += 1
    guard depth < JSON5Parser.depthMax, values <= limits.valuesMax else {
      throw failure(
        code: .rulesLimit,
        zh: "嵌套超过 \(JSON5Parser.depthMax) 层，或值超过 \(limits.valuesMax) 个",
        en: "over \(JSON5Parser.depthMax) levels deep or over \(limits.valuesMax) values")
    }
    let kind: JSON5Value.Kind
    switch peek {
    case "{": kind = .object(try members(depth: depth))
    case "[": kind = .array(try items(depth: depth))
    case "\"", "'": kind = .text(try text())
    case let scalar? where "+-.0123456789".unicodeScalars.contains(scalar):
      kind = .number(try number())
    case let scalar? where isWordStart(scalar): kind = try word()
    default:
      throw failure(zh: "此处应为一个值，实为 \(found.zh)", en: "expected a value, found \(found.en)")
    }
    return JSON5Value(kind: kind, line: line, column: column)
  }

  private mutating func members(depth: Int) throws(JSON5Failure) -> [JSON5Value.Member] {
    let open = (line, column)
    advance()
    var members: [JSON5Value.Member] = []
    while true {
      try skipBlank()
      if take("}") { return members }
      let (line, column) = (line, column)
      let key = try key(openedAt: open)
      try skipBlank()
      guard take(":") else {
        throw failure(
          zh: "键 \(asciiQuoted(key)) 之后应为冒号，实为 \(found.zh)",
          en: "expected a colon after the key \(asciiQuoted(key)), found \(found.en)")
      }
      try skipBlank()
      let value = try value(depth: depth + 1)
      members.append(.init(key: key, line: line, column: column, value: value))
      try skipBlank()
      if take(",") { continue }
      guard take("}") else { throw unclosed("}", open) }
      return members
    }
  }

  private mutating func items(depth: Int) throws(JSON5Failure) -> [JSON5Value] {
    let open = (line, column)
    advance()
    var items: [JSON5Value] = []
    while true {
      try skipBlank()
      if take("]") { return items }
      if peek == nil { throw unclosed("]", open) }
      items.append(try value(depth: depth + 1))
      try skipBlank()
      if take(",") { continue }
      guard take("]") else { throw unclosed("]", open) }
      return items
    }
  }

  private mutating func key(openedAt open: (Int, Int)) throws(JSON5Failure) -> String {
    switch peek {
    case "\"", "'": return try text()
    case let scalar? where isWordStart(scalar): return try identifier()
    case nil: throw unclosed("}", open)
    default:
      throw failure(zh: "此处应为一个键，实为 \(found.zh)", en: "expected a key, found \(found.en)")
    }
  }

  private func unclosed(_ bracket: String, _ open: (line: Int, column: Int)) -> JSON5Failure {
    failure(
      zh: "应为逗号或 \(bracket)（与 \(open.line) 行 \(open.column) 列配对），实为 \(found.zh)",
      en: """
        expected a comma or \(bracket) (for line \(open.line), column \(open.column)), \
        found \(found.en)
        """)
  }
}

/// Why a text is not JSON5.
struct JSON5Failure: Error {
  let problem: Problem

  init(_ code: Code, _ place: Place, zh: String, en: String) {
    problem = Problem(code, at: place, Phrase(zh: zh, en: en))
  }
}
