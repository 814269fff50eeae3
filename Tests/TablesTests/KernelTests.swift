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

  @Test func scanning() {
    var random = SeededGenerator(seed: 1)
    for length in Array(0...200) + [255, 256, 257, 1000, 4097] {
      for start in 0..<64 where length < 70 || start < 9 {
        let all = bytes(start + length, &random)
        unsafe all.withUnsafeBufferPointer { all in
          let from = unsafe UnsafeBufferPointer(rebasing: all[start...])
          let found = levels.map { level in
            var result = zb_scan_result()
            unsafe zb_scan_at(level, from.baseAddress, length, &result)
            return parts(result)
          }
          #expect(found.allSatisfy { $0 == found[0] }, "length \(length) at \(start)")
        }
      }
    }
  }

  private func parts(_ r: zb_scan_result) -> [Int64] {
    [
      Int64(r.newlines.0), Int64(r.newlines.1), r.last_newline.0, r.last_newline.1,
      Int64(r.quotes), Int64(r.nuls), r.beyond_ascii == 0 ? 0 : 1,
    ]
  }

  @Test func separating() {
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

  /// Eight neighbouring columns at once are what each is: of all lengths, with points everywhere,
  /// with cells that are no numbers, at the row's beginning and end, in rows of one to 64.
  @Test func numbersSideBySide() {
    var random = SeededGenerator(seed: 5)
    var (done, refused) = (0, 0)
    for _ in 0..<4000 {
      let (rows, columns) = (random.int(1...64), random.int(8...11))
      let (first, trim) = (random.int(0...columns - 8), random.int(0...1))
      let (odd, digits) = (random.pick([0, 0, 0, 1, 20]), random.pick([3, 6, 8]))
      var text = bytes(random.int(0...70), &random)
      var bounds = [UInt32(text.count)]
      for cell in 0..<rows * columns {
        text += random.chance(odd) ? oddCell(&random) : number(random.int(1...digits), &random)
        if cell % columns == columns - 1 { text += [UInt8](repeating: 0x0D, count: trim) }
        text.append(0x2C)
        bounds.append(UInt32(text.count))
      }
      text += Array(repeating: 0x39, count: 8)
      let trimHere = first + 8 == columns ? UInt32(trim) : 0
      var (some, others) = ([Int64](repeating: 7, count: 513), [Int64](repeating: 7, count: 513))
      let (isDone, isPlain) = unsafe text.withUnsafeBufferPointer { text in
        unsafe bounds.withUnsafeBufferPointer { bounds in
          let cells = unsafe zb_cells(
            bytes: text.baseAddress, bounds: bounds.baseAddress! + first, columns: columns,
            trim: trimHere, rows: UInt32(rows))
          return unsafe (
            zb_numbers_across(cells, &some) != 0, zb_numbers_across_plain(cells, &others) != 0
          )
        }
      }
      #expect(!isDone || isPlain)
      #expect(some[512] == 7)
      guard isDone else {
        refused += 1
        continue
      }
      done += 1
      for column in 0..<8 {
        let here = column * 64..<column * 64 + rows
        #expect(some[here] == others[here], "column \(column)")
      }
    }
    #expect(refused > 100 && (done > 1000 || done == 0))
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
  @Test func lookingUp() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let slotCount = 1 << 6
      let multiplier = random.next() | 1
      let shift: UInt32 = 64 - 6
      var slots = [zb_slot](repeating: zb_slot(key: .max, number: -1), count: slotCount)
      var known: [[UInt8]] = []
      for number in 0..<20 {
        let code = bytes(random.int(0...8), &random)
        let key = code.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        slots[Int((key &* multiplier) >> UInt64(shift))] = zb_slot(key: key, number: Int32(number))
        known.append(code)
      }
      let rows = random.int(1...64)
      var text: [UInt8] = []
      var bounds: [UInt32] = [0]
      for _ in 0..<rows {
        text += random.chance(60) ? random.pick(known) : bytes(random.int(0...40), &random)
        text.append(0x2C)
        bounds.append(UInt32(text.count))
      }
      text += Array(repeating: 0, count: 8)
      check(text, bounds, slots, multiplier, shift, rows)
    }
  }

  private func check(
    _ text: [UInt8], _ bounds: [UInt32], _ slots: [zb_slot], _ multiplier: UInt64,
    _ shift: UInt32, _ rows: Int
  ) {
    var (wide, widePlain) = ([Int32](repeating: 0, count: 64), [Int32](repeating: 0, count: 64))
    var (thin, thinPlain) = ([UInt16](repeating: 0, count: 192), [UInt16](repeating: 0, count: 192))
    let missed = unsafe text.withUnsafeBufferPointer { text in
      unsafe bounds.withUnsafeBufferPointer { bounds in
        unsafe slots.withUnsafeBufferPointer { slots in
          let cells = unsafe zb_cells(
            bytes: text.baseAddress, bounds: bounds.baseAddress, columns: 1, trim: 0,
            rows: UInt32(rows))
          let codes = unsafe zb_codes(
            slots: slots.baseAddress, multiplier: multiplier, shift: shift)
          return unsafe [
            zb_look_up_32(cells, codes, &wide), zb_look_up_32_plain(cells, codes, &widePlain),
            zb_look_up_16(cells, codes, &thin, 3), zb_look_up_16_plain(cells, codes, &thinPlain, 3),
          ]
        }
      }
    }
    #expect(Set(missed).count == 1)
    for row in 0..<rows where missed[0] >> UInt64(row) & 1 == 0 {
      #expect(wide[row] == widePlain[row] && thin[row * 3] == thinPlain[row * 3])
      #expect(thin[row * 3] == UInt16(truncatingIfNeeded: wide[row]))
    }
  }

  /// Of rows that hold a number twice none may be missed; of others, where the answer is exact,
  /// none named.
  @Test func repeating() {
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
