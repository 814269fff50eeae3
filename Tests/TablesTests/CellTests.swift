import CKernels
import Exact
import Testing
import TestSupport

@testable import Tables

/// What is read a word at a time against what is read byte by byte.
@Suite struct CellTests {
  /// Every text of up to 8 bytes over an alphabet of what numbers are made of, and of what they are
  /// not, as far as sensible; and longer ones at random.
  @Test func quickNumbersEqualThePlainOnes() {
    var texts = [""]
    for length in 1...4 {
      texts += texts.filter { $0.utf8.count == length - 1 }.flatMap { text in
        ["0", "5", "9", ".", "-", " ", "/", ":", "\u{7F}"].map { text + $0 }
      }
    }
    var random = SeededGenerator(seed: 7)
    for _ in 0..<50_000 {
      let length = Int.random(in: 1...9, using: &random)
      texts.append(
        String((0..<length).map { _ in "0123456789..".randomElement(using: &random)! }))
    }
    // All texts as one column of blocks of 64 rows, and once more as blocks of other sizes.
    for rows in [64, 7] {
      for start in stride(from: 0, to: texts.count, by: rows) {
        check(Array(texts[start..<min(start + rows, texts.count)]))
      }
    }
  }

  /// Reads a block of one column both ways and compares with the plain definition.
  private func check(_ texts: [String]) {
    var bytes: [UInt8] = []
    var bounds: [UInt32] = [0]
    for text in texts {
      bytes += text.utf8 + [UInt8(ascii: ",")]
      bounds.append(UInt32(bytes.count))
    }
    bytes += Array("12345678".utf8)
    let block = RowBlock(firstRow: 0, count: texts.count, columns: 1, lastTrim: 0)
    var numbers = [Int64](repeating: 7, count: texts.count)
    var span = numbers.mutableSpan
    let unusual = unsafe NumberCells.read(
      block, column: 0, bytes.span.bytes, bounds.span, into: &span)
    let (vector, plain) = kernels(block, bytes, bounds)
    for (i, text) in texts.enumerated() {
      let isUnusual = unusual >> UInt64(i) & 1 == 1
      let isLeft = vector.other >> UInt64(i) & 1 == 1
      switch NumberCells.parse(Array(text.utf8)) {
      case .success(let value):
        #expect(numbers[i] == value && isUnusual == (value < 0), "\(text)")
        // What is longer than a word, signed, or has idle zeros behind 3 places is left to others.
        let places = text.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
        let isUsual =
          text.utf8.count <= 8 && !text.hasPrefix("-") && (places.first?.utf8.count ?? 0) <= 3
        #expect(!isLeft || !isUsual, "\(text)")
      case .failure:
        #expect(isUnusual, "\(text)")
        #expect(numbers[i] == (text.isEmpty ? NumberCells.empty : NumberCells.unreadable))
      }
    }
    #expect(vector.empty == plain.empty && vector.other == plain.other)
  }

  /// What the processor's kernel and the portable one leave unread.
  private func kernels(
    _ block: RowBlock, _ bytes: [UInt8], _ bounds: [UInt32]
  ) -> (zb_unread, zb_unread) {
    var (some, others) = ([Int64](repeating: 0, count: 64), [Int64](repeating: 0, count: 64))
    let found = unsafe block.withCells(0, bytes.span.bytes, bounds.span) { cells in
      unsafe (zb_numbers(cells, &some), zb_numbers_plain(cells, &others))
    }
    for i in 0..<block.count where found.0.other >> UInt64(i) & 1 == 0 {
      #expect(some[i] == others[i])
    }
    return found
  }

  /// What is wrong with a number, at the limits of places and size.
  @Test func faultsOfNumbers() {
    func fault(_ text: String) -> NumberCells.Fault? {
      if case .failure(let error) = NumberCells.parse(Array(text.utf8)) { return error.fault }
      return nil
    }
    #expect(fault("1.234") == nil && fault("1.2345") == .tooManyPlaces)
    #expect(fault("999999999999.999") == nil && fault("1000000000000") == .tooLarge)
    #expect(fault("-999999999999.999") == nil && fault("-1000000000000") == .tooLarge)
    #expect(fault("1x") == .notANumber && fault("12345678901234567890") == .tooLarge)
  }

  @Test func codesAreFoundByteByByte() {
    let codes =
      ["", "1", "01", "001", "0012600001", "12345678", "123456789", "一中", "é", "e\u{301}"]
      + [String(repeating: "x", count: 16), String(repeating: "x", count: 17)]
    let table = CodeTable(codes.map { Array($0.utf8) })
    for (number, code) in codes.enumerated() {
      #expect(table.value(of: Array(code.utf8)) == number, "\(code)")
    }
    for other in ["0", "0001", "0012600002", "xxxxxxxx", String(repeating: "x", count: 18)] {
      #expect(table.value(of: Array(other.utf8)) == nil, "\(other)")
    }
  }

  @Test func manyCodesAreAllFound() {
    let codes = (0..<20_000).map { Array("H\($0 * 7)".utf8) }
    let table = CodeTable(codes)
    for (number, code) in codes.enumerated() { #expect(table.value(of: code) == number) }
    #expect(table.value(of: Array("H1".utf8)) == nil)
  }
}

/// Codes looked up a block at a time against the same one by one.
@Suite struct CodeBlockTests {
  @Test func blocksEqualSingleCodes() {
    var random = SeededGenerator(seed: 11)
    let lengths = [1, 2, 4, 7, 8, 9, 12, 16, 17]
    func code() -> [UInt8] {
      (0..<lengths.randomElement(using: &random)!).map { _ in
        UInt8(ascii: "0") + UInt8.random(in: 0...2, using: &random)
      }
    }
    for round in 0..<60 {
      let known = (0..<(round * 3)).map { _ in code() } + (round % 2 == 0 ? [[]] : [])
      let table = CodeTable(known)
      var bytes: [UInt8] = []
      var bounds: [UInt32] = [0]
      var cells: [[UInt8]] = []
      for _ in 0..<64 {
        let kind = Int.random(in: 0..<4, using: &random)
        cells.append(
          kind == 0 ? [] : kind == 1 ? code() : known.randomElement(using: &random) ?? [])
        bytes += cells.last! + [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        bounds.append(UInt32(bytes.count))
      }
      bytes += [UInt8](repeating: 0x30, count: 8)
      let block = RowBlock(firstRow: 0, count: 64, columns: 1, lastTrim: 1)
      var wide = [Int32](repeating: 7, count: 66)
      var narrow = [UInt16](repeating: 7, count: 64 * 3)
      var wideSpan = wide.mutableSpan
      unsafe table.read(
        block, column: 0, bytes.span.bytes, bounds.span, into: &wideSpan, from: 2)
      var narrowSpan = narrow.mutableSpan
      let hasUnknown = unsafe table.read(
        block, columns: [0, 0, 0], bytes.span.bytes, bounds.span, into: &narrowSpan)
      let expected = cells.map { table.value(of: $0).map { Int32($0) } ?? CodeTable.unknown }
      #expect(wide == [7, 7] + expected)
      #expect(
        narrow == expected.flatMap { Array(repeating: UInt16(truncatingIfNeeded: $0), count: 3) })
      #expect(hasUnknown == expected.contains(CodeTable.unknown))
      for (cell, number) in zip(cells, expected) {
        #expect(number == Int32(known.firstIndex(of: cell) ?? -1))
      }
    }
  }
}
