import Columns
import Diagnostics
import OfficeFiles
import TestSupport
import Testing

@testable import Audit

/// What leaves the office: masks, cells, archives.
@Suite struct PublicationTests {
  @Test(arguments: [
    ("202601000123", "2026****0123"), ("20260100000123", "2026****0123"),
    // Where four would not be hidden, fewer are kept.
    ("0012600002", "001****002"), ("123456", "1****6"), ("12345", "1****"), ("1234", "****"),
    ("1", "****"), ("", "****"),
  ])
  func codesAreMasked(_ code: String, _ masked: String) {
    #expect(Mask().code(code) == masked)
  }

  @Test func keptCharactersAreAChoice() {
    #expect(Mask(first: 0, last: 2).code("202601000123") == "****23")
    #expect(Mask(first: 20, last: 20).code("202601000123") == "2026****0123")
  }

  @Test(arguments: [
    ("张晓丰", "张*丰"), ("张丰", "张*"), ("欧阳小丰", "欧**丰"), ("丰", "*"), ("", ""),
    ("Zhang Feng", "Z*** F***"), ("Feng", "F***"),
  ])
  func namesAreMasked(_ name: String, _ masked: String) {
    #expect(Mask().name(name) == masked)
  }

  /// Nobody who knows the code alone is told apart by length.
  @Test func hiddenLengthIsHidden() {
    #expect(Mask().code("2026000000000123") == Mask().code("202600000123"))
  }

  @Test func formulasAreNeutral() {
    for text in ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "＋1", "－1", "＠x"] {
      #expect(csv(text) == "'" + text)
    }
    #expect(csv("\r=1") == "\"'\r=1\"")
    for text in ["", "H1", "1=1", "a-b", "\u{FF1A}", "\u{F000}"] { #expect(csv(text) == text) }
    var sheet = Sheet(title: "t", columns: [Sheet.Column("=a"), Sheet.Column("n", isCount: true)])
    sheet.add(row: ["=b", "-1"])
    sheet.add(row: ["c,\"d\"", "2"])
    let text = "\u{FEFF}'=a,n\n'=b,-1\n\"c,\"\"d\"\"\",2\n"
    #expect(String(decoding: sheet.csv(), as: UTF8.self) == text)
  }

  private func csv(_ cell: String) -> String {
    var bytes: [UInt8] = []
    Sheet.appendNeutral(Array(cell.utf8).span, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Every row with a masked code that another has counts, whatever the codes' lengths.
  @Test func repeatedMasksAreCounted() {
    var random = SeededGenerator(seed: 20261127)
    for _ in 0..<200 {
      let codes = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        String(repeating: "é", count: Int.random(in: 0...20, using: &random))
          + String(Int.random(in: 0...3, using: &random))
      }
      var sheet = Sheet(title: "", columns: [Sheet.Column("")])
      for code in codes { sheet.add(row: [code]) }
      let found = MaskedCodes(of: sheet, narrowedCount: 0, workers: Workers(count: 2))
      let repeated = codes.filter { code in codes.count { $0 == code } > 1 }
      #expect(found.repeatedCount == repeated.count, "\(codes)")
    }
  }

  /// Codes numbered through have the same middle: hiding it hides nothing.
  @Test(arguments: [(90, 1), (1500, 2), (15_000, nil), (9, nil)])
  func guessableMasksAreCounted(_ students: Int, _ count: Int?) {
    let mask = Mask()
    var (hidden, sheet) = (HiddenParts(), Sheet(title: "", columns: [Sheet.Column("")]))
    for number in 0..<students {
      let code = String(2_026_000_000 + number)
      sheet.add(row: [mask.code(code)])
      // Bytes of an array are initialised.
      unsafe hidden.add(mask.hidden(Array(code.utf8).span.bytes))
    }
    let found = MaskedCodes(
      of: sheet, narrowedCount: 0, hidden: hidden, workers: Workers(count: 2))
    #expect(found.guessableCount == count)
  }

  @Test func lotteryNumberIsNotPublished() {
    let cell = #"total=655;lottery=9416732513148722767;a\;lottery\==x;choice=1"#
    #expect(PairKey.withoutLottery(cell) == #"total=655;a\;lottery\==x;choice=1"#)
    #expect(PairKey.withoutLottery("") == "")
  }

  @Test func textsAreEscapedForPages() {
    #expect(htmlEscaped("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;")
    #expect(htmlEscaped("a\u{202E}b") == "a\\u{202e}b")
  }
}
