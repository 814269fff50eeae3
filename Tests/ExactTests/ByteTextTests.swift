import Exact
import Testing

@Suite struct ByteTextTests {
  @Test func unicodeFoldsNothing() {
    let (one, two) = ("caf\u{E9}", "cafe\u{301}")
    #expect(one == two)  // what `String` says
    #expect(ByteText(one) != ByteText(two))
    #expect(ByteText(one) == ByteText("caf\u{E9}"))
    #expect(Set([one, two].map { ByteText($0) }).count == 2)
    // 65 CC 81 comes before C3 A9.
    #expect(ByteText(two) < ByteText(one) && !(ByteText(one) < ByteText(two)))
    #expect(!(ByteText(one) < ByteText(one)))
    #expect([ByteText](["a", two]) != [ByteText](["a", one]))
    let texts = [ByteText](["b", two]).texts
    #expect(texts.map { Array($0.utf8) } == [Array("b".utf8), Array(two.utf8)])
  }
}
