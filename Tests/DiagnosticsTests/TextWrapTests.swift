import Diagnostics
import Testing

/// Lines that fit, with nothing lost and no punctuation where a reader would stumble.
@Suite struct TextWrapTests {
  @Test func wordsAndWideCharacters() {
    #expect(wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(wrapped("一二三四五", to: 6) == ["一二三", "四五"])
    #expect(wrapped("", to: 5) == [""])
    #expect(wrapped("a-very-long-word and", to: 6) == ["a-very-long-word", "and"])
  }

  @Test func punctuationStaysWithItsText() {
    #expect(wrapped("一二三，四", to: 6) == ["一二", "三，四"])
    #expect(wrapped("一二（三）", to: 6) == ["一二", "（三）"])
    #expect(wrapped("一二“三四”五", to: 6) == ["一二", "“三四”", "五"])
    #expect(wrapped("the \"数学\" is", to: 6) == ["the", "\"数学\"", "is"])
  }

  /// The pieces together are the text, but for blanks at the ends of lines.
  @Test func nothingIsLost() {
    let text = "最低控制线：成绩 \"exam\" 不低于 430.5 分（空则不设）, then (a, b) 。"
    for width in 1...60 {
      let lines = wrapped(text, to: width)
      let squeezed = lines.joined().filter { $0 != " " }
      #expect(squeezed == text.filter { $0 != " " }, "width \(width)")
      #expect(lines.allSatisfy { displayWidth($0) <= max(width, 12) }, "width \(width): \(lines)")
    }
  }
}
