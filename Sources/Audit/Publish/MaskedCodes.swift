import Columns
import OfficeFiles
import Tables

/// What became of the codes of a list when they were masked.
public struct MaskedCodes: Sendable {
  /// Of how many codes fewer characters are kept than were asked for, since they are short.
  public let narrowedCount: Int
  /// How many rows have a masked code that another row has too.
  public let repeatedCount: Int

  /// The codes in the first column of a sheet. Complexity: O(rows), on all workers.
  init(of sheet: Sheet, narrowedCount: Int, workers: Workers) {
    self.narrowedCount = narrowedCount
    let codes = CodeColumn(
      count: sheet.rowCount, width: sheet.rowCount == 0 ? 1 : sheet.withCell(0, 0) { $0.count })
    for row in 0..<sheet.rowCount { sheet.withCell(row, 0) { codes.set(row, $0) } }
    // Each row that repeats an earlier one, and once the earlier one.
    let doubles = codes.examine(workers: workers).doubles
    repeatedCount = doubles.count + Set(doubles.map(\.earlier)).count
  }
}
