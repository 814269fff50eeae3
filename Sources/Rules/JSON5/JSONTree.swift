import Diagnostics

/// A JSON text as it stands, for who compares files rather than obeys them: `run.json`, two
/// versions of `rules.json`. Objects keep the order of their keys.
package indirect enum JSONTree: Sendable, Hashable {
  /// A number as it is spelt, a text, `true`, `false` or `null`.
  case number(String), text(String), word(String)
  /// The elements.
  case array([JSONTree])
  /// The keys with their values.
  case object([Member])

  /// A key with its value.
  package struct Member: Sendable, Hashable {
    /// The key.
    package let key: String
    /// The value.
    package let value: JSONTree

    /// `key` and `value`.
    package init(key: String, value: JSONTree) { (self.key, self.value) = (key, value) }
  }

  /// The largest file of those that people write, in bytes: for who opens one, to look no further.
  package static let bytesMax = JSON5Parser.Limits.written.bytesMax

  /// Reads JSON, or JSON5; the problem of a text that is neither has its place in `file`. What this
  /// program made may be larger than what people write: a city's schools and cells are listed in
  /// it.
  package static func read(
    _ bytes: [UInt8], file: String, isMade: Bool = false
  ) -> Result<JSONTree, JSONTreeError> {
    do throws(JSON5Failure) {
      let limits: JSON5Parser.Limits = isMade ? .made : .written
      return .success(JSONTree(try JSON5Parser.parse(bytes, file: file, limits: limits)))
    } catch {
      return .failure(JSONTreeError(problem: error.problem))
    }
  }

  /// `value` without its places.
  package init(_ value: JSON5Value) {
    switch value.kind {
    case .null: self = .word("null")
    case .bool(let flag): self = .word(flag ? "true" : "false")
    case .number(let digits): self = .number(digits)
    case .text(let text): self = .text(text)
    case .array(let items): self = .array(items.map(JSONTree.init))
    case .object(let members):
      self = .object(members.map { Member(key: $0.key, value: JSONTree($0.value)) })
    }
  }

  /// The value of a key; nil where there is none, or no object.
  package subscript(key: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members.first { sameBytes($0.key, key) }?.value
  }

  /// The text; nil where it is none.
  package var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  /// The whole number; nil where it is none.
  package var integer: Int? {
    if case .number(let digits) = self { return Int(digits) }
    return nil
  }

  /// The elements; none where it is no array.
  package var items: [JSONTree] {
    if case .array(let items) = self { return items }
    return []
  }

  /// Every value that is no object or array, and every empty one, by its key path. Elements that
  /// have a `name` are known by it, so that one more of them moves no other; other elements by
  /// their number.
  package var leaves: [(path: String, text: String)] {
    var found: [(path: String, text: String)] = []
    collect("", into: &found)
    return found
  }

  private func collect(_ path: String, into found: inout [(path: String, text: String)]) {
    switch self {
    case .number(let text), .word(let text): found.append((path, text))
    case .text(let text): found.append((path, jsonEscaped(text)))
    case .array(let items):
      if items.isEmpty { found.append((path, "[]")) }
      for (number, item) in items.enumerated() {
        item.collect("\(path)/\(item["name"]?.text ?? String(number))", into: &found)
      }
    case .object(let members):
      if members.isEmpty { found.append((path, "{}")) }
      for member in members { member.value.collect("\(path)/\(member.key)", into: &found) }
    }
  }
}

/// Why a text is no JSON.
package struct JSONTreeError: Error {
  /// What is wrong, with its place.
  package let problem: Problem
}
