import Testing

@testable import OfficeFiles

/// What is written is what is read.
@Suite struct WritingTests {
  /// Known answers of CRC-32 (the check value of the catalogue of CRCs, and nothing).
  @Test func checksumsAreKnown() {
    #expect(checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(checksum([]) == 0)
  }

  @Test func textsAreEscaped() {
    #expect(xmlEscaped("<&>\"\u{1}") == "&lt;&amp;&gt;&quot;\u{FFFD}")
  }
}
