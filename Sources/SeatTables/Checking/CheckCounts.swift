import Diagnostics

/// What a check looked at, in the order in which it did.
public struct CheckCounts: Sendable {
  /// A count and what was counted.
  public internal(set) var lines: [(count: Int, what: Phrase)] = []
  /// What could not be checked, and why.
  public internal(set) var notes: [Phrase] = []

  /// `en` is the noun for one of them; the plural has an `s`, or is `many`.
  mutating func add(_ count: Int, zh: String, en: String, many: String? = nil) {
    lines.append((count, Phrase(zh: zh, en: count == 1 ? en : many ?? en + "s")))
  }
}
