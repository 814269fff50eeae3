import Apportionment

/// Fair shares again, from their definition: clamp(λ · weight, minimum, maximum) with the λ at
/// which a row adds up to its seats.
///
/// λ is found among the points where some cell meets a bound: the sum of a row grows with λ, and
/// between two such points it is linear.
enum PlanShares {
  /// A fraction of seats and weight: λ.
  private struct Level {
    let seats: Int
    let weight: Int
  }

  /// The shares of one row in parts of 1/`unit`, rounded down, with the parts left over given to
  /// the largest remainders, equal ones in the order of the cells. The row must be feasible.
  ///
  /// Complexity: O(n log n) for n cells.
  static func row(
    seats: Int, weights: [Int], minimums: [Int], maximums: [Int], unit: Int
  ) -> [Int] {
    var bends: [Level] = []
    for at in weights.indices where weights[at] > 0 {
      bends.append(Level(seats: minimums[at], weight: weights[at]))
      bends.append(Level(seats: maximums[at], weight: weights[at]))
    }
    bends.sort { (a: Level, b: Level) in
      UInt128(a.seats) * UInt128(b.weight) < UInt128(b.seats) * UInt128(a.weight)
    }
    // The last bend at which the row has no more than its seats.
    var (low, high) = (0, bends.count)
    while low < high {
      let middle = (low + high) / 2
      if isAtMost(seats, at: bends[middle], weights, minimums, maximums) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let level = low > 0 ? bends[low - 1] : Level(seats: 0, weight: 1)
    return filled(seats, beyond: level, weights, minimums, maximums, unit)
  }

  /// Whether the row's shares at `level` add up to at most `seats`.
  private static func isAtMost(
    _ seats: Int, at level: Level, _ weights: [Int], _ minimums: [Int], _ maximums: [Int]
  ) -> Bool {
    let unit = UInt128(level.weight)
    var sum: UInt128 = 0
    for at in weights.indices where weights[at] > 0 {
      let share = UInt128(level.seats) * UInt128(weights[at])
      sum += min(max(share, UInt128(minimums[at]) * unit), UInt128(maximums[at]) * unit)
    }
    return sum <= UInt128(seats) * unit
  }

  /// The shares where λ lies at or just beyond `level`: whoever is not at a bound there shares what
  /// the others leave.
  private static func filled(
    _ seats: Int, beyond level: Level, _ weights: [Int], _ minimums: [Int], _ maximums: [Int],
    _ unit: Int
  ) -> [Int] {
    var parts = Array(repeating: 0, count: weights.count)
    var free: [Int] = []
    var left = seats
    for at in weights.indices where weights[at] > 0 {
      let share = UInt128(level.seats) * UInt128(weights[at])
      if share < UInt128(minimums[at]) * UInt128(level.weight) {
        parts[at] = minimums[at] * unit
        left -= minimums[at]
      } else if share >= UInt128(maximums[at]) * UInt128(level.weight) {
        parts[at] = maximums[at] * unit
        left -= maximums[at]
      } else {
        free.append(at)
      }
    }
    let weight = free.reduce(UInt128(0)) { $0 + UInt128(weights[$1]) }
    guard weight > 0 else { return parts }
    var remainders: [(rest: UInt128, cell: Int)] = []
    var missing = left * unit
    for at in free {
      let product = UInt128(left * unit) * UInt128(weights[at])
      parts[at] = Int(product / weight)
      missing -= parts[at]
      remainders.append((product % weight, at))
    }
    remainders.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.cell < $1.cell }
    for (_, at) in remainders.prefix(missing) { parts[at] += 1 }
    return parts
  }

  /// The shares of a whole split, cell by cell, without least totals of columns.
  static func all(_ model: PlanSplitModel) -> FairShares {
    var parts: [Int] = []
    for (row, cells) in zip(model.rows, model.cells) {
      parts += self.row(
        seats: row.seats, weights: cells.map(\.weight), minimums: cells.map(model.minimum),
        maximums: cells.map { _ in min(model.rule.maximum ?? row.seats, row.seats) },
        unit: model.unit)
    }
    return FairShares(unit: model.unit, parts: parts)
  }
}
