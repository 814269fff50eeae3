/// The stable name of a kind of problem, with what `zhibiao help CODE` says about it.
///
/// `E` codes are errors and refuse the command, `W` codes are warnings. The hundreds say what it is
/// about: see `Area`. A code is never reused for something else.
public struct Code: Sendable {
  /// For example `E217`.
  public let name: String
  /// What this kind of problem is, in one line.
  public let title: Phrase
  /// What to do about it.
  public let remedy: Phrase

  /// A kind of problem; add it to `Code.catalogue` too.
  public init(_ name: String, _ title: Phrase, remedy: Phrase) {
    self.name = name
    self.title = title
    self.remedy = remedy
  }

  /// Whether the problem refuses the command by itself.
  public var isError: Bool { name.utf8.first == UInt8(ascii: "E") }

  /// What a problem is about.
  public enum Area: UInt8, Sendable {
    case rules = 1, tables, seatsAndLists, ties, compliance, plan, runs, system, usage
  }

  /// What the problem is about, by the hundreds of its number; nil where the name has none.
  public var area: Area? {
    name.utf8.dropFirst().first.flatMap { Area(rawValue: $0 &- UInt8(ascii: "0")) }
  }
}

extension Code: Hashable {
  /// Two codes are the same kind of problem if they have the same name.
  public static func == (a: Code, b: Code) -> Bool { a.name == b.name }
  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
