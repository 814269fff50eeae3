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
    for text in texts {
      let bytes = Array(text.utf8)
      let padded = bytes + Array("99,123.5".utf8)
      let quick = NumberCells.quick(unsafe word(padded.span.bytes, at: 0), bytes.count)
      guard case .success(let plain) = NumberCells.parse(bytes) else {
        #expect(quick == (text.isEmpty ? NumberCells.empty : NumberCells.unreadable), "\(text)")
        continue
      }
      // What is longer than a word, signed, or has idle zeros behind 3 places is left to the plain way.
      #expect(quick == plain || quick == NumberCells.unreadable, "\(text)")
      let places = text.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
      let isUsual =
        bytes.count <= 8 && !text.hasPrefix("-") && (places.first?.utf8.count ?? 0) <= 3
      #expect(quick == plain || !isUsual, "\(text)")
    }
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
