import Foundation
import TestSupport
import Testing

@testable import OfficeFiles

@Suite struct SheetTests {
  @Test func kindsOfCells() {
    let strings = """
      <sst><si><t>准考证号</t></si><si><r><rPr><b/></rPr><t>一</t></r><r><t xml:space="preserve"> 中</t></r>\
      <rPh sb="0" eb="1"><t>いち</t></rPh></si><si/><si><t>a_x000D_b &amp; &lt;c&gt; &#65;&#x4E2D;</t></si></sst>
      """
    let styles = """
      <styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>\
      <numFmt numFmtId="165" formatCode="[Red]0.0&quot;day&quot;"/></numFmts>\
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>\
      </styleSheet>
      """
    let reading = read(
      [
        [
          .raw("t=\"s\"", "<v>0</v>"), .text("b"), .text("c"), .text("d"), .text("e"), .text("f"),
          .text("g"),
        ],
        [
          .raw("t=\"s\"", "<v>1</v>"), .raw("", "<v>87.5</v>"), .raw("t=\"b\"", "<v>1</v>"),
          .raw("t=\"e\"", "<v>#N/A</v>"), .raw("t=\"str\"", "<f>A1</f><v>x</v>"),
          .raw("s=\"1\"", "<v>45000</v>"),
          .raw("t=\"inlineStr\"", "<is><t>行<![CDATA[<1>]]></t></is>"),
        ],
        [
          .raw("t=\"s\"", "<v>3</v>"), .raw("t=\"n\" s=\"3\"", "<v>1E2</v>"),
          .raw("t=\"b\"", "<v>0</v>"), .raw("", "<f>SUM(B1)</f>"), .raw("t=\"s\"", "<v>2</v>"),
          .raw("s=\"2\"", "<v>45000</v>"), .raw("t=\"d\"", "<v>2026-06-30</v>"),
        ],
      ], strings: strings, styles: styles)
    #expect(
      reading.text == """
        准考证号,b,c,d,e,f,g
        一 中,87.5,TRUE,#N/A,x,45000,行<1>
        "a\rb & <c> A中",100,FALSE,,,45000,2026-06-30

        """)
    #expect(reading.problems.isEmpty)
    #expect(reading.count(.number, 1) == 2 && reading.count(.number, 0) == 0)
    #expect(reading.count(.error, 3) == 1 && reading.count(.formula, 3) == 1)
    #expect(reading.count(.date, 5) == 2 && reading.count(.date, 6) == 1)
    #expect(reading.table?.facts.tally(column: 5, .date).rows == [2, 3])
  }

  @Test func missingCellsBlankRowsAndDisorder() {
    let reading = read(
      data: """
        <row r="2"><c r="C2" t="inlineStr"><is><t>c</t></is></c><c r="A2" t="inlineStr"><is><t>a</t></is></c></row>\
        <row r="5"><c r="B5"><v>7</v></c><c r="D5" s="1"/></row><row r="6"/>\
        <row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>\
        <row r="99"><c r="A99" t="inlineStr"><is><t></t></is></c></row>
        """)
    // Row 1 has no width, so each row is as wide as its cells; rows behind the last are none.
    #expect(reading.text == "\na,,c\n\n\n,7\n\n1,2,3,4\n")
    #expect(reading.problems.isEmpty)
    #expect(reading.table?.facts.row(ofLine: 7) == 7)
  }

  @Test func rowsAreAsWideAsTheHeader() {
    let reading = read([
      [.text("a"), .text("b"), .text("c")], [.text("1")],
      [.text("1"), .none, .none, .text("beyond"), .none, .text("more")],
    ])
    #expect(reading.text == "a,b,c\n1,,\n1,,,beyond,more\n")
  }

  @Test func lineEndsInCellsDoNotMoveTheRows() {
    let reading = read([
      [.text("a\nb"), .text("c")], [.text("1"), .text("x \"y\", z")],
      [.text("one\n\ntwo"), .text("2")], [.text("3"), .text("4")],
    ])
    #expect(
      reading.text == "\"a\nb\",c\n1,\"x \"\"y\"\", z\"\n\"one\n\ntwo\",2\n3,4\n")
    let facts = reading.table?.facts
    #expect([1, 3, 4, 7].map { facts?.row(ofLine: $0) } == [1, 2, 3, 4])
    #expect(reading.table?.cell(at: 6).column == 2)
  }

  @Test func numbersAreDecimalsOfFifteenDigits() {
    let numbers = [
      ("87.3", "87.3"), ("87.299999999999997", "87.3"), ("87.300000000000011", "87.3"),
      ("87.30000000000001", "87.3"), ("0.30000000000000004", "0.3"), ("-0", "0"),
      ("655.00", "655"), ("6.55E2", "655"), ("6.55e+2", "655"), ("1.25E-2", "0.0125"),
      ("99.999999999999995", "100"), ("999999999999999.9", "1000000000000000"),
      ("0.125", "0.125"), (".5", "0.5"), ("5.", "5"), ("-12.50", "-12.5"), ("007", "7"),
      ("87.123456789012345", "87.123456789012345"), ("12345678901234567", "12345678901234600"),
      ("1E300", "1E300"), ("1E-300", "1E-300"), ("1.5x", "1.5x"), ("1E", "1E"), ("-", "-"),
      ("1E99999", "1E99999"), ("2.2010119980101E17", "220101199801010000"),
    ]
    for (stored, expected) in numbers {
      var text: [UInt8] = []
      StoredNumber.append(Array(stored.utf8), 0..<stored.utf8.count, to: &text)
      #expect(String(decoding: text, as: UTF8.self) == expected, "\(stored)")
    }
  }

  @Test func everyScoreComesBackFromItsDouble() {
    // What a spreadsheet stores of each tenth, fortieth and thousandth, in 17 digits: here, binary
    // floating point is the subject.
    for thousandths in stride(from: 1, to: 1_000_000, by: 37) {
      let stored = Double(thousandths) / 1000
      for value in [stored, stored * 3 / 3] {
        var text: [UInt8] = []
        let digits = Array(String(format: "%.17g", value).utf8)
        StoredNumber.append(digits, digits.indices, to: &text)
        var expected: [UInt8] = []
        let exact = Array("\(thousandths)E-3".utf8)
        StoredNumber.append(exact, exact.indices, to: &expected)
        #expect(text == expected, "\(thousandths)")
      }
    }
  }

  @Test func titlesStandAboveTheHeader() {
    let rows: [[WorkbookFile.Cell]] = [
      [.text("2026 年考生名单")], [], [.text("a"), .text("b")], [.text("1")],
    ]
    let tail = "<mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A4:B4\"/></mergeCells>"
    let reading = read(rows, tail: tail, headerRow: 3)
    #expect(reading.text == "2026 年考生名单\n\na,b\n1,\n")
    #expect(reading.table?.merged.map(\.name) == ["A4:B4"])
  }

  @Test func hiddenRowsAreReadWithAWarning() {
    let reading = read(
      data: """
        <row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>\
        <row r="3" hidden="true"><c r="A3"><v>3</v></c></row>
        """)
    #expect(reading.text == "1\n2\n3\n" && reading.problems == ["W242 t.xlsx:2"])
  }

  @Test func theSheetIsTheFirstThatIsSeenOrTheOneNamed() {
    func sheet(_ text: String) -> String { WorkbookFile.sheet([[.text(text)]]) }
    var file = WorkbookFile([("说明", sheet("a")), ("数据", sheet("b")), ("空", WorkbookFile.sheet([]))])
    #expect(read(file.bytes).text == "a\n")
    #expect(read(file.bytes).problems == ["W241 t.xlsx"])
    #expect(read(file.bytes, sheet: "数据").text == "b\n")
    #expect(read(file.bytes, sheet: "数据").problems.isEmpty)
    #expect(read(file.bytes, sheet: "数居").problems == ["E243 t.xlsx"])
    #expect(read(file.bytes, sheet: "x").messages[0].contains("说明, 数据, 空"))
    file.parts[1].text = file.parts[1].text.split(separator: "sheetId=\"1\"").joined(
      separator: "sheetId=\"1\" state=\"hidden\"")
    #expect(read(file.bytes).text == "b\n")
  }

  @Test func prefixesCommentsAndTargetsOfAllSorts() {
    var file = WorkbookFile([
      (
        "S",
        """
        <x:worksheet xmlns:x="m"><!-- <c> --><?pi <c>?><x:sheetData><x:row r='1'>\
        <x:c r = "A1" t='str' ><x:f>"a>b"</x:f><x:v>&quot;&apos;</x:v></x:c></x:row ></x:sheetData></x:worksheet>
        """
      )
    ])
    #expect(read(file.bytes).text == "\"\"\"'\"\n")
    file.parts[2].text = file.parts[2].text.split(separator: "worksheets/sheet1.xml").joined(
      separator: "/xl/x/../worksheets/./sheet1.xml")
    #expect(read(file.bytes).text == "\"\"\"'\"\n")
  }
}
