import Foundation
import TestSupport
import Testing

/// What `explain` prints, word by word, in both languages: of a queue and of deferred acceptance,
/// as text, JSON and letter. The texts are in `Golden`; where the words are meant to change, the
/// test's failure prints what they are now.
@Suite struct ExplainGoldenTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden").path

  private static let cities: [String: TinyCase] = [
    "queue": TinyCase(), "deferred": TinyCase.deferred("{\"rule\": \"reserveFirst\"}"),
  ]
  /// Students whose explanations differ in kind: refused by a line and a cutoff, admitted to a seat
  /// that a reserve left, admitted before.
  private static let students = [
    ("queue", "S07"), ("queue", "S01"), ("deferred", "S07"), ("deferred", "S04"),
  ]

  @Test(arguments: students, ["zh", "en"])
  func textIsAsItWas(_ student: (city: String, code: String), _ language: String) throws {
    let folder = try Self.allocated(student.city)
    let arguments = ["explain", folder("run"), "--student", student.code, "--lang", language]
    let text = try Program.run(arguments + ["--rerun"])
    #expect(text.exit == 0, "\(text.error)")
    try Self.expect(text.output, folder, "\(student.city)-\(student.code).\(language).txt")
  }

  @Test(arguments: ["zh", "en"]) func jsonAndLetterAreAsTheyWere(_ language: String) throws {
    let folder = try Self.allocated("queue")
    let arguments = ["explain", folder("run"), "--student", "S07", "--lang", language]
    let json = try Program.run(arguments + ["--json", "--rerun"])
    try Self.expect(json.output, folder, "queue-S07.\(language).json")
    let letter = try Program.run(arguments + ["--letter", folder("letter.html")])
    #expect(letter.exit == 0, "\(letter.error)")
    try Self.expect(folder.text("letter.html"), folder, "queue-S07.\(language).html")
  }

  private static func allocated(_ city: String) throws -> TempFolder {
    try EndToEndTests.allocated(cities[city]!)
  }

  /// Paths and digests are another in every place and version; all else is compared.
  private static func expect(
    _ text: String, _ folder: TempFolder, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = text.replacingOccurrences(of: folder.path, with: "FOLDER")
      .replacing(#/[0-9a-f]{64}/#, with: "DIGEST")
    // `UPDATE_GOLDEN=1 swift test --filter ExplainGolden` writes them anew, to be read before they
    // are kept.
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try found.write(toFile: "\(Self.golden)/\(name)", atomically: true, encoding: .utf8)
    }
    let golden = try? String(contentsOfFile: "\(Self.golden)/\(name)", encoding: .utf8)
    #expect(golden == found, "\(name)", sourceLocation: sourceLocation)
  }
}
