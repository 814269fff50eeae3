import Columns
import OfficeFiles
import Tables

/// What became of the codes of a list when they were masked.
public struct MaskedCodes: Sendable {
  /// Of how many codes fewer characters are kept than were asked for, since they are short.
  public let narrowedCount: Int
  /// How many rows have a masked code that another row has too.
  public let repeatedCount: Int
  /// How many different things are hidden, where these are so few for so many codes that whoever
  /// knows how codes are made guesses them; else nil.
  public let guessableCount: Int?

  /// The codes in the first column of a sheet. Complexity: O(rows), on all workers.
  init(of sheet: Sheet, narrowedCount: Int, hidden: HiddenParts = HiddenParts(), workers: Workers) {
    self.narrowedCount = narrowedCount
    guessableCount = hidden.count.flatMap { $0 > 0 && $0 * 10 <= sheet.rowCount ? $0 : nil }
    let codes = CodeColumn(
      count: sheet.rowCount, width: sheet.rowCount == 0 ? 1 : sheet.withCell(0, 0) { $0.count })
    for row in 0..<sheet.rowCount { sheet.withCell(row, 0) { codes.set(row, $0) } }
    // Each row that repeats an earlier one, and once the earlier one.
    let doubles = codes.examine(workers: workers).doubles
    repeatedCount = doubles.count + Set(doubles.map(\.earlier)).count
  }
}

/// What masks hide of codes, as long as that is little: in codes that are numbered through, the
/// middle is nearly the same in all.
struct HiddenParts: Sendable {
  /// So many different ones are not guessed.
  private static let enough = 10

  private var parts: Set<[UInt8]> = []

  /// Whether fewer than enough were found.
  var isOpen: Bool { parts.count < HiddenParts.enough }
  /// How many there are; nil: enough.
  var count: Int? { isOpen ? parts.count : nil }

  mutating func add(_ part: [UInt8]) { parts.insert(part) }
  mutating func add(_ others: HiddenParts) { parts.formUnion(others.parts) }
}
