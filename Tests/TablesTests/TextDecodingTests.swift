import CKernels
import Columns
import Diagnostics
import Testing

@testable import Tables

@Suite("Text encodings") struct TextDecodingTests {
  let workers = Workers(count: 2)

  @Test func utf8IsReadWhereItLies() throws {
    let source = try region(Array("准考证号,score\n张三,1\n".utf8))
    for declared in [nil, TextEncoding.utf8] {
      let text = try decodeText(source, declared: declared, workers: workers)
      #expect(string(text) == "准考证号,score\n张三,1\n")
      #expect(text.encoding == .utf8 && !text.isDoubtful)
    }
  }

  @Test func aMarkIsNotPartOfTheTextAndWins() throws {
    let source = try region([0xEF, 0xBB, 0xBF] + "张三".utf8)
    for declared in [nil, TextEncoding.utf8, .gb18030] {
      let text = try decodeText(source, declared: declared, workers: workers)
      #expect(string(text) == "张三" && text.encoding == .utf8)
    }
    #expect(string(try decodeText(region([0xEF, 0xBB, 0xBF]))) == "")
    #expect(string(try decodeText(region([]))) == "")
  }

  /// The bytes are those of Python's `str.encode("gb18030")`.
  @Test(
    arguments: [
      ("中文", [0xD6, 0xD0, 0xCE, 0xC4]),
      ("张三,12\n", [0xD5, 0xC5, 0xC8, 0xFD, 0x2C, 0x31, 0x32, 0x0A]),
      ("€é", [0xA2, 0xE3, 0xA8, 0xA6]),
      ("😀𠮷", [0x94, 0x39, 0xFC, 0x36, 0x95, 0x34, 0xB2, 0x35]),
      ("中", [0x84, 0x31, 0x95, 0x33, 0xD6, 0xD0]),
    ] as [(String, [UInt8])])
  func gb18030(expected: String, bytes: [UInt8]) throws {
    for declared in [nil, TextEncoding.gb18030] {
      let text = try decodeText(region(bytes), declared: declared, workers: workers)
      #expect(string(text) == expected && text.encoding == .gb18030 && !text.isDoubtful)
    }
    #expect(fault(bytes, .utf8)?.code == .notUTF8)
  }

  @Test func aDoubtfulDeclarationIsTold() throws {
    let doubtful = try decodeText(region(Array("张三李四".utf8)), declared: .gb18030)
    #expect(doubtful.isDoubtful && string(doubtful) == "寮犱笁鏉庡洓")
    #expect(try !decodeText(region(Array("plain".utf8)), declared: .gb18030).isDoubtful)
  }

  @Test func badBytesHaveAPlace() throws {
    let utf8 = Array("一,二\n三,".utf8) + [0xFF, 0x0A]
    #expect(fault(utf8, .utf8) == Fault(.notUTF8, offset: 12, line: 2, column: 3))
    #expect(fault(utf8, nil) == Fault(.unknownEncoding, offset: 12, line: 2, column: 3))
    // "中文,LF 中" and a byte that begins nothing.
    let gb: [UInt8] = [0xD6, 0xD0, 0xCE, 0xC4, 0x2C, 0x0A, 0xD6, 0xD0, 0xFF, 0x0A]
    #expect(fault(gb, .gb18030) == Fault(.notGB18030, offset: 8, line: 2, column: 2))
    #expect(fault(gb, nil) == Fault(.unknownEncoding, offset: 8, line: 2, column: 2))
    #expect(fault([0xA8, 0xA6], .utf8) == Fault(.notUTF8, offset: 0, line: 1, column: 1))
    #expect(fault([0x61, 0xD6], .gb18030) == Fault(.notGB18030, offset: 1, line: 1, column: 2))
    let marked: [UInt8] = [0xEF, 0xBB, 0xBF, 0x61, 0xD6, 0xD0]
    #expect(fault(marked, .gb18030) == Fault(.notUTF8, offset: 4, line: 1, column: 2))
    let problem = #expect(throws: EncodingError.self) { try decodeText(region(gb)) }
    #expect(problem?.problem(in: "a.csv").place == Place(file: "a.csv", line: 2, column: 2))
    #expect(problem?.message.en.contains("byte 8 (0xFF") == true)
  }

  @Test func utf16IsRefused() {
    #expect(fault([0xFF, 0xFE, 0x61, 0], nil) == Fault(.isUTF16, offset: 0, line: 0, column: 0))
    #expect(fault([0xFE, 0xFF, 0, 0x61], .utf8)?.code == .isUTF16)
  }

