import Apportionment
import Columns
import Diagnostics
import Exact
import Tables

/// One house as a table has it: `name,weight[,minimum,maximum]`, in the order of the file.
public struct HouseTable: Sendable {
  /// The names, no two the same.
  public let names: [String]
  /// The weights as the table writes them, without trailing zeros.
  public let weights: [Decimal]
  /// A weight of `claimants` counts in units of 10^−`places`.
  public let places: Int
  /// The weights as whole numbers, with the requirements.
  public let claimants: Claimants
  /// The seats to split.
  public let seats: Int
  let sheet: Sheet

  /// Reads the table at `path` (`-`: standard input) for a house of `seats`.
  ///
  /// An empty cell, or no column, means `minimum` or `maximum`. Nil, with messages that say file,
  /// line and column, where the table is wrong. Complexity: O(rows).
  public static func read(
    _ path: String, seats: Int, minimum: Int = 0, maximum: Int? = nil, workers: Workers = .all,
    log: inout ProblemLog
  ) -> HouseTable? {
    let columns = ["name", "weight", "minimum", "maximum"]
    guard
      let sheet = Sheet(
        path, names: columns, required: ["name", "weight"], workers: workers, log: &log)
    else { return nil }
    let names = sheet.uniqueNames("name", log: &log)
    let weights = (0..<sheet.rowCount).map { sheet.weight($0, "weight", log: &log) }
    let bounds = sheet.requirements(minimum: minimum, maximum: maximum, log: &log)
    var scale = WeightScale()
    for case let weight? in weights { scale.include(weight) }
    let units = weights.enumerated().map { row, weight in
      weight.flatMap {
        scale.units($0, cause: sheet.file, log: &log) { sheet.place(row, "weight") }
      }
    }
    guard log.isClean, let names else { return nil }
    sheet.reportTotals(names, units.map { $0! }, &log)
    guard log.isClean else { return nil }
    do {
      let claimants = try Claimants(
        weights: units.map { $0! }, minimums: bounds.map(\.least), maximums: bounds.map(\.most))
      return HouseTable(
        names: names, weights: weights.map { $0! }, places: scale.places, claimants: claimants,
        seats: seats, sheet: sheet)
    } catch {
      log.add(sheet.problem(of: error, names))
      return nil
    }
  }
}

extension Sheet {
  /// Reports rows that are called a total, and are one.
  fileprivate func reportTotals(_ names: [String], _ weights: [Int], _ log: inout ProblemLog) {
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    for (row, weight) in weights.enumerated()
    where weight > 0 && 2 * Int128(weight) == sum && isTotalName(names[row]) {
      log.add(
        .totalAsClaimant, at: place(row, "name"),
        Phrase(
          zh: "\(names[row]) 的权数恰为其余各行之和",
          en: "the weight of \(names[row]) is what all other rows add up to"))
    }
  }

  /// The least and the most seats of each row; reports cells that are none, and a minimum above
  /// its maximum.
  func requirements(
    minimum: Int, maximum: Int?, log: inout ProblemLog
  ) -> [(least: Int, most: Int)] {
    (0..<rowCount).map { row in
      let most = maximum ?? Limits.seatsMax
      let bounds = (
        least: seats(row, "minimum", empty: minimum, log: &log) ?? 0,
        most: seats(row, "maximum", empty: most, log: &log) ?? most
      )
      if bounds.least > bounds.most {
        log.add(.minimumAboveMaximum, cause: file) {
          (
            place(row, has("minimum") ? "minimum" : "maximum"),
            Phrase(
              zh: "最低数 \(bounds.least) 高于最高数 \(bounds.most)",
              en: "the minimum \(bounds.least) is above the maximum \(bounds.most)")
          )
        }
      }
      return bounds
    }
  }
}
