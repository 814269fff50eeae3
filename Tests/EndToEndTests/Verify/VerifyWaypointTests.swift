import Foundation
import TestSupport
import Testing

@testable import Verification

/// What `run.json` says of the hashes of long files on their way: every word of it is checked, and
/// what is wrong with it changes no digest.
@Suite struct VerifyWaypointTests {
  /// A city whose students need more bytes than sixteen steps, and its run.
  private func city() throws -> (folder: TempFolder, forgery: Forgery) {
    let folder = try TempFolder()
    let made = try Program.run("generate", "-o", folder("case"), "--students", "24000")
    #expect(made.exit == 0)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    return (folder, try Forgery(folder))
  }

  @Test func everyWordIsChecked() throws {
    let (folder, original) = try city()
    let bytes = try #require(original.inputs["students.csv"])
    #expect(bytes.count > Waypoints.groupBytes)
    let facts = try #require(original.run["run.json"].flatMap(PlainJSON.init))
    let way = Waypoints(facts, of: "students.csv", .inputs)
    #expect(way.states.count == Stretch.pieces)
    // By the definition, from the beginning.
    for (at, state) in way.states.enumerated() {
      var hash = PlainSHA256()
      hash.compressAll(bytes.span.extracting(0..<(at + 1) * Waypoints.stepBytes))
      #expect(PlainSHA256.hex(hash.state) == PlainSHA256.hex(state))
    }
    let scratch = try TempFolder()
    #expect(try original.verify(scratch).isGood)
    _ = folder

    for at in [0, 7, 14, 15] {
      let hex = PlainSHA256.hex(way.states[at])
      var forgery = original
      forgery.edit("run.json", hex, String(hex.reversed()))
      forgery.coverUp()
      let found = try forgery.verify(scratch)
      #expect(found.findings.count == 1)
      let text = found.findings.first.map(\.message.en).joined()
      #expect(text.contains("/waypoints/inputs/students.csv/\(at)") && text.contains(hex))
    }
  }

  /// Left out, too many, of another step, and no states at all: each is named.
  @Test func whatIsNoWayIsRefused() throws {
    let (_, original) = try city()
    let facts = try #require(original.run["run.json"].flatMap(PlainJSON.init))
    let states = Waypoints(facts, of: "students.csv", .inputs).states.map { PlainSHA256.hex($0) }
    let scratch = try TempFolder()
    let alterations: [(String, String)] = [
      ("\"waypoints\"", "\"waypoint\""), ("\"stepBytes\": 131008", "\"stepBytes\": 65536"),
      ("\"\(states[3])\",\n", ""), ("\"\(states[3])\"", "\"x\""),
      ("\"\(states[3])\"", "\"\(states[3])\",\n\"\(states[3])\""),
      ("\"students.csv\": [", "\"x\": ["),
    ]
    for (old, new) in alterations {
      var forgery = original
      forgery.edit("run.json", old, new)
      forgery.coverUp()
      #expect(try !forgery.verify(scratch).isGood, "\(old) to \(new)")
    }
  }

  /// The way of the admissions, and of inputs that the run keeps, as the run alone shows it.
  @Test func theRunAloneShowsItsOwn() throws {
    let bytes = (0..<Waypoints.groupBytes + 5).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 9) }
    let folder = try TempFolder()
    try folder.write("long", bytes)
    let content = try plainBytes(folder("long"))
    let truth = PlainDigesting(content, with: nil, passing: Waypoints())
    #expect(truth.hex() == PlainSHA256.hex(of: bytes))
    let way = truth.waypoints()
    var other = way
    other.states.swapAt(4, 5)
    let found = Waypoints.member(inputs: [("long", way)], tables: [("admissions.csv", way)])
    for (inputs, tables, isInput, isTable) in [
      (way, way, true, true), (way, other, true, false), (other, way, false, true),
      (way, Waypoints(), true, false),
    ] {
      let said = Waypoints.member(inputs: [("long", inputs)], tables: [("admissions.csv", tables)])
      let facts = PlainJSON.object(said)
      // Taken for what it is, it is hashed to the same.
      let again = PlainDigesting(
        content, with: nil, passing: Waypoints(facts, of: "admissions.csv", .tables))
      #expect(again.hex() == truth.hex())
      #expect(
        again.waypoints().states.map { PlainSHA256.hex($0) }
          == way.states.map { PlainSHA256.hex($0) })
      for hasInputs in [false, true] {
        var findings = Findings()
        RunFactsCheck.compareWaypoints(facts, found, hasInputs: hasInputs, &findings)
        #expect((findings.count == 0) == (isTable && (isInput || !hasInputs)))
      }
    }
    var findings = Findings()
    RunFactsCheck.compareWaypoints(.object([]), found, hasInputs: true, &findings)
    #expect(findings.count == 0)
  }

  /// A run alone that keeps its inputs.
  @Test func aBundleIsHeldAgainstItsInputs() throws {
    let (folder, _) = try city()
    let bundled = try Program.run(
      "allocate", folder("case"), "-o", folder("run"), "--bundle", "--replace")
    #expect(bundled.exit == 0)
    func verify() -> Verification {
      Verification.verify(
        folder("run"), caseFolder: nil, commitment: nil, programVersion: "0.1.0",
        threads: PlainThreads(count: 2))
    }
    #expect(verify().isGood)
    let text = try folder.text("run/run.json")
    let start = try #require(text.range(of: "\"students.csv\": [\n")).upperBound
    let digit = try #require(text[start...].firstIndex { $0.isNumber })
    let changed = text[digit] == "1" ? "2" : "1"
    try folder.write(
      "run/run.json", Array(text.replacingCharacters(in: digit...digit, with: changed).utf8))
    let said = verify().findings.first.map { $0.message.en }.joined(separator: "; ")
    #expect(said.contains("/waypoints/inputs/students.csv/0"), "\(said)")
  }
}
