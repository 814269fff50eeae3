import TestSupport
import Testing

@testable import Verification

/// Runs of cases that the program refuses: somebody allocates a good case and puts a broken one in
/// its place, digests and all. The check of its own finds something, and traps on none.
@Suite struct VerifyBrokenTests {
  /// A run of the tiny case.
  private static let original: Result<Forgery, Error> = Result {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
    return try Forgery(folder)
  }

  /// What the program wants corrected, and what is nothing to the result: two headers of a column
  /// that nothing reads; withdrawals where there is no earlier round.
  private static let harmless = ["unused same header twice", "withdrawals without a run"]

  @Test(arguments: Broken.all.indices) func isNotVerified(_ kind: Int) throws {
    for broken in Broken.all[kind] where !Self.harmless.contains(broken.name) {
      let folder = try TempFolder()
      var forgery = try Self.original.get()
      forgery.inputs = broken.tinyCase.files
      forgery.coverUp()
      let found = try forgery.verify(folder)
      #expect(!found.isGood, "\(broken.name)")
      let page = Statement(found, .zh, programVersion: "0.1.0").html()
      #expect(page.contains("<p class=\"bad\">") || page.contains("class=\"bad\""))
    }
  }
}
