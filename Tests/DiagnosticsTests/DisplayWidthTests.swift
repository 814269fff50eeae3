import Testing

@testable import Diagnostics

@Suite("Columns of a terminal") struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("张三", 4), ("，。（）", 8), ("“…”·", 4), ("é", 1), ("e\u{301}", 1),
    ("ﾊﾝ", 2), ("ハン", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11ab}", 2), ("😀", 2), ("👨‍👩‍👧", 2),
    ("🇨🇳", 2), ("❤", 1), ("❤\u{fe0f}", 2), ("𠮷", 2), ("\u{200b}\u{feff}", 0), ("①Ⅳ", 2), ("〇々", 4),
    ("\t", 0), ("㎡", 2),
  ])
  func widths(text: String, width: Int) {
    #expect(displayWidth(text) == width)
  }

  @Test func padding() {
    #expect(padded("张三", to: 6) == "张三  ")
    #expect(padded("张三", to: 6, .right) == "  张三")
    #expect(padded("张三", to: 3) == "张三")
  }

  @Test func cutting() {
    #expect(truncated("第一中学", to: 8) == "第一中学")
    #expect(truncated("第一中学", to: 7) == "第一中…")
    #expect(truncated("第一中学", to: 6) == "第一…")
    #expect(truncated("第一中学", to: 1) == "…")
    #expect(truncated("第一中学", to: 0) == "")
  }

  @Test func groupsOfDigits() {
    for (number, text) in [
      (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
      (.max, "9,223,372,036,854,775,807"), (.min, "-9,223,372,036,854,775,808"),
    ] { #expect(grouped(number) == text) }
  }

  @Test func aTableOfMixedText() {
    var table = TerminalTable([.init("学校"), .init("seats", .right), .init("name")])
    table.add(["第一中学", "7", "First"])
    table.add(["12", "1,000", "x\u{1b}"])
    #expect(
      table.lines() == [
        "学校      seats  name",
        "第一中学      7  First",
        "12        1,000  x\\u{1b}",
      ])
  }

  @Test func aTableFitsTheTerminal() {
    var table = TerminalTable([.init("a"), .init("b", .right), .init("c")])
    table.add([String(repeating: "长", count: 60), "12345", String(repeating: "x", count: 50)])
    for line in table.lines() { #expect(displayWidth(line) <= 80) }
    #expect(table.lines()[1].contains("12345"))
    #expect(table.lines(widthMax: 10).count == 2)
  }
}
