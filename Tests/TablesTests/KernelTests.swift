import CKernels
import Tables
import TestSupport
import Testing

/// The kernels that the processor at hand is given, against the portable ones: on random bytes, of
/// all lengths around a block and at all alignments.
@Suite struct KernelTests {
  /// Bytes in which separators, quotes and NULs are frequent, or rare.
  private func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let special = Array(",\n\r\"\0".utf8)
    let share = random.pick([0, 2, 30, 100])
    return (0..<count).map { _ in
      random.chance(share) ? random.pick(special) : UInt8(truncatingIfNeeded: random.next())
    }
  }

  /// Without vectors, with those of 32 bytes and of 64; a processor takes the best of these that it
  /// has.
  private let levels = Array(0...Int32(ZB_BEST))

  @Test func everyLevelCountsWhatIsThere() {
    var random = SeededGenerator(seed: 1)
    for length in Array(0...200) + [255, 256, 257, 1000, 4097] {
      for start in 0..<64 where length < 70 || start < 9 {
        let all = bytes(start + length, &random)
        let expected = counted(all[start...])
        unsafe all.withUnsafeBufferPointer { all in
          let from = unsafe UnsafeBufferPointer(rebasing: all[start...])
          let found = levels.map { level in
            var result = zb_scan_result()
            unsafe zb_scan_at(level, from.baseAddress, length, &result)
            return parts(result)
          }
          #expect(found.allSatisfy { $0 == expected }, "length \(length) at \(start)")
        }
      }
    }
  }

  /// The same, counted byte by byte: line feeds outside and inside quotes and the last of each, by
  /// whether the quotes before it are even.
  private func counted(_ bytes: ArraySlice<UInt8>) -> [Int64] {
    var (feeds, last): ([Int64], [Int64]) = ([0, 0], [-1, -1])
    var (quotes, nuls, beyond): (Int64, Int64, Int64) = (0, 0, 0)
    for (at, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\n"):
        let side = Int(quotes % 2)
        (feeds[side], last[side]) = (feeds[side] + 1, Int64(at))
      case UInt8(ascii: "\""): quotes += 1
      case 0: nuls += 1
      default: if byte >= 0x80 { beyond = 1 }
      }
    }
    return feeds + last + [quotes, nuls, beyond]
  }

  private func parts(_ r: zb_scan_result) -> [Int64] {
    [
      Int64(r.newlines.0), Int64(r.newlines.1), r.last_newline.0, r.last_newline.1,
      Int64(r.quotes), Int64(r.nuls), r.beyond_ascii == 0 ? 0 : 1,
    ]
  }

  @Test func everyLevelFindsEachSeparator() {
    var random = SeededGenerator(seed: 2)
    for length in Array(0...200) + [255, 256, 257, 1000, 4097] {
      for start in 0..<64 where length < 70 || start < 9 {
        let all = bytes(start + length, &random)
        var found: [[[UInt32]]] = []
        for level in levels {
          var separators = [UInt32](repeating: 0, count: length + 64)
          var newlines = separators
          var lines = 0
          let count = unsafe all.withUnsafeBufferPointer { all in
            let from = unsafe UnsafeBufferPointer(rebasing: all[start...]).baseAddress
            return unsafe zb_separators_at(level, from, length, &separators, &newlines, &lines)
          }
          found.append([Array(separators[..<count]), Array(newlines[..<lines])])
        }
        let expected = (0..<length).filter { [0x2C, 0x0A].contains(all[start + $0]) }
        #expect(found.allSatisfy { $0 == found[0] }, "length \(length) at \(start)")
        #expect(found[0][0] == expected.map { UInt32($0 + 1) }, "length \(length) at \(start)")
      }
    }
  }

  /// Columns one by one, and eight neighbours at once, are the numbers that stand there: of all
  /// lengths, with points everywhere, with cells that are no numbers, at the row's beginning and
  /// end, in rows of one to 64.
  @Test func columnsOfNumbersAreThoseInTheText() {
    var random = SeededGenerator(seed: 5)
    var (done, refused) = (0, 0)
    for _ in 0..<4000 {
      let (rows, columns) = (random.int(1...64), random.int(8...11))
      let (first, trim) = (random.int(0...columns - 8), random.int(0...1))
      let (odd, digits) = (random.pick([0, 0, 0, 1, 20]), random.pick([3, 6, 8]))
      var text = bytes(random.int(0...70), &random)
      var bounds = [UInt32(text.count)]
      var expected: [[Int64?]] = Array(repeating: [], count: columns)
      for cell in 0..<rows * columns {
        let own = random.chance(odd) ? oddCell(&random) : number(random.int(1...digits), &random)
        expected[cell % columns].append(thousandths(own))
        text += own
        if cell % columns == columns - 1 { text += [UInt8](repeating: 0x0D, count: trim) }
        text.append(0x2C)
        bounds.append(UInt32(text.count))
      }
      text += Array(repeating: 0x39, count: 8)
      var found = [Int64](repeating: 7, count: 513)
      let isDone = unsafe text.withUnsafeBufferPointer { text in
        unsafe bounds.withUnsafeBufferPointer { bounds in
          for column in 0..<columns {
            let cells = unsafe zb_cells(
              bytes: text.baseAddress, bounds: bounds.baseAddress! + column, columns: columns,
              trim: column == columns - 1 ? UInt32(trim) : 0, rows: UInt32(rows))
            unsafe checkColumn(cells, expected[column])
          }
          let cells = unsafe zb_cells(
            bytes: text.baseAddress, bounds: bounds.baseAddress! + first, columns: columns,
            trim: first + 8 == columns ? UInt32(trim) : 0, rows: UInt32(rows))
          return unsafe zb_numbers_across(cells, &found) != 0
        }
      }
      #expect(found[512] == 7)
      guard isDone else {
        refused += 1
        continue
      }
      done += 1
      for column in 0..<8 {
        let here = found[column * 64..<column * 64 + rows]
        #expect(here.map(Optional.some) == expected[first + column], "column \(column)")
      }
    }
    // A processor without the instructions refuses all.
    #expect(refused > 100 && (done > 1000 || done == 0))
  }

  /// The column with the processor's vectors and without; nil is what neither reads.
  private func checkColumn(_ cells: zb_cells, _ expected: [Int64?]) {
    var (vectors, plain) = ([Int64](repeating: 7, count: 65), [Int64](repeating: 7, count: 65))
    let unread = unsafe [zb_numbers(cells, &vectors), zb_numbers_plain(cells, &plain)]
    for (unread, numbers) in zip(unread, [vectors, plain]) {
      for (row, number) in expected.enumerated() {
        let isRead = (unread.empty | unread.other) >> UInt64(row) & 1 == 0
        #expect((isRead ? numbers[row] : nil) == number)
      }
      #expect(numbers[64] == 7)
    }
  }

  /// A decimal without a sign, of at most eight bytes and three places, by the definition.
  private func thousandths(_ cell: [UInt8]) -> Int64? {
    let parts = cell.split(separator: 0x2E, omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
    let places = parts.count == 2 ? parts[1].count : 0
    guard cell.count <= 8, areDigits, parts.count <= 2, places <= 3 else { return nil }
    let digits = String(decoding: parts.joined(), as: UTF8.self)
    return Int64(digits + String(repeating: "0", count: 3 - places))
  }

  private func number(_ length: Int, _ random: inout SeededGenerator) -> [UInt8] {
    var text = (0..<length).map { _ in UInt8(0x30 + random.int(0...9)) }
    if length > 2, random.chance(40) { text[random.int(max(1, length - 4)...length - 2)] = 0x2E }
    return text
  }

  private func oddCell(_ random: inout SeededGenerator) -> [UInt8] {
    let length = random.int(0...12)
    return (0..<length).map { _ in random.pick(Array("0059..-/: ".utf8)) }
  }

  /// Codes of no to 40 bytes, known and unknown, in rows of one to 64.
  @Test func aCodeIsFoundWhereItsSlotIsItsOwn() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let slotCount = 1 << 6
      let multiplier = random.next() | 1
      let shift: UInt32 = 64 - 6
      var slots = [zb_slot](repeating: zb_slot(key: .max, number: -1), count: slotCount)
      var known: [[UInt8]] = []
      for number in 0..<20 {
        let code = bytes(random.int(0...8), &random)
        let at = Int((key(code) &* multiplier) >> UInt64(shift))
        slots[at] = zb_slot(key: key(code), number: Int32(number))
        known.append(code)
      }
      let rows = random.int(1...64)
      var text: [UInt8] = []
      var bounds: [UInt32] = [0]
      var numbers: [UInt64: Int32] = [:]
      for slot in slots where slot.number >= 0 { numbers[slot.key] = slot.number }
      var expected: [Int32?] = []
      for _ in 0..<rows {
        let code = random.chance(60) ? random.pick(known) : bytes(random.int(0...40), &random)
        expected.append(code.count > 8 ? nil : numbers[key(code)])
        text += code
        text.append(0x2C)
        bounds.append(UInt32(text.count))
      }
      text += Array(repeating: 0, count: 8)
      check(text, bounds, slots, multiplier, shift, expected)
    }
  }

  /// A code of at most eight bytes as a word, the first byte in its lowest bits.
  private func key(_ code: [UInt8]) -> UInt64 {
    code.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }

  private func check(
    _ text: [UInt8], _ bounds: [UInt32], _ slots: [zb_slot], _ multiplier: UInt64,
    _ shift: UInt32, _ expected: [Int32?]
  ) {
    var (wide, widePlain) = ([Int32](repeating: 0, count: 64), [Int32](repeating: 0, count: 64))
    var (thin, thinPlain) = ([UInt16](repeating: 0, count: 192), [UInt16](repeating: 0, count: 192))
    let missed = unsafe text.withUnsafeBufferPointer { text in
      unsafe bounds.withUnsafeBufferPointer { bounds in
        unsafe slots.withUnsafeBufferPointer { slots in
          let cells = unsafe zb_cells(
            bytes: text.baseAddress, bounds: bounds.baseAddress, columns: 1, trim: 0,
            rows: UInt32(expected.count))
          let codes = unsafe zb_codes(
            slots: slots.baseAddress, multiplier: multiplier, shift: shift)
          return unsafe [
            zb_look_up_32(cells, codes, &wide), zb_look_up_32_plain(cells, codes, &widePlain),
            zb_look_up_16(cells, codes, &thin, 3), zb_look_up_16_plain(cells, codes, &thinPlain, 3),
          ]
        }
      }
    }
    for (row, number) in expected.enumerated() {
      #expect(missed.allSatisfy { ($0 >> UInt64(row) & 1 == 1) == (number == nil) })
      guard let number else { continue }
      #expect(wide[row] == number && widePlain[row] == number)
      #expect(thin[row * 3] == UInt16(number) && thinPlain[row * 3] == UInt16(number))
    }
  }

  /// Of rows that hold a number twice none may be missed; of others, where the answer is exact,
  /// none named.
  @Test func noRowThatRepeatsIsMissed() {
    var random = SeededGenerator(seed: 4)
    var (named, innocent) = (0, 0)
    for _ in 0..<3000 {
      let (width, rows) = (random.int(1...20), random.int(1...64))
      let most = random.pick([3, 20, 65_535])
      let numbers = (0..<width * rows).map { _ in
        random.chance(40) ? 0 : UInt16(random.int(1...most))
      }
      let found = mayRepeat(numbers.span, width: width)
      #expect(rows == 64 || found >> UInt64(rows) == 0)
      for row in 0..<rows {
        let list = numbers[row * width..<(row + 1) * width].filter { $0 != 0 }
        let isNamed = found >> UInt64(row) & 1 == 1
        if Set(list).count < list.count {
          #expect(isNamed, "\(list)")
        } else {
          innocent += 1
          named += isNamed ? 1 : 0
        }
      }
    }
    let isExact = mayRepeat(([1, 2] as [UInt16]).span, width: 2) == 0
    #expect(isExact ? named < innocent / 2 : named == innocent)
  }
}
