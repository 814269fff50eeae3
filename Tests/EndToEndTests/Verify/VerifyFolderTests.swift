import Foundation
import TestSupport
import Testing

@testable import Verification

/// A run's folder that is not whole, or not of this case: each says what, and exits 1.
@Suite struct VerifyFolderTests {
  private static let original = Result { () throws -> (folder: TempFolder, forgery: Forgery) in
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
    return (folder, try Forgery(folder))
  }

  /// A copy of the run and its case, to be spoiled.
  private func copy() throws -> TempFolder {
    let folder = try TempFolder()
    let original = try Self.original.get().forgery
    for (name, bytes) in original.run { try folder.write("run/" + name, bytes) }
    for (name, bytes) in original.inputs { try folder.write("case/" + name, bytes) }
    return folder
  }

  private func verify(_ folder: TempFolder, _ caseFolder: String? = "case") -> Verification {
    Verification.verify(
      folder("run"), caseFolder: caseFolder.map { folder($0) }, programVersion: "0.1.0",
      threads: PlainThreads(count: 2))
  }

  private static let files = [
    "INPUTS.sha256", "SHA256SUMS", "admissions.csv", "cutoffs.csv", "lines.csv", "report.html",
    "run.json", "seats.csv",
  ]

  @Test(arguments: files) func aFileMissing(_ name: String) throws {
    let folder = try copy()
    try FileManager.default.removeItem(atPath: folder("run/" + name))
    let found = verify(folder)
    #expect(found.places.contains("E702 \(name)"), "\(found.places)")
  }

