import Foundation
import TestSupport
import Testing

@testable import Verification

/// `zhibiao verify` as people call it.
@Suite struct VerifyCommandTests {
  private static let city = SampleCity.path

  @Test func theSampleCityIsVerifiedInBothLanguages() throws {
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    let commitment = try #require(
      Verification.verify(
        folder("run"), caseFolder: Self.city, programVersion: "0.1.0",
        threads: PlainThreads(count: 2)
      ).commitment)
    for (language, verdict) in [("en", "verified: all of"), ("zh", "通过：")] {
      let page = "statement-\(language).html"
      let result = try Program.run(
        "verify", folder("run"), "--case", Self.city, "--commitment", commitment, "--statement",
        folder(page), "--lang", language)
      #expect(result.exit == 0, "\(result.output) \(result.error)")
      #expect(result.verdict.hasPrefix(verdict))
      #expect(result.output.contains("3,000") && result.output.contains("251"))
      let text = try folder.text(page)
      #expect(text.contains(commitment) && text.contains("drawn") || text.contains("<code>"))
      #expect(!text.contains("http") && !text.contains("<script"))
      // Lines are broken for the terminal.
      for said in [result.output, text] {
        #expect(said.filter { !$0.isWhitespace }.contains("zhibiaorulesCASE"))
      }
    }
    let wrong = try Program.run(
      "verify", folder("run"), "--case", Self.city, "--commitment",
      String(repeating: "0", count: 64), "--lang", "en")
    #expect(wrong.exit == 1 && wrong.output.contains("E718"))
    // Without a case the run says which one it was made with.
    for (hex, exit) in [(commitment, Int32(0)), (String(repeating: "0", count: 64), 1)] {
      let alone = try Program.run(
        "verify", folder("run"), "--commitment", hex, "--lang", "en")
      #expect(alone.exit == exit)
      #expect(alone.output.contains("commitment published before the draw (against"))
      #expect(alone.output.contains("E718") == (exit == 1))
    }
    let usage = try Program.run("verify", folder("run"), "--commitment", "12")
    #expect(usage.exit == 2)
    let alone = try Program.run("verify", folder("run"), "--lang", "en")
    #expect(alone.exit == 0 && alone.verdict.hasPrefix("no contradiction in"))
  }

  @Test func whatProgramsRead() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let good = try json("verify", folder("run"), "--case", folder("case"), "--json")
    #expect(good["verdict"] as? String == "verified" && good["differences"] as? Int == 0)
    // What it did not do by code of its own, it says.
    let others = try #require(good["notChecked"] as? [String])
    #expect(others.contains { $0.contains("rules.json") && $0.contains("zhibiao rules CASE") })
    // One of a kind is said to be one.
    let checks = try #require(good["checked"] as? [[String: Any]])
    for check in checks where check["count"] as? Int == 1 {
      let what = try #require(check["what"] as? String).prefix { $0 != " " }
      #expect(!what.hasSuffix("s"), "1 \(what)")
    }
    var forgery = try Forgery(folder)
    forgery.edit("admissions.csv", "1,108.5", "1,108.6")
    forgery.coverUp()
    _ = try forgery.verify(folder)
    let bad = try json("verify", folder("forged"), "--case", folder("forgedcase"), "--json")
    #expect(bad["verdict"] as? String == "refused" && bad["differences"] as? Int == 1)
    let first = try #require((bad["first"] as? [[String: Any]])?.first)
    #expect(first["code"] as? String == "E712" && first["line"] as? Int == 2)
    let message = try #require(first["message"] as? String)
    #expect(message.contains("S01") && message.contains("108.6") && message.contains("108.5"))
  }

  /// Text from the inputs cannot become markup.
  @Test func theStatementIsEscaped() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny.replace("rules.json", "\"Tiny\"", Array("\"<b onload='x'>&\"".utf8))
    try tiny.write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let result = try Program.run(
      "verify", folder("run"), "--case", folder("case"), "--statement", folder("s.html"))
    #expect(result.exit == 0)
    let page = try folder.text("s.html")
    #expect(page.contains("&lt;b onload=&#39;x&#39;&gt;&amp;") && !page.contains("<b onload"))
  }

  /// Every difference is counted, the first hundred are printed.
  @Test func manyDifferencesAreCounted() throws {
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    let text = try folder.text("run/admissions.csv")
    let lines = text.split(separator: "\n").map { line -> String in
      line.contains(",admitted,") ? line.split(separator: ",")[0] + ",notAdmitted,,,,," : "\(line)"
    }
    try folder.write("run/admissions.csv", Array(lines.map { $0 + "\n" }.joined().utf8))
    let result = try Program.run("verify", folder("run"), "--case", Self.city, "--lang", "en")
    #expect(result.exit == 1)
    let shown = result.output.split(separator: "\n").filter { $0.contains(": E7") }
    #expect(shown.count == 100)
    #expect(result.output.contains("more"))
  }

  /// Two rows that were swapped, far apart: they come first, and those whom their cutoffs then fit
  /// no longer are a number; also where later stages have other seats and other students for it.
  @Test(arguments: ["open", "quota"])
  func swappedStudentsAreNamedBeforeThoseBehindThem(_ stage: String) throws {
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    var lines = try folder.text("run/admissions.csv").split(separator: "\n").map(String.init)
    func cells(_ at: Int) -> [Substring] {
      lines[at].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    }
    let inside = try #require(
      lines.firstIndex { $0.contains(",admitted,") && $0.contains(",\(stage),\(stage),") })
    let outside = try #require(lines.lastIndex { $0.contains(",notAdmitted,") })
    let (a, b) = (cells(inside), cells(outside))
    lines[inside] = "\(a[0]),\(b[1])"
    lines[outside] = "\(b[0]),\(a[1])"
    try folder.write("run/admissions.csv", Array(lines.map { $0 + "\n" }.joined().utf8))
    let result = try Program.run("verify", folder("run"), "--case", Self.city, "--lang", "en")
    let found = result.output.split(separator: "\n").filter { $0.contains(": E7") }
    let named = found.filter { $0.contains("E712 student") }
    let outcomes = found.filter { !$0.contains("E712 the score of") }
    #expect(named.count == 2 && Array(outcomes.prefix(2)) == named, "\(result.output)")
    let behind = found.filter { $0.contains("their own rows are right") }
    #expect(behind.allSatisfy { $0.hasPrefix("admissions.csv: E712 stage ") }, "\(behind)")
    #expect(!behind.isEmpty)
    for at in [inside, outside] {
      let start = "admissions.csv:\(at + 1): E712 student \(cells(at)[0]) "
      #expect(named.contains { $0.hasPrefix(start) })
    }
  }

  /// Without a case nothing is known of the inputs, whatever the commitment.
  @Test func anotherCommitmentWithAndWithoutACase() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let words = ["verify", folder("run"), "--commitment", String(repeating: "0", count: 64)]
    let alone = try Program.run(words + ["--lang", "en"])
    #expect(alone.exit == 1 && !alone.unwrapped.contains("agrees with these inputs"))
    let whole = try Program.run(words + ["--case", folder("case"), "--lang", "en"])
    #expect(whole.exit == 1 && whole.unwrapped.contains("the run agrees with these inputs"))
  }

  /// What cannot be read is no difference: a path, or the system.
  @Test func whatCannotBeReadIsSaidToBeSo() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    for words in [[folder("nowhere")], [folder("run"), "--case", folder("nowhere")]] {
      let result = try Program.run(["verify"] + words)
      #expect(result.exit == 1, "\(result.output)")
      #expect(result.unwrapped.contains("cannot be verified"), "\(result.output)")
      #expect(result.output.contains("nowhere: E801"), "\(result.output)")
    }
    #expect(try Program.run("verify", folder("case")).unwrapped.contains("cannot be verified"))
    // Without permission, in the run and in the case: no matter who runs the tests.
    let words = ["verify", folder("run"), "--case", folder("case"), "--threads", "1"]
    let log = folder("log")
    #expect(try Program.run(Program.faulty, ["none", log] + words, patience: 60).exit == 0)
    let calls = try folder.text("log").split(separator: "\n")
    for file in ["run/seats.csv", "case/students.csv"] {
      let call = try #require(calls.firstIndex { $0.hasPrefix("open ") && $0.hasSuffix(file) })
      let result = try Program.run(Program.faulty, ["stay:\(call):13", "-"] + words, patience: 60)
      #expect(result.exit == 4, "\(file): \(result.output)")
      #expect(result.unwrapped.contains("cannot be verified"), "\(result.output)")
      let name = file.split(separator: "/")[1]
      #expect(result.output.components(separatedBy: "\(name): E806").count == 2, "\(result.output)")
      #expect(!result.output.contains("E707"), "\(result.output)")
    }
  }

  private func json(_ arguments: String...) throws -> [String: Any] {
    let output = try Program.run(arguments).output
    return try #require(
      JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }

  /// The check stands on nothing of what it checks. One file asks the engine's hash for guesses,
  /// which are proven.
  @Test func verificationImportsNothingOfTheEngine() throws {
    let folder = Repository.root.appending(path: "Sources/Verification")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    let allowed = [
      "Apportionment", "CPlainKernels", "Darwin", "Diagnostics", "Exact", "FileCalls", "Glibc",
      "Musl",
      "OfficeFiles", "Report", "Rules", "Synchronization",
    ]
    var count = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      count += 1
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
        guard words.first == "import" else { continue }
        let mayGuess =
          words.last == "CKernels" && file.lastPathComponent == "PlainSHA256+Stretch.swift"
        #expect(
          mayGuess || allowed.contains(String(words.last!)), "\(file.lastPathComponent): \(line)")
      }
    }
    #expect(count >= 20)
  }
}
