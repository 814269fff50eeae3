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
    var xml: [UInt8] = []
    appendEscaped(Array("<&>\"\u{1}é\u{FFFE}\u{FFFF}\u{FFFD}\u{FFBE}".utf8).span, to: &xml)
    #expect(
      String(decoding: xml, as: UTF8.self)
        == "&lt;&amp;&gt;&quot;\u{FFFD}é\u{FFFD}\u{FFFD}\u{FFFD}\u{FFBE}")
  }

  /// Sheets put together are the sheet of all rows; blanks at the ends of a text stay.
  @Test func sheetsAreWrittenAsXML() {
    let columns = [Sheet.Column("a"), Sheet.Column("n", isCount: true)]
    var sheet = Sheet(title: "t", columns: columns)
    sheet.add(row: ["001", "10"])
    var more = Sheet(title: "t", columns: columns)
    more.add(row: [" x<", "0"])
    sheet.add(rowsOf: more)
    var xml: [UInt8] = []
    SheetXML(sheet).write(to: &xml)
    let text = String(decoding: xml, as: UTF8.self)
    let rows = [
      #"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c>"#,
      #"<c r="B1" t="inlineStr"><is><t>n</t></is></c></row>"#,
      #"<row r="2"><c r="A2" t="inlineStr"><is><t>001</t></is></c><c r="B2"><v>10</v></c></row>"#,
      #"<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve"> x&lt;</t></is></c>"#,
      #"<c r="B3"><v>0</v></c></row>"#,
    ]
    #expect(text.hasSuffix("<sheetData>\(rows.joined())</sheetData></worksheet>"))
  }
}
