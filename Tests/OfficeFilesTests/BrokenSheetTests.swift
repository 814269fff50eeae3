import TestSupport
import Testing

@testable import OfficeFiles

/// Workbooks that must be refused, each with its code.
@Suite struct BrokenSheetTests {
  @Test(arguments: [
    ("<row r=\"1\"><c r=\"A1\"><v>1</v></row>", "nest"),
    ("<row r=\"1\"><c r=\"A1\"><v>&lol;</v></c></row>", "entity"),
    ("<row r=\"1\"><c r=\"A1\"><v>&#0;</v></c></row>", "entity"),
    ("<row r=\"1\"><c r=\"A1\"><v>&#xD800;</v></c></row>", "entity"),
    ("<row r=\"1\"><c r=\"A1\"><v>&#x110000;</v></c></row>", "entity"),
    ("<row r=\"1\"><c r=\"A1\" r><v>1</v></c></row>", "attribute"),
    ("<row r=\"1\"><c r=A1><v>1</v></c></row>", "attribute"),
    ("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>", "address"),
    ("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "address"),
    ("<row r=\"1\"><c r=\"1\"><v>1</v></c></row>", "address"),
    ("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "twice"),
    ("<row r=\"2\"/><row r=\"2\"/>", "greater"), ("<row r=\"2\"/><row r=\"1\"/>", "greater"),
    ("<row r=\"0\"/>", "greater"), ("<row r=\"1048577\"/>", "greater"),
    ("<row r=\"x\"/>", "greater"),
    ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", "shared"),
    ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>", "shared"),
    ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999999999999999999</v></c></row>", "shared"),
    ("<!DOCTYPE x [<!ENTITY a \"b\">]>", "DTD"), ("<row r=\"1\"", "damaged tag"),
    ("< row/>", "name"), ("<a><b></a></b>", "nest"), ("</sheetData></worksheet></x>", "nest"),
    (String(repeating: "<a>", count: 100), "deep"),
  ])
  func damagedXML(_ data: String, _ says: String) {
    let reading = read(data: data)
    #expect(reading.table == nil && reading.problems.count == 1, "\(data)")
    #expect(reading.problems.first?.hasPrefix("E242 t.xlsx") == true)
    #expect(reading.messages.first?.contains(says) == true, "\(reading.messages)")
  }

  @Test func xmlThatDoesNotEnd() {
    for text in [
      "<worksheet>", "<worksheet", "<worksheet><!-- ", "<worksheet><![CDATA[x", "<a b=\"x",
    ] {
      #expect(read(WorkbookFile([("S", text)]).bytes).problems == ["E242 t.xlsx"], "\(text)")
    }
    #expect(read(WorkbookFile([("S", "\u{FEFF}<worksheet/>")]).bytes).problems.isEmpty)
  }

  @Test func shortFilesDoNotGrowWithoutLimit() {
    let long = String(repeating: "x", count: 100_000)
    let cell = WorkbookFile.Cell.raw("t=\"s\"", "<v>0</v>")
    let row = read(
      [Array(repeating: cell, count: 200)], strings: "<sst><si><t>\(long)</t></si></sst>")
    #expect(row.problems == ["E242 t.xlsx:1"] && row.messages[0].contains("too much text"))
    let sheets = (0..<5000).map { (name: "s\($0)", xml: "") }
    let many = read(WorkbookFile(sheets).bytes)
    #expect(many.problems == ["E242 t.xlsx"] && many.messages[0].contains("too many"))
  }

  private func good() -> ZipFile {
    var zip = ZipFile()
    for part in WorkbookFile(rows: [["a"], ["1"]]).parts {
      zip.store(part.name, Array(part.text.utf8))
    }
    return zip
  }

  @Test func damagedArchives() {
    #expect(read(good().bytes).text == "a\n1\n")
    let bytes = good().bytes
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(read(Array(bytes[..<count])).problems.first?.hasPrefix("E24") == true, "\(count)")
    }
    func expect(_ code: String, _ says: String, _ change: (inout ZipFile) -> Void) {
      var zip = good()
      change(&zip)
      let reading = read(zip.bytes)
      #expect(reading.problems == ["\(code) t.xlsx"], "\(says)")
      #expect(reading.messages.first?.contains(says) == true, "\(reading.messages)")
    }
    expect("E241", "checksum") { $0.entries[3].packed[70] ^= 1 }
    expect("E241", "checksum") { $0.entries[3].checksum ^= 1 }
    expect("E240", "password") { $0.entries[3].flags = 1 }
    expect("E241", "method 12") { $0.entries[3].method = 12 }
    expect("E241", "packed bytes") { $0.entries[3].method = 8 }
    expect("E241", "more than is allowed") { $0.entries[3].size = 2 << 30 }
    expect("E241", "more than is allowed") { $0.entries[3].size = 300 * 1032 * 4 }
    expect("E241", "holds 2 parts") { $0.entries.append($0.entries[3]) }
    expect("E242", "not in the file") { $0.entries[3].name = "../../etc/sheet1.xml" }
    expect("E240", "no .xlsx workbook") { $0.entries[1].name = "word/document.xml" }
    var comment = good()
    comment.comment = Array("PK\u{5}\u{6} a comment".utf8)
    #expect(read(comment.bytes).text == "a\n1\n")
    var empty = ZipFile()
    #expect(read(empty.bytes).problems == ["E240 t.xlsx"])
    empty.store("../../../tmp/evil", [1])
    #expect(read(empty.bytes).problems == ["E240 t.xlsx"])
    var slashes = good()
    for at in slashes.entries.indices {
      slashes.entries[at].name = String(
        slashes.entries[at].name.uppercased().map { $0 == "/" ? "\\" : $0 })
    }
    #expect(read(slashes.bytes).text == "a\n1\n", "names of another system")
  }

  @Test func formatsAreKnownByTheirContent() {
    func find(_ bytes: [UInt8]) -> OfficeFormat.Finding { OfficeFormat.detect(bytes.span) }
    #expect(find(good().bytes) == .table(.workbook))
    #expect(find(DBFFile(rows: [["a"], ["1"]]).bytes) == .table(.dbase))
    var foxPro = DBFFile(rows: [["a"], ["1"]])
    foxPro.version = 0x30
    #expect(find(foxPro.bytes) == .table(.dbase))
    let refused: [[UInt8]] = [
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], Array("\r\n <HTML><table>".utf8),
      Array("\u{FEFF}<table border=1>".utf8), Array("<?xml version=\"1.0\"?><Workbook".utf8),
      [0x1F, 0x8B, 8], Array("Rar!".utf8),
    ]
    for bytes in refused {
      guard case .refused = find(bytes) else {
        Issue.record("\(bytes)")
        continue
      }
    }
    let texts = [
      "", "student,middle_school\n", "0,1,2\n", "PK,1\n",
      "1\n\n\n\(String(repeating: "a", count: 99))",
    ]
    for text in texts { #expect(find(Array(text.utf8)) == .other, "\(text)") }
  }

  @Test func mutatedWorkbooksNeverTrap() {
    let strings = "<sst><si><t>a</t></si><si><r><t>b_x000A_</t></r></si></sst>"
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    let rows: [[WorkbookFile.Cell]] = [
      [.raw("t=\"s\"", "<v>0</v>"), .text("b&c")],
      [.number("87.299999999999997"), .raw("t=\"s\" s=\"0\"", "<v>1</v>")],
    ]
    let sheet = WorkbookFile.sheet(
      rows, tail: "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>")
    let file = WorkbookFile([("S", sheet)], strings: strings, styles: styles)
    let special = Array("<>/\"'=&;:![]-_ rRtTsvcA19\0".utf8)
    var outcomes: [Bool: Int] = [:]
    for seed in 0..<3000 {
      var random = SeededGenerator(seed: UInt64(seed))
      var zip = ZipFile()
      let broken = random.int(0...file.parts.count - 1)
      for (number, part) in file.parts.enumerated() {
        var bytes = Array(part.text.utf8)
        if number == broken {
          for _ in 0...random.int(0...3) {
            let at = random.int(0...bytes.count - 1)
            switch random.int(0...3) {
            case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.insert(random.pick(special), at: at)
            case 2: bytes.remove(at: at)
            default: bytes[at] = random.pick(special)
            }
          }
        }
        zip.store(part.name, bytes)
      }
      var whole = zip.bytes
      if random.chance(20) {
        whole[random.int(0...whole.count - 1)] ^= 1 << UInt8(random.int(0...7))
      }
      let reading = read(whole)
      #expect(reading.table != nil || !reading.problems.isEmpty, "\(random)")
      outcomes[reading.table != nil, default: 0] += 1
    }
    #expect(outcomes[true, default: 0] > 300 && outcomes[false, default: 0] > 300)
  }
}
