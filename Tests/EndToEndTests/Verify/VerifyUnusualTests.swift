import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Verification

/// What few cases use: the program admits, and the check of its own agrees, but with no forged
/// result.
@Suite struct VerifyUnusualTests {
  @Test(arguments: Unusual.scores) func unusualScoresAreVerified(_ unusual: Unusual) throws {
    try check(unusual)
  }
  @Test(arguments: Unusual.conditions) func unusualConditionsAreVerified(_ unusual: Unusual) throws
  {
    try check(unusual)
  }
  @Test(arguments: Unusual.names) func unusualNamesAreVerified(_ unusual: Unusual) throws {
    try check(unusual)
  }
  @Test(arguments: Unusual.matching) func unusualMatchingIsVerified(_ unusual: Unusual) throws {
    try check(unusual)
  }

  private func check(_ unusual: Unusual) throws {
    let folder = try TempFolder()
    try unusual.tinyCase.write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--lang", "en")
    try #require(result.exit == 0, "\(result.error)")
    let original = try Forgery(folder)
    for alone in [false, true] {
      let found = try original.verify(folder, alone: alone)
      #expect(found.isGood, "\(found.findings.first.map(\.message.en).prefix(5))")
      for language in [Language.zh, .en] {
        let page = Statement(found, language, programVersion: "0.1.0").html()
        #expect(page.contains("<p class=\"good\">") && page.hasSuffix("</html>\n"))
      }
    }
    // Every row of the students' outcomes, turned round: somebody is admitted who was not, or the
    // other way.
    let scratch = try TempFolder()
    for (at, line) in original[lines: "admissions.csv"].enumerated().dropFirst() {
      var forgery = original
      let (own, others) =
        line.contains(",admitted,")
        ? (",admitted,", ",notAdmitted,") : (",notAdmitted,", ",admitted,")
      let student = line.components(separatedBy: own)[0]
      let rest = original[lines: "admissions.csv"].first { $0.contains(others) }
        .map { $0.components(separatedBy: others)[1] }
      forgery[lines: "admissions.csv"][at] = student + others + (rest ?? ",,,,")
      forgery.coverUp()
      #expect(try !forgery.verify(scratch).isGood, "\(forgery[lines: "admissions.csv"][at])")
    }
  }
}