  @Test func withoutAConverter() throws {
    let error = #expect(throws: EncodingError.self) {
      try decodeText(
        region([0xD6, 0xD0]), declared: nil, workers: workers, converter: "no such encoding")
    }
    #expect(error?.code == .converterMissing)
    // Nothing is missed where none is needed.
    let text = try decodeText(
      region(Array("中".utf8)), declared: nil, workers: workers, converter: "no such encoding")
    #expect(string(text) == "中")
  }

  @Test func largeTextsInPieces() throws {
    let row = Array("2026000001,张三丰,城关第一中学,95.5\n".utf8)
    var bytes = Array(repeatElement(row, count: 100_000).joined())
    let source = try region(bytes)
    #expect(validUTF8Prefix(of: source, from: 0, Workers(count: 3)) == bytes.count)
    for bad in [0, 1_048_575, 1_048_576, 2_222_222, bytes.count - 1] {
      let kept = bytes[bad]
      bytes[bad] = 0xC0
      let expected = reference(bytes[(max(bad - 8, 0) / row.count * row.count)...])
      let found = validUTF8Prefix(of: try region(bytes), from: 0, Workers(count: 3))
      #expect(found == expected)
      bytes[bad] = kept
    }
  }

  /// Pieces of ASCII are not looked at again: what stands at their ends is seen all the same.
  @Test func piecesOfASCIIEndWhereTheyEnd() throws {
    let piece = TextSegment.bytesEach
    let plain = Array(repeating: UInt8(ascii: "a"), count: 3 * piece)
    for end in [piece, 2 * piece] {
      for (bad, at) in [([0x80], 0), ([0x80, 0x80], 0), ([0xE4, 0xB8], -1), ([0xFF], -1)] {
        var bytes = plain
        bytes.replaceSubrange(end + at..<end + at + bad.count, with: bad.map { UInt8($0) })
        #expect(validUTF8Prefix(of: try region(bytes), from: 0, workers) == end + at)
      }
      for before in 0...3 {
        var bytes = plain
        bytes.replaceSubrange(end - before..<end - before + 3, with: "中".utf8)
        #expect(validUTF8Prefix(of: try region(bytes), from: 0, workers) == bytes.count)
      }
    }
  }

  private func region(_ bytes: [UInt8]) throws -> ByteRegion {
    var builder = try ByteBuilder(capacity: bytes.count, as: "")
    _ = try unsafe builder.append(room: bytes.count, as: "") { (free) throws(FileError) in
      unsafe bytes.withUnsafeBytes { unsafe free.copyMemory(from: $0) }
      return bytes.count
    }
    return builder.finish()
  }

  private func string(_ text: DecodedText) -> String {
    String(decoding: text.bytes.array(0..<text.bytes.count), as: UTF8.self)
  }

  private struct Fault: Equatable {
    let code: Code
    let offset, line, column: Int
    init(_ code: Code, offset: Int, line: Int, column: Int) {
      (self.code, self.offset, self.line, self.column) = (code, offset, line, column)
    }
  }

  private func fault(_ bytes: [UInt8], _ declared: TextEncoding?) -> Fault? {
    let error = #expect(throws: EncodingError.self) {
      try decodeText(region(bytes), declared: declared, workers: workers)
    }
    return error.map { Fault($0.code, offset: $0.offset, line: $0.line, column: $0.column) }
  }
}

/// The plainest check that there is: the standard library's decoder, sequence by sequence. Returns
/// the index of the first bad sequence.
private func reference(_ bytes: ArraySlice<UInt8>) -> Int {
  var at = bytes.startIndex
  while at < bytes.endIndex {
    let length =
      switch bytes[at] {
      case ..<0x80: 1
      case ..<0xE0: 2
      case ..<0xF0: 3
      default: 4
      }
    guard at + length <= bytes.endIndex,
      String(validating: bytes[at..<at + length], as: UTF8.self)?.unicodeScalars.count == 1
    else { return at }
    at += length
  }
  return at
}

@Suite("Checking UTF-8") struct UTF8CheckTests {
  /// Every pair and many triples of the bytes at which the rules of UTF-8 turn, around the places
  /// where vectors meet.
  @Test func turningPoints() {
    let turns: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xEC,
      0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for place in [0, 13, 15, 16, 60, 61, 62, 63, 64] {
      for a in turns {
        for b in turns {
          for tail in [[0x41], [0x80, 0x41], [0xBF, 0x80, 0x41], [0x80, 0x80, 0x80], [0xE4]] {
            // Joined: where `+` grows an empty array, the sanitizer for threads sees its shared
            // storage.
            let parts = [Array(repeating: 0x2C, count: place), [a, b], tail.map { UInt8($0) }]
            check(Array(parts.joined()), pad: 70)
          }
        }
      }
    }
  }

  @Test func scalarsAreValid() {
    var text = String.UnicodeScalarView()
    for range in [0...0xFFF, 0xD700...0xE0FF, 0xFF00...0x100FF, 0x10FF00...UInt32(0x10FFFF)] {
      for value in range { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
    }
    let bytes = Array(String(text).utf8)
    #expect(prefix(bytes) == bytes.count)
    #expect(portable(bytes) == bytes.count)
    for cut in 1...200 {
      let short = Array(bytes.dropLast(cut).suffix(300))
      #expect(prefix(short) == portable(short))
    }
  }

  @Test func damagedText() {
    var generator = SystemRandomNumberGenerator()
    let text = Array("2026,张三,é,😀,第一中学|0012\n".utf8)
    for _ in 0..<2000 {
      var bytes = Array(repeatElement(text, count: 12).joined())
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      check(bytes, pad: 0)
    }
  }

  private func check(_ bytes: [UInt8], pad: Int) {
    let padded = bytes + Array(repeating: 0x2C, count: pad)
    for each in pad == 0 ? [bytes] : [bytes, padded] {
      let expected = reference(each[...])
      if prefix(each) != expected || portable(each) != expected {
        Issue.record("\(each): \(prefix(each)), \(portable(each)), expected \(expected)")
      }
    }
  }

  private func prefix(_ bytes: [UInt8]) -> Int {
    unsafe zb_utf8_valid_prefix(bytes, bytes.count)
  }

  private func portable(_ bytes: [UInt8]) -> Int {
    unsafe zb_utf8_valid_prefix_portable(bytes, bytes.count, 0)
  }
}
