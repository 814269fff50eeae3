import Diagnostics
import Testing

@testable import Report

/// Whatever people type into a table is text on a page, and nothing else.
@Suite struct EscapingTests {
  /// What a name could hold to lead a browser, or an eye.
  static let attacks = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>",
    "</title></style></script><b>", "&lt;b&gt;&#60;", "--><!--", "]]>", "javascript:alert(1)",
    "a\u{0}b\u{8}\u{1b}[31m\u{7f}\u{85}", "line\nline\r\u{2028}\u{2029}", "\u{202e}gpj.exe\u{2066}",
    "\u{200b}\u{feff}\u{ad}\u{e0041}", "{0} ${x} `${y}`", "\\u003cscript\\u003e", "<", "\"", "'",
    "&",
  ]

  private func isClean(_ page: String) -> Bool {
    page.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || terminalSafe(String(scalar)) == String(scalar)
    }
  }

  @Test(arguments: attacks, Language.allCases) func aRun(
    _ attack: String, _ language: Language
  ) {
    let plain = randomPage(programmes: 5, schools: 6, groups: 3)
    let nasty = randomPage(programmes: 5, schools: 6, groups: 3, text: { attack + $0 })
    let (a, b) = (plain.html(language), nasty.html(language))
    #expect(tags(a) == tags(b))
    #expect(isClean(b))
    for (a, b) in zip(plain.plots(language), nasty.plots(language)) {
      #expect(tags(a.svg) == tags(b.svg) && isClean(b.svg) && a.name == b.name)
    }
  }

  @Test(arguments: attacks) func anExperiment(_ attack: String) {
    let (plain, nasty) = (experimentPage(), experimentPage(text: { attack + $0 }))
    #expect(tags(plain.html(.zh)) == tags(nasty.html(.zh)))
    #expect(isClean(nasty.html(.en)))
    for (a, b) in zip(plain.plots(.en), nasty.plots(.en)) {
      #expect(tags(a.svg) == tags(b.svg) && isClean(b.svg))
    }
  }

  /// The comparison of tags would notice.
  @Test func theComparisonCanFail() {
    #expect(tags("<p>a</p>") == ["p", "/p"])
    #expect(tags("<p>a<b x=\"1>2\">c</b></p>") == ["p", "b x=", "/b", "/p"])
  }

  @Test func whatIsVisibleStaysReadable() {
    let page = randomPage(programmes: 1, schools: 1, groups: 1, text: { "“é” <\($0)> \u{202e}" })
    let html = page.html(.zh)
    #expect(html.contains("“é” &lt;rules&gt; \\u{202e}"))
  }
}
