import Columns

extension CodeColumn {
  /// What one pass over some codes tells about them.
  public struct Shape: Sendable {
    /// Whether each is greater than the one before, byte by byte: then no two are equal.
    public var isAscending = true
    /// The length of the shortest and the longest, in bytes.
    public var lengths = (min: Int.max, max: 0)
    /// How many of 15 bytes or more end in 000, and the first of them.
    public var rounded = (count: 0, first: -1)

    /// Rows whose code has a plus sign, a delete, a byte beyond ASCII, an outer blank, or a sign
    /// before all else: worth a closer look.
    public var unusual: [Int] = []
    /// How many have a dash or a slash, and the first of them: where most have none, worth one too.
    public var dashed: (count: Int, first: [Int]) = (0, [])
    static let dashedMax = 1000

    /// Nothing seen.
    public init() {}

    /// Adds what a later pass saw.
    public mutating func add(_ later: Shape) {
      isAscending = isAscending && later.isAscending
      lengths = (min(lengths.min, later.lengths.min), max(lengths.max, later.lengths.max))
      if rounded.count == 0 { rounded.first = later.rounded.first }
      rounded.count += later.rounded.count
      unusual += later.unusual
      dashed.count += later.dashed.count
      dashed.first += later.dashed.first.prefix(Shape.dashedMax - dashed.first.count)
    }
  }

