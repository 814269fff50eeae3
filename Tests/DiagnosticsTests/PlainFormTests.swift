import Diagnostics
import Testing

@Suite struct PlainFormTests {
  @Test(arguments: [
    ("yes", "yes"), (" Ｙｅｓ\u{FEFF}", "yes"), ("=\"01\"", "1"), ("'007", "7"), ("000", "0"),
    ("1.00", "1"), ("1.50", "1.50"), ("1.", "1"), (".0", ".0"), ("", ""), ("\u{200B}", ""),
    ("是 ", "是"), ("a-01", "a-01"), ("É", "é"), ("“是”", "是"),
  ])
  func takesAwayWhatNobodyTyped(_ text: String, _ plain: String) {
    #expect(plainForm(text).utf8.elementsEqual(plain.utf8), "\(plainForm(text))")
  }

  @Test func spellingKeepsLettersAndZeros() {
    #expect(plainSpelling("=\"Ｍ02\"\u{A0}") == "M02")
    #expect(plainSpelling("#N/A") == "#N/A")
  }
}
