import Foundation
import TestSupport
import Testing

@testable import Verification

/// The warnings that `run.json` counts, which the page prints.
@Suite struct VerifyWarningsTests {
  private let folder: TempFolder
  private let written: String

  init() throws {
    folder = try TempFolder()
    var tiny = TinyCase()
    tiny.replace(
      "rules.json", "\"minimumShare\": \"0.75\"",
      Array("\"minimumShare\": \"0.7\" }, \"waive\": {\"quotaShare\": \"a test\"".utf8))
    try tiny.write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
    let json = try folder.text("run/run.json")
    let start = try #require(json.range(of: "\"warnings\": {"))
    let end = try #require(json[start.upperBound...].firstIndex(of: "}"))
    written = String(json[start.lowerBound...end])
  }

  /// What a forged text in place of the warnings is found to be.
  private func places(_ text: String, alone: Bool = false) throws -> [String] {
    var forgery = try Forgery(folder)
    forgery.edit("run.json", written, "\"warnings\": \(text)")
    forgery.coverUp()
    let found = try forgery.verify(folder, alone: alone)
    return found.findings.first.map { "\($0.code.name) \($0.message.en)" }
  }

  @Test func theTinyCaseWaivesItsShare() throws {
    #expect(written.contains("\"W501\": "), "\(written)")
    let verified = try Program.run(
      "verify", folder("run"), "--case", folder("case"), "--lang", "en")
    #expect(verified.exit == 0)
    #expect(verified.unwrapped.contains("(W2, W3, W4)"), "\(verified.output)")
  }

  /// With and without the case: a sentence, codes that are none, counts that are none, another
  /// order.
  @Test(
    arguments: [
      (#"{"checked row by row, no fault": 1}"#, "no code of a warning"),
      (#"{"E501": 1}"#, "no code of a warning"), (#"{"w501": 1}"#, "no code of a warning"),
      (#"{"W999": 1}"#, "no code of a warning"), (#"{"W301": 0}"#, "no positive whole number"),
      (#"{"W301": -2}"#, "no positive whole number"),
      (#"{"W301": 1.5}"#, "no positive whole number"),
      (#"{"W303": 1, "W301": 1}"#, "not in their order"),
    ]) func theirFormIsKnown(_ text: String, _ said: String) throws
  {
    for alone in [true, false] {
      let found = try places(text, alone: alone)
      #expect(found.contains { $0.hasPrefix("E717 /warnings/") && $0.contains(said) }, "\(found)")
    }
  }

  /// Those of the rules and of waived points are counted again.
  @Test func thoseOfTheRulesAreCountedAgain() throws {
    let members = written.dropFirst("\"warnings\": ".count)
    #expect(
      try places("{}").filter { $0.hasPrefix("E717 /warnings/W5") }.count
        == written.components(separatedBy: "\"W5").count - 1)
    let one = members.replacing("\"W501\": ", with: "\"W501\": 1")
    #expect(try places(String(one)).map { $0.prefix(19) } == ["E717 /warnings/W501"])
    for code in ["W101", "W102", "W502"] {
      let more = members.replacing("{", with: "{\"\(code)\": 3, ")
      let found = try places(String(more))
      #expect(found.contains { $0.hasPrefix("E717 /warnings/\(code): 3 stands") }, "\(found)")
    }
  }
}
