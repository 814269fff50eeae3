import Exact

/// Whole numbers summed over the rows of a table that name the same things.
struct NamedSums: Sendable {
  /// The numbers of a row, at most six; the others are zero.
  typealias Numbers = InlineArray<6, Int>

  /// The names as they are spelled, with what stands between them. One name may be spelled in two
  /// ways, with quotes and without; never do two have one spelling.
  private var spellings = PlainNames()
  private var names: [[ByteText]] = []
  private var sums: [Numbers] = []

  /// Adds the numbers of a row whose cells `first...last` are the names. Complexity: O(bytes of the
  /// names) expected.
  @inline(__always)
  mutating func add(
    _ numbers: Numbers, _ cells: [PlainCell], _ first: Int, _ last: Int, _ bytes: Span<UInt8>
  ) {
    let at = spellings.number(adding: bytes, cells[first].start, cells[last].end)
    if at == names.count {
      names.append([ByteText](cells[first...last].map { cellText($0, bytes) }))
      sums.append(numbers)
    } else {
      for column in numbers.indices { sums[at][column] &+= numbers[column] }
    }
  }

  /// The sums of all rows, by name.
  static func joined(_ parts: [NamedSums]) -> [[ByteText]: Numbers] {
    var joined: [[ByteText]: Numbers] = [:]
    for part in parts {
      for (at, name) in part.names.enumerated() { add(part.sums[at], to: &joined, name) }
    }
    return joined
  }

  /// The sums by what `kind` says of a name; names of which it says nothing are left out.
  static func grouped(
    _ sums: [[ByteText]: Numbers], by kind: ([ByteText]) -> [ByteText]?
  ) -> [[ByteText]: Numbers] {
    var grouped: [[ByteText]: Numbers] = [:]
    for (name, numbers) in sums {
      if let name = kind(name) { add(numbers, to: &grouped, name) }
    }
    return grouped
  }

  private static func add(
    _ numbers: Numbers, to sums: inout [[ByteText]: Numbers], _ name: [ByteText]
  ) {
    for column in numbers.indices {
      sums[name, default: Numbers(repeating: 0)][column] += numbers[column]
    }
  }
}
