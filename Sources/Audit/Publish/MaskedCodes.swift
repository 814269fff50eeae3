import Exact

/// What became of the codes of a list when they were masked.
public struct MaskedCodes: Sendable {
  /// Of how many codes fewer characters are kept than were asked for, since they are short.
  public private(set) var narrowedCount = 0
  private var rows: [ByteText: Int] = [:]

  /// Masks `code`, and counts it.
  mutating func mask(_ code: String, by mask: Mask) -> String {
    if mask.keeps(of: code.unicodeScalars.count) != mask.kept { narrowedCount += 1 }
    let masked = mask.code(code)
    rows[ByteText(masked), default: 0] += 1
    return masked
  }

  /// How many rows have a masked code that another row has too. Complexity: O(rows).
  public var repeatedCount: Int { rows.values.reduce(0) { $0 + ($1 > 1 ? $1 : 0) } }
}
