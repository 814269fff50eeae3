/// The stable name of a kind of problem, with what `zhibiao help CODE` says about it.
///
/// `E` codes are errors and refuse the command, `W` codes are warnings. The hundreds name the room:
/// 1 rules, 2 tables, 3 seats and lists, 4 ties and decisions, 5 compliance, 6 plan and
/// apportionment, 7 runs, 8 the system, 9 usage. A code is never reused for something else.
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
}

extension Code: Hashable {
  /// Two codes are the same kind of problem if they have the same name.
  public static func == (a: Code, b: Code) -> Bool { a.name == b.name }
  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
