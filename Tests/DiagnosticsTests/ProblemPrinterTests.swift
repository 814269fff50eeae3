import Testing

@testable import Diagnostics

@Suite("Printing problems") struct ProblemPrinterTests {
  let bad = Code(
    "E299", Phrase(zh: "坏", en: "bad"), remedy: Phrase(zh: "改好它。", en: "Mend it."))
  let odd = Code(
    "W299", Phrase(zh: "怪", en: "odd"), remedy: Phrase(zh: "看一看。", en: "Look at it."))

  func log(_ count: Int) -> ProblemLog {
    var log = ProblemLog()
    log.add(odd, Phrase(zh: "有点怪", en: "a little odd"))
    for row in 0..<count {
      let place = Place(file: "students.csv", line: row + 2, column: 5)
      log.add(bad, at: place, Phrase(zh: "第 \(row) 个", en: "number \(row)"))
    }
    return log
  }

  @Test func manyOfOneCauseAreCounted() {
    #expect(
      ProblemPrinter(.en).text(log(1_000_000)) == """
        students.csv:2:5: E299 number 0
        students.csv:3:5: E299 number 1
        students.csv:4:5: E299 number 2
          … and 999,997 more, for example lines 5, 6
          → Mend it.
        W299 a little odd
          → Look at it.
        1,000,000 errors, 1 warning

        """)
    #expect(
      ProblemPrinter(.zh, strict: true, remedies: false).text(log(6)) == """
        students.csv:2:5: E299 第 0 个
        students.csv:3:5: E299 第 1 个
        students.csv:4:5: E299 第 2 个
          …… 另有 3 处，例如第 5、6 行
        W299 有点怪
        7 个错误，0 个警告

        """)
  }

  @Test(arguments: [0, 1, 4, 5]) func fewAreAllShown(count: Int) {
    let lines = ProblemPrinter(.en, remedies: false).text(log(count)).split(separator: "\n")
    #expect(lines.filter { $0.contains("E299") }.count == count)
    #expect(!lines.contains { $0.contains("more") })
  }

  @Test func nothingIsSaidOfNothing() {
    #expect(ProblemPrinter(.zh).text(ProblemLog()) == "")
    #expect(ProblemPrinter(.zh).json(ProblemLog()) == "[]\n")
    #expect(ProblemPrinter(.en).summary(ProblemLog()) == "0 errors, 0 warnings")
  }

  @Test func withoutPlacesThereAreNoExamples() {
    var log = ProblemLog()
    for _ in 0..<9 { log.add(bad, Phrase(zh: "错", en: "wrong")) }
    #expect(ProblemPrinter(.en).text(log).contains("  … and 6 more\n"))
    #expect(ProblemPrinter(.zh).text(log).contains("  …… 另有 6 处\n"))
  }

  @Test func whatPeopleWroteCannotLeadATerminal() {
    var log = ProblemLog()
    let name = "\u{1b}[2J\u{9b}31m张\u{202e}三\r\n\"\\"
    let place = Place(file: "a\u{7}.csv", line: 1)
    log.add(bad, at: place, Phrase(zh: "姓名 \(name)", en: "name \(name)"))
    let text = ProblemPrinter(.en).text(log)
    #expect(
      text.hasPrefix(
        #"a\u{7}.csv:1: E299 name \u{1b}[2J\u{9b}31m张\u{202e}三\u{d}\u{a}"\"# + "\n"))
    #expect(
      ProblemPrinter(.en).json(log) == #"""
        [
          {"code": "E299", "severity": "error", "count": 1, "message": "name \u001b[2J\u009b31m张\u202e三\r\n\"\\", "places": [{"file": "a\u0007.csv", "line": 1, "column": 0, "message": "name \u001b[2J\u009b31m张\u202e三\r\n\"\\"}]}
        ]

        """#)
  }

  @Test func jsonOfGroups() {
    let json = ProblemPrinter(.zh, strict: true).json(log(7))
    #expect(json.contains(#""code": "E299", "severity": "error", "count": 7, "message": "第 0 个""#))
    #expect(json.contains(#""code": "W299", "severity": "error", "count": 1"#))
    #expect(json.split(separator: "\n").count == 4)
    #expect(ProblemPrinter(.zh).json(log(0)).contains(#""severity": "warning""#))
  }
}

@Suite("Escaping") struct EscapeTests {
  @Test func plainTextStays() {
    for text in ["", "abc", "张三 é e\u{301} 😀 ~", "a\\b"] { #expect(terminalSafe(text) == text) }
  }

  @Test func everyControlIsVisible() {
    for value in [0...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...UInt32(0x2069)]
      .joined()
    {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let safe = terminalSafe("a\(scalar)b")
      #expect(safe == "a\\u{\(String(value, radix: 16))}b")
    }
    #expect(terminalSafe("\r\n") == "\\u{d}\\u{a}")
  }

  @Test func jsonStrings() {
    #expect(jsonEscaped("") == "\"\"")
    #expect(jsonEscaped("a\"\\\n\r\t/é张😀") == #""a\"\\\n\r\t/é张😀""#)
    #expect(jsonEscaped("\u{0}\u{8}\u{1f}\u{7f}\u{2028}") == #""\u0000\u0008\u001f\u007f\u2028""#)
    #expect(jsonEscaped("\u{e0041}") == #""\udb40\udc41""#)
  }
}

@Suite("The catalogue") struct CatalogueTests {
  @Test func everyCodeIsThereOnceAndSaysWhatToDo() {
    let names = Code.catalogue.map(\.name)
    #expect(Set(names).count == names.count)
    for code in Code.catalogue {
      #expect(["E", "W"].contains(code.name.first) && code.name.utf8.count == 4)
      for language in Language.allCases {
        #expect(!code.title[language].isEmpty && !code.remedy[language].isEmpty, "\(code.name)")
      }
    }
    #expect(Code.named("e804")?.name == "E804")
  }
}
