import Diagnostics
import Rules

/// A place in a tree of JSON: a JSON Pointer (RFC 6901), in which an element of an array may be
/// called by its name as well as by its number.
///
/// `/plan/splits/school/share` is the share of the split whose `name` is `school`; elements that
/// are texts are called by themselves. A name comes before a number of the same spelling.
public struct RulePointer: Sendable, Hashable {
  /// The parts, without escapes.
  public let parts: [String]

  /// Reads `text`; nil where it does not begin with `/` or has an escape other than `~0` and `~1`.
  public init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var parts: [String] = []
    for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      var plain = String.UnicodeScalarView()
      var scalars = part.unicodeScalars[...]
      while let scalar = scalars.popFirst() {
        guard scalar == "~" else {
          plain.append(scalar)
          continue
        }
        switch scalars.popFirst() {
        case "0": plain.append("~")
        case "1": plain.append("/")
        default: return nil
        }
      }
      parts.append(String(plain))
    }
    self.parts = parts
  }

  /// Whether one place is the other or within it.
  func overlaps(_ other: RulePointer) -> Bool {
    zip(parts, other.parts).allSatisfy { sameBytes($0, $1) }
  }

  /// The pointer as text.
  public var text: String {
    parts.map { part in
      "/" + part.unicodeScalars.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    }.joined()
  }
}

/// Why a value cannot be set.
struct PatchFault: Error {
  let message: Phrase
}

extension JSONTree {
  /// The tree with `value` at `pointer`; nil takes away what is there. Objects that are missing on
  /// the way are made; elements of arrays must be there, or be the one behind the last, `-`.
  func setting(_ pointer: RulePointer, to value: JSONTree?) throws(PatchFault) -> JSONTree {
    guard let tree = try setting(pointer.parts[...], to: value, at: "") else { return .object([]) }
    return tree
  }

  private func setting(
    _ parts: ArraySlice<String>, to value: JSONTree?, at path: String
  ) throws(PatchFault) -> JSONTree? {
    guard let part = parts.first else { return value }
    let (rest, inner) = (parts.dropFirst(), path + "/" + part)
    switch self {
    case .object(var members):
      let at = members.firstIndex { sameBytes($0.key, part) }
      if at == nil, value == nil { throw PatchFault(message: .nothing(at: inner)) }
      let old = at.map { members[$0].value } ?? .object([])
      let new = try old.setting(rest, to: value, at: inner)
      if let at {
        if let new { members[at] = Member(key: part, value: new) } else { members.remove(at: at) }
      } else if let new {
        members.append(Member(key: part, value: new))
      }
      return .object(members)
    case .array(var items):
      if part == "-", rest.isEmpty, let value { return .array(items + [value]) }
      guard let at = JSONTree.element(part, of: items) else {
        throw PatchFault(message: JSONTree.noElement(part, of: items, at: path))
      }
      if let new = try items[at].setting(rest, to: value, at: inner) {
        items[at] = new
      } else {
        items.remove(at: at)
      }
      return .array(items)
    case .number, .text, .word:
      throw PatchFault(
        message: Phrase(
          zh: "\(path) 是 \(compact)，其中没有 \(asciiQuoted(part))",
          en: "\(path) is \(compact), and has nothing called \(asciiQuoted(part)) in it"))
    }
  }

  /// The number of the element called `part`.
  private static func element(_ part: String, of items: [JSONTree]) -> Int? {
    if let named = items.firstIndex(where: { $0.nameAsElement == part }) { return named }
    guard let number = Int(part), items.indices.contains(number), String(number) == part else {
      return nil
    }
    return number
  }

  private var nameAsElement: String? {
    text ?? self["name"]?.text ?? self["pool"]?.text
  }

  private static func noElement(_ part: String, of items: [JSONTree], at path: String) -> Phrase {
    let names = items.compactMap(\.nameAsElement)
    let hint = names.isEmpty ? Phrase(zh: "", en: "") : choiceHint(for: part, among: names)
    return Phrase(
      zh: "\(path) 有 \(items.count) 项，没有 \(asciiQuoted(part))\(hint.zh)",
      en: "\(path) has \(counted(items.count)), none of them \(asciiQuoted(part))\(hint.en)")
  }

  private static func counted(_ count: Int) -> String {
    count == 1 ? "1 element" : "\(count) elements"
  }
}

extension Phrase {
  fileprivate static func nothing(at path: String) -> Phrase {
    Phrase(zh: "\(path) 不存在，无从删去", en: "there is nothing at \(path) to take away")
  }
}
