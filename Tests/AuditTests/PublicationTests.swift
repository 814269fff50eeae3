import Diagnostics
import OfficeFiles
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
    for text in ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"] {
      #expect(Sheet.neutral(text) == "'" + text)
    }
    for text in ["", "H1", "1=1", "a-b"] { #expect(Sheet.neutral(text) == text) }
    let sheet = Sheet(title: "t", header: ["=a"], rows: [[.text("=b"), .count(-1)]])
    #expect(sheet.csv() == "\u{FEFF}'=a\n'=b,-1\n")
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