  /// Looks at the codes of `rows`, each beside the one before it.
  private func shape(_ rows: Range<Int>) -> Shape {
    var shape = Shape()
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 4096) {
      let some = start..<min(start + 4096, rows.upperBound)
      shape.add(usualShape(some) ?? anyShape(some))
    }
    return shape
  }

  func anyShape(_ rows: Range<Int>) -> Shape {
    var shape = Shape()
    var before: (UInt64, UInt64) = (0, 0)
    let seen = max(0, rows.lowerBound - 1)
    forEach(seen..<rows.upperBound) { row, code in
      // Big-endian words compare as their bytes do; codes that two words do not hold count as
      // disorder.
      let length = code.byteCount
      let words = (
        (word(code, at: 0) & mask(ofBytes: length)).byteSwapped,
        length > 8 ? lastWords(code, length).byteSwapped : 0
      )
      defer { before = words }
      if row < rows.lowerBound { return }
      shape.isAscending = shape.isAscending && (row == 0 || before < words) && length <= 16
      shape.lengths = (min(shape.lengths.min, length), max(shape.lengths.max, length))
      if length >= 15, word(code, at: length - 3) & 0xFF_FFFF == 0x30_3030 {
        if shape.rounded.count == 0 { shape.rounded.first = row }
        shape.rounded.count += 1
      }
      if isUnusual(words.0) || isUnusual(words.1) || length > 16 || endsBlank(code)
        || beginsWithSign(code)
      {
        shape.unusual.append(row)
      }
      if isDashed(words.0) || isDashed(words.1) {
        shape.dashed.count += 1
        if shape.dashed.first.count < Shape.dashedMax { shape.dashed.first.append(row) }
      }
    }
    return shape
  }

  /// Bytes 8 to 15 of a code, zeros behind its end: from a word that ends where the code ends.
  @inline(__always)
  private func lastWords(_ code: RawSpan, _ length: Int) -> UInt64 {
    if length >= 16 { return word(code, at: 8) }
    return word(code, at: length &- 8) &>> UInt64(truncatingIfNeeded: (16 &- length) &* 8)
  }

  /// Whether a word holds a plus sign, a delete character or a byte beyond ASCII.
  private func isUnusual(_ word: UInt64) -> Bool {
    let plus = word ^ 0x2B2B_2B2B_2B2B_2B2B
    let zeros = (plus &- 0x0101_0101_0101_0101) & ~plus
    let delete = word &+ 0x0101_0101_0101_0101
    return (zeros | word | delete) & 0x8080_8080_8080_8080 != 0
  }

  /// Whether a word holds a dash or a slash: 0x2D and 0x2F differ in one bit.
  private func isDashed(_ word: UInt64) -> Bool {
    let marks = (word | 0x0202_0202_0202_0202) ^ 0x2F2F_2F2F_2F2F_2F2F
    return (marks &- 0x0101_0101_0101_0101) & ~marks & 0x8080_8080_8080_8080 != 0
  }

  /// Whether a code begins with a sign, as errors of spreadsheets and their marks for texts do.
  private func beginsWithSign(_ code: RawSpan) -> Bool {
    guard code.byteCount > 0 else { return false }
    return (0x21...0x2F).contains(code.byte(0)) || code.byte(0) == 0x3D
  }

  private func endsBlank(_ code: RawSpan) -> Bool {
    guard code.byteCount > 0 else { return false }
    return code.byte(0) == 0x20 || code.byte(code.byteCount - 1) == 0x20
  }

  /// What the codes look like, and the rows whose code stands on an earlier row too, each with that
  /// row, ascending. Complexity: O(`count`), on all workers.
  public func examine(
    workers: Workers
  ) -> (shape: Shape, doubles: [(row: Int, earlier: Int)]) {
    let slices = workers.count * 4
    let shapes = workers.map(tasks: slices) { slice in
      shape(Workers.slice(slice, of: slices, count: count))
    }
    let whole = shapes.reduce(into: Shape()) { $0.add($1) }
    if whole.isAscending { return (whole, []) }
    let hashes = Column<UInt64>(unset: count)
    workers.run(tasks: slices) { slice in
      forEach(Workers.slice(slice, of: slices, count: count)) { row, code in
        hashes[row] = CodeColumn.hash(code)
      }
    }
    let found = workers.map(tasks: slices) { slice in doubles(hashes, slice, of: slices) }
    return (whole, found.flatMap { $0 }.sorted { $0.row < $1.row })
  }

  /// The doubles among the codes whose hashes fall to `slice`: an open table of rows.
  private func doubles(
    _ hashes: Column<UInt64>, _ slice: Int, of slices: Int
  ) -> [(row: Int, earlier: Int)] {
    var bits: UInt64 = 6
    while (1 << bits) < (count / slices) * 2 + 64 { bits += 1 }
    var found: [(row: Int, earlier: Int)] = []
    var slots = [Int32](repeating: -1, count: 1 << bits)
    var used = 0
    for row in 0..<count where Int(hashes[row] % UInt64(slices)) == slice {
      if used * 2 > slots.count { regrow(&slots, &bits, hashes) }
      var at = Int(hashes[row] >> (64 - bits))
      var earlier = -1
      while slots[at] >= 0 {
        let other = Int(slots[at])
        if hashes[other] == hashes[row], self[other] == self[row] {
          earlier = other
          break
        }
        at = (at + 1) & (slots.count - 1)
      }
      if earlier >= 0 {
        found.append((row, earlier))
      } else {
        slots[at] = Int32(row)
        used += 1
      }
    }
    return found
  }

  private func regrow(_ slots: inout [Int32], _ bits: inout UInt64, _ hashes: Column<UInt64>) {
    bits += 1
    var larger = [Int32](repeating: -1, count: 1 << bits)
    for row in slots where row >= 0 {
      var at = Int(hashes[Int(row)] >> (64 - bits))
      while larger[at] >= 0 { at = (at + 1) & (larger.count - 1) }
      larger[at] = row
    }
    slots = larger
  }

  /// A hash of the bytes of a code.
  static func hash(_ code: RawSpan) -> UInt64 {
    var hash: UInt64 = UInt64(code.byteCount)
    var at = 0
    while at < code.byteCount {
      hash ^= word(code, at: at) & mask(ofBytes: code.byteCount - at)
      hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
      hash = (hash ^ (hash >> 32)) &* 0x94D0_49BB_1331_11EB
      at += 8
    }
    return hash ^ (hash >> 31)
  }
}