  @Test(arguments: files) func everyTruncation(_ name: String) throws {
    let folder = try copy()
    let whole = try folder.read("run/" + name)
    var random = SeededGenerator(seed: 5)
    let lengths = [0, 1, whole.count - 1] + (0..<12).map { _ in random.int(1...whole.count - 1) }
    for length in lengths {
      try folder.write("run/" + name, Array(whole.prefix(length)))
      let found = verify(folder)
      let expected = name == "SHA256SUMS" ? ["E702", "E703", "E704", "E705"] : ["E704"]
      #expect(
        found.places.contains { place in expected.contains { place.hasPrefix($0) } },
        "\(name) cut to \(length): \(found.places)")
    }
  }

  @Test func aByteChanged() throws {
    let folder = try copy()
    var bytes = try folder.read("run/seats.csv")
    bytes[bytes.count - 2] ^= 1
    try folder.write("run/seats.csv", bytes)
    #expect(verify(folder).places.contains("E704 seats.csv"))
  }

  @Test func aFileMore() throws {
    let folder = try copy()
    try folder.write("run/notes.txt", [])
    try folder.write("run/case/students.csv", [])
    let places = verify(folder).places
    #expect(places.contains("E703 notes.txt") && places.contains("E703 case/students.csv"))
  }

  /// Who adds a file and lists it has a run with a file more all the same, for `verify` and
  /// `replay`.
  @Test func aFileMoreThatIsListed() throws {
    for name in ["notes.txt", "case/notes.txt", ".hidden", "SHA256SUMS.sig"] {
      let folder = try copy()
      try folder.write("run/" + name, Array("x".utf8))
      let hex = PlainSHA256.hex(of: Array("x".utf8))
      let sums = try folder.text("run/SHA256SUMS") + "\(hex)  \(name)\n"
      try folder.write("run/SHA256SUMS", Array(sums.utf8))
      for caseFolder in ["case", nil] {
        let found = verify(folder, name.hasPrefix("case") ? "case" : caseFolder)
        #expect(found.places.contains("E703 \(name)"), "\(name): \(found.places)")
      }
      let replayed = try Program.run("replay", folder("run"), "--case", folder("case"))
      #expect(replayed.exit == 1 && (replayed.output + replayed.error).contains(name))
    }
  }

  @Test func whatReplayPassedOver() throws {
    for name in [".hidden", "SHA256SUMS.sig"] {
      let folder = try copy()
      try folder.write("run/" + name, [])
      let replayed = try Program.run("replay", folder("run"), "--case", folder("case"))
      #expect(replayed.exit == 1 && replayed.output.contains(name))
    }
  }

  @Test(arguments: ["extra", "case", "extra/inner", ".hidden"])
  func anEmptyFolderMore(_ name: String) throws {
    let folder = try copy()
    try FileManager.default.createDirectory(
      atPath: folder("run/" + name), withIntermediateDirectories: true)
    #expect(verify(folder).places.contains("E703 \(name)"), "\(verify(folder).places)")
    let replayed = try Program.run("replay", folder("run"), "--case", folder("case"))
    #expect(replayed.exit == 1 && (replayed.output + replayed.error).contains(name))
  }

  @Test func linksAreRefused() throws {
    let folder = try copy()
    try FileManager.default.moveItem(atPath: folder("run/seats.csv"), toPath: folder("seats.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: folder("run/seats.csv"), withDestinationPath: folder("seats.csv"))
    #expect(verify(folder).places.contains("E706 seats.csv"))
    let other = try copy()
    try FileManager.default.moveItem(atPath: other("case/quotas.csv"), toPath: other("q.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: other("case/quotas.csv"), withDestinationPath: other("q.csv"))
    #expect(verify(other).places.contains { $0.hasPrefix("E70") })
    try FileManager.default.createSymbolicLink(
      atPath: other("link"), withDestinationPath: other("run"))
    let linked = Verification.verify(
      other("link"), programVersion: "0.1.0", threads: PlainThreads(count: 1))
    #expect(!linked.isGood)
  }

  @Test(arguments: ["../seats.csv", "/etc/passwd", "a//b", "./seats.csv", "x\\y"])
  func namesThatLeadOutAreRefused(_ name: String) throws {
    let folder = try copy()
    var sums = try folder.read("run/SHA256SUMS")
    sums += Array((String(repeating: "0", count: 64) + "  \(name)\n").utf8)
    try folder.write("run/SHA256SUMS", sums)
    #expect(verify(folder).places.contains("E706 SHA256SUMS:8"))
  }

  @Test func anotherCase() throws {
    let folder = try copy()
    try RandomCase(seed: 1).write(to: folder, "other")
    let found = verify(folder, "other")
    #expect(!found.isGood && found.places.allSatisfy { $0.hasPrefix("E707") }, "\(found.places)")
    #expect(found.findings.first.contains { $0.message.en.contains("not the case") })
  }

  @Test func aCaseThatChangedSince() throws {
    let folder = try copy()
    try folder.write("case/seed.txt", Array("another\n".utf8))
    #expect(verify(folder).places == ["E707 seed.txt"])
    let added = try copy()
    try added.write("case/plan-seed.txt", Array("another\n".utf8))
    #expect(verify(added).places == ["E707 plan-seed.txt"])
    let removed = try copy()
    try FileManager.default.removeItem(atPath: removed("case/quotas.csv"))
    #expect(verify(removed).places.contains("E707 quotas.csv"))
    let none = try copy()
    #expect(!verify(none, "nowhere").isGood)
  }

  @Test func aBundledCaseIsFound() throws {
    let folder = try copy()
    for name in try folder.names("case") {
      try folder.write("run/case/" + name, folder.read("case/" + name))
    }
    let listed = try Program.shell(
      "cd '\(folder("run"))' && find . -type f ! -name SHA256SUMS | sed 's,^./,,' | LC_ALL=C sort "
        + "| xargs sha256sum > S && mv S SHA256SUMS && sed -i '/  S$/d' SHA256SUMS")
    try #require(listed.exit == 0)
    let found = verify(folder, nil)
    #expect(found.caseFolder == folder("run/case"))
    #expect(found.isGood, "\(found.places)")
  }

  // MARK: Without a case

  @Test func aRunAloneShowsWhatItCan() throws {
    let folder = try copy()
    let found = verify(folder, nil)
    #expect(found.isGood && found.unchecked.first?.en.contains("no case") == true)
    let forgery = try Self.original.get().forgery
    for (name, old, new, place) in [
      ("admissions.csv", "S07,notAdmitted,,,,,", "S06,notAdmitted,,,,,", "E711 admissions.csv:8"),
      ("admissions.csv", "S07,notAdmitted,,,,,", "S07,admitted,H1,open,open,1,1", "E717 run.json"),
      ("cutoffs.csv", "M1,2,3,2,0,0", "M1,2,3,2,1,0", "E714 cutoffs.csv:2"),
      ("cutoffs.csv", "M1,2,3,2,0,0", "M1,3,3,3,0,0", "E714 cutoffs.csv"),
      ("seats.csv", "H1,open,*,1,0,0,1,0,0", "H1,open,*,1,0,0,1,0,1", "E716 seats.csv:2"),
      ("run.json", "\"planned\": 6", "\"planned\": 7", "E717 run.json"),
      ("run.json", "\"notAdmitted\": 1", "\"notAdmitted\": 2", "E717 run.json"),
    ] {
      var altered = forgery
      altered.edit(name, old, new)
      altered.coverUp()
      let found = try altered.verify(folder, alone: true)
      #expect(found.places.contains(place), "\(new) \(found.places)")
    }
  }

  /// A name that a list of digests has twice; a row that is there twice, seen without the case.
  @Test func namesAndRowsTwice() throws {
    let folder = try copy()
    let sums = try folder.text("run/SHA256SUMS")
    let first = String(sums.split(separator: "\n")[0])
    try folder.write("run/SHA256SUMS", Array((first + "\n" + sums).utf8))
    #expect(verify(folder).findings.first.contains { $0.message.en.contains("listed twice") })

    let original = try Self.original.get()
    for (name, place) in [
      ("admissions.csv", "E711 admissions.csv:3"), ("cutoffs.csv", "E714 cutoffs.csv:3"),
      ("seats.csv", "E716 seats.csv:3"),
    ] {
      var altered = original.forgery
      let row = altered[lines: name][1]
      altered[lines: name].insert(row, at: 2)
      altered.coverUp()
      #expect(try altered.verify(original.folder, alone: true).places.contains(place))
    }
  }

  /// A byte that is no text, or none at all, where a code should be: seen without the case.
  @Test(arguments: [0xFF, 0x00] as [UInt8]) func whatIsNoText(_ byte: UInt8) throws {
    let original = try Self.original.get()
    var altered = original.forgery
    let bytes = try #require(altered.run["admissions.csv"])
    let at = try #require(bytes.firstIndex(of: UInt8(ascii: "7")))
    altered.run["admissions.csv"]![at] = byte
    altered.coverUp()
    let found = try altered.verify(original.folder, alone: true)
    #expect(found.places.contains { $0.hasPrefix("E701 admissions.csv") }, "\(found.places)")
  }

  /// Large inputs are digested beside the rest, and as strictly.
  @Test func aLargeInputChanged() throws {
    var tiny = TinyCase()
    let lines = tiny["students.csv"].split(separator: "\n")
    let note = String(repeating: "n", count: 100_000)
    tiny["students.csv"] = lines.enumerated().map { at, line in
      line + (at == 0 ? ",note1,note2\n" : ",\(note),\(note)\n")
    }.joined()
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
    #expect(verify(folder).isGood)
    tiny["students.csv"] = tiny["students.csv"].replacing("nnn\nS02", with: "nnm\nS02")
    try tiny.write(to: folder)
    #expect(verify(folder).places == ["E707 students.csv"])
  }
}
