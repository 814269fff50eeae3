import Admission
import Cases
import TestSupport
import Testing

@Suite struct TinyCaseTests {
  @Test func isReadWithoutAWarning() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let reading = readCase(folder("case"), thorough: true)
    #expect(reading.problems.groups.isEmpty)
    let outcome = try Admission.allocate(try #require(reading.value).market)
    #expect((0..<8).count { outcome.placements[$0].isAdmitted } == 7)
  }
}
