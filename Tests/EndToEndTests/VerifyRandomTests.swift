import Foundation
import TestSupport
import Testing

@testable import Verification

/// Random cities: every run that the program makes is verified, whatever its rules use.
@Suite struct VerifyRandomTests {
  @Test(arguments: 0..<40) func runsAreVerified(_ seed: UInt64) throws {
    let folder = try TempFolder()
    try RandomCase(seed: seed).write(to: folder)
    try allocateAnswering(folder)
    for threads in [1, 3] {
      let found = Verification.verify(
        folder("run"), caseFolder: folder("case"), programVersion: "0.1.0",
        threads: PlainThreads(count: threads))
      #expect(found.isGood, "seed \(seed): \(found.findings.first.map(\.message.en).prefix(5))")
      #expect(found.checks.count >= 9)
    }
    let alone = Verification.verify(
      folder("run"), programVersion: "0.1.0", threads: PlainThreads(count: 1))
    #expect(alone.isGood, "seed \(seed): \(alone.findings.first.map(\.message.en).prefix(5))")
  }
}

/// Allocates `case` into `run`, answering stops for ties on the way.
func allocateAnswering(_ folder: TempFolder) throws {
  var refusals: Set<[String]> = []
  for _ in 0..<100 {
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    if result.exit == 0 { return }
    try #require(result.exit == 3, "\(result.error)")
    try answer(folder, &refusals)
  }
  Issue.record("stops without end")
}
