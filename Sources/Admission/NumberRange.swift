import Columns

/// The smallest and largest value of a column, and a unit in which its values are whole.
struct NumberRange: Sendable {
  var low = Int64.max
  var high = Int64.min
  /// The largest of 1000, 500, 100 and 1 that divides all values: points, half points, tenths. In a
  /// column that has a unit, no smaller than that.
  var unit: Int64 = 1000
  var hasMissing = false

  /// The ranges of some columns, all looked at together.
  static func all(_ columns: [NumberColumn], workers: Workers) -> [NumberRange] {
    let slices = workers.slices
    let parts = workers.map(tasks: columns.count * slices) { task in
      let column = columns[task / slices]
      let rows = Workers.slice(task % slices, of: slices, count: column.count)
      return switch column {
      case .small(let values, let unit):
        NumberRange(values, rows, missing: NumberColumn.smallMissing, unit)
      case .narrow(let values): NumberRange(values, rows, missing: NumberColumn.narrowMissing)
      case .wide(let values): NumberRange(values, rows, missing: NumberColumn.missing)
      }
    }
    return columns.indices.map { NumberRange(parts[$0 * slices..<($0 + 1) * slices]) }
  }

  /// What the slices of a column have in common.
  private init(_ parts: ArraySlice<NumberRange>) {
    for part in parts {
      low = min(low, part.low)
      high = max(high, part.high)
      unit = min(unit, part.unit)
      hasMissing = hasMissing || part.hasMissing
    }
    if low > high { (low, high) = (0, 0) }
  }

  /// One slice of a column that counts in `own` units, a block at a time: a block is divided by the
  /// unit found so far, and looked at again only where that fails, which it does at most three
  /// times.
  private init<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ values: Column<T>, _ rows: Range<Int>, missing: T, _ own: NumberColumn.Unit = .one
  ) {
    let own = own.rawValue
    values.withSpan { values in
      var start = rows.lowerBound
      while start < rows.upperBound {
        let block = values.extracting(start..<min(start + 1024, rows.upperBound))
        var (least, most) = NumberRange.ends(block)
        // A missing value is below all others.
        if least == missing {
          hasMissing = true
          least = block.indices.reduce(T.max) { block[$1] == missing ? $0 : min($0, block[$1]) }
        }
        if least <= most {
          low = min(low, Int64(least) &* own)
          high = max(high, Int64(most) &* own)
          while unit > own, !NumberRange.divides(unit / own, block, missing) {
            unit = unit == 1000 ? 500 : unit == 500 ? 100 : 1
          }
        }
        start += 1024
      }
    }
  }

  private static func ends<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ values: Span<T>
  ) -> (least: T, most: T) {
    var (least, most) = (T.max, T.min)
    for i in values.indices {
      least = min(least, values[i])
      most = max(most, values[i])
    }
    return (least, most)
  }

  /// Whether all values are multiples of `unit`: 1000, 500 or 100, or these in hundreds. Dividing
  /// by a constant is a multiplication.
  private static func divides<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ unit: Int64, _ values: Span<T>, _ missing: T
  ) -> Bool {
    // A few at a time: where the unit is another one, that shows at once. What is missing is
    // masked, not asked for: so several are divided at once.
    @inline(__always)
    func rest(_ remainder: (T) -> T) -> Bool {
      for start in stride(from: 0, to: values.count, by: 64) {
        let some = values.extracting(start..<min(start &+ 64, values.count))
        var rests: T = 0
        for i in some.indices { rests |= remainder(some[i]) & (some[i] == missing ? 0 : -1) }
        if rests != 0 { return false }
      }
      return true
    }
    switch unit {
    case 1000: return rest { $0 % 1000 }
    case 500: return rest { $0 % 500 }
    case 100: return rest { $0 % 100 }
    case 10: return rest { $0 % 10 }
    case 5: return rest { $0 % 5 }
    default: preconditionFailure("a unit that no column has")
    }
  }
}
