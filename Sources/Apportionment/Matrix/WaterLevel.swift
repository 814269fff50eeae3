/// The λ of one line of cells (a row, or a column): which are at their minimum or maximum, and what
/// the others share in proportion to weights. Weights stand at their cells' places in an array that
/// every call is given, and must be the same from `fill` to `write`.
///
/// A cell that is clamped stays clamped: in each round only the side that misses more seats is
/// fixed, which moves λ away from that side. Source: the projection argument of Michelot (1986),
/// with proportional instead of equal shifts.
struct WaterLevel {
  /// The cells that share, ascending.
  private var sharing: [Int] = []
  /// The cells at a bound, with it.
  private var clamped: [(cell: Int, seats: Int)] = []
  /// λ is `seats` / `weight`.
  private var seats = 0
  private var weight: UInt128 = 0
  /// Scratch: what rounding down took from each sharing cell.
  private var remainders: [UInt64] = []
  private var wideRemainders: [UInt128] = []
  private var scratch: [UInt64] = []
  private var wideScratch: [UInt128] = []

  /// Finds the level of a line that can hold `seats`.
  mutating func fill(
    _ matrix: SeatMatrix, _ cells: some Sequence<Int>, seats: Int, weights: borrowing [Int]
  ) {
    self.seats = seats
    clamped.removeAll(keepingCapacity: true)
    sharing.removeAll(keepingCapacity: true)
    weight = 0
    for cell in cells where weights[cell] > 0 {
      sharing.append(cell)
      weight += UInt128(truncatingIfNeeded: weights[cell])
    }
    guard !matrix.minimums.isEmpty || !matrix.maximums.isEmpty else { return }
    while clampOneSide(matrix, weights) {}
  }

  /// λ as a fraction; nil where nobody shares.
  var level: (seats: Int, weight: UInt128)? { weight > 0 ? (seats, weight) : nil }

  /// Fixes every cell on the side that misses more; false where no cell is outside its bounds.
  private mutating func clampOneSide(_ matrix: SeatMatrix, _ weights: borrowing [Int]) -> Bool {
    // Missing seats times `weight`: at most 2³¹ seats in all, and weights of a line below 2⁸⁴.
    var missingBelow: Int128 = 0
    var missingAbove: Int128 = 0
    let total = Int128(weight)
    for cell in sharing {
      let share = Int128(seats) * Int128(weights[cell])
      missingBelow += max(0, Int128(matrix.minimum(cell)) * total - share)
      missingAbove += max(0, share - Int128(matrix.maximum(cell)) * total)
    }
    guard missingBelow > 0 || missingAbove > 0 else { return false }
    let fixesMinima = missingBelow >= missingAbove
    let (rowSeats, rowWeight) = (seats, weight)
    var stays: [Int] = []
    for cell in sharing {
      let share = UInt128(rowSeats) * UInt128(weights[cell])
      let bound = fixesMinima ? matrix.minimum(cell) : matrix.maximum(cell)
      let limit = UInt128(bound) * rowWeight
      if fixesMinima ? share < limit : share > limit {
        clamped.append((cell, bound))
        seats -= bound
        weight -= UInt128(weights[cell])
      } else {
        stays.append(cell)
      }
    }
    sharing = stays
    return true
  }

  /// Writes the line's shares in parts, adding up exactly.
  mutating func write(unit: Int, weights: borrowing [Int], into parts: inout [Int]) {
    for (cell, bound) in clamped { parts[cell] = bound * unit }
    guard !sharing.isEmpty, seats > 0 else { return }
    if let narrow = UInt64(exactly: weight) {
      writeNarrow(UInt64(seats * unit), narrow, weights, into: &parts)
    } else {
      writeWide(UInt128(seats * unit), weights, into: &parts)
    }
  }

  private mutating func writeNarrow(
    _ total: UInt64, _ weight: UInt64, _ weights: borrowing [Int], into parts: inout [Int]
  ) {
    remainders.removeAll(keepingCapacity: true)
    var left = total
    for cell in sharing {
      let (high, low) = total.multipliedFullWidth(by: UInt64(truncatingIfNeeded: weights[cell]))
      let (part, remainder) =
        high == 0
        ? low.quotientAndRemainder(dividingBy: weight) : weight.dividingFullWidth((high, low))
      parts[cell] = Int(truncatingIfNeeded: part)
      left -= part
      remainders.append(remainder)
    }
    Self.giveRest(Int(left), remainders, &scratch, sharing, &parts)
  }

  private mutating func writeWide(
    _ total: UInt128, _ weights: borrowing [Int], into parts: inout [Int]
  ) {
    wideRemainders.removeAll(keepingCapacity: true)
    var left = total
    for cell in sharing {
      let (part, remainder) = (total * UInt128(weights[cell])).quotientAndRemainder(
        dividingBy: weight)
      parts[cell] = Int(part)
      left -= part
      wideRemainders.append(remainder)
    }
    Self.giveRest(Int(left), wideRemainders, &wideScratch, sharing, &parts)
  }

  /// One part more for the `left` largest remainders, equal ones in order.
  private static func giveRest<T: FixedWidthInteger>(
    _ left: Int, _ remainders: [T], _ scratch: inout [T], _ cells: [Int], _ parts: inout [Int]
  ) {
    guard left > 0 else { return }
    precondition(left < remainders.count, "rounding down takes less than a part from each cell")
    scratch.replaceSubrange(scratch.indices, with: remainders)
    let border = scratch.selectDescending(left - 1)
    var atBorder = left
    for remainder in remainders where remainder > border { atBorder -= 1 }
    for (at, remainder) in remainders.enumerated() {
      if remainder > border {
        parts[cells[at]] += 1
      } else if remainder == border, atBorder > 0 {
        parts[cells[at]] += 1
        atBorder -= 1
      }
    }
  }
}

extension Array where Element: Comparable {
  /// The element that would stand at `place` if the array were sorted from large to small.
  ///
  /// Reorders the array. Source: C. A. R. Hoare, "Algorithm 65: Find" (1961), median of three.
  /// Complexity: O(n) on average.
  mutating func selectDescending(_ place: Int) -> Element {
    var low = 0
    var high = count - 1
    while low < high {
      let (a, b, c) = (self[low], self[(low + high) / 2], self[high])
      let pivot = Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
      var i = low
      var j = high
      while i <= j {
        while self[i] > pivot { i += 1 }
        while self[j] < pivot { j -= 1 }
        if i <= j {
          swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if place <= j {
        high = j
      } else if place >= i {
        low = i
      } else {
        return self[place]
      }
    }
    return self[place]
  }
}
