import Admission
import Cases
import TestSupport
import Testing

/// A case damaged in every way that one byte or a cut can do: no trap, and either an error or an
/// outcome in which seats are conserved.
@Suite struct MutationTests {
  private static let files = [
    "rules.json", "students.csv", "programmes.csv", "middle_schools.csv", "quotas.csv", "seed.txt",
  ]

  @Test(arguments: files) func everyTruncation(_ file: String) throws {
    let folder = try TempFolder()
    let tiny = TinyCase()
    try tiny.write(to: folder)
    let bytes = try #require(tiny.files[file])
    for count in bytes.indices {
      try folder.write("case/" + file, Array(bytes[..<count]))
      expectErrorOrConsistency(folder, "\(file) cut to \(count) bytes")
    }
  }

  @Test(arguments: files) func changedBytes(_ file: String) throws {
    let folder = try TempFolder()
    let tiny = TinyCase()
    try tiny.write(to: folder)
    let bytes = try #require(tiny.files[file])
    var random = SeededGenerator(seed: UInt64(bytes.count))
    // What matters to a reader of CSV and JSON, and anything at all.
    let special =
      Array("\0\",|\n\r\t ;-+.0195eE{}[]:/\u{7F}".utf8) + [0x80, 0xC3, 0xEF, 0xFE, 0xFF]
    for _ in 0..<170 {
      var changed = bytes
      let at = random.int(0...bytes.count - 1)
      switch random.int(0...3) {
      case 0: changed[at] = UInt8(truncatingIfNeeded: random.next())
      case 1: changed.insert(random.pick(special), at: at)
      case 2: changed.remove(at: at)
      default: changed[at] = random.pick(special)
      }
      try folder.write("case/" + file, changed)
      expectErrorOrConsistency(folder, "\(file) changed at \(at), \(random)")
    }
  }

  /// Reads and allocates as the program does.
  private func expectErrorOrConsistency(_ folder: TempFolder, _ what: String) {
    let reading = readCase(folder("case"), thorough: true)
    for group in reading.problems.groups {
      #expect(!group.first.isEmpty && group.count >= group.first.count, "\(what)")
      for problem in group.first { #expect(!problem.message.en.isEmpty, "\(what)") }
    }
    guard reading.problems.isClean else { return }
    guard let read = reading.value else {
      Issue.record("no case and no error: \(what)")
      return
    }
    guard let outcome = try? Admission.allocate(read.market) else { return }
    let admitted = (0..<read.names.students.count).count { outcome.placements[$0].isAdmitted }
    #expect(outcome.ledger.reduce(0) { $0 + $1.admitted } == admitted, "\(what)")
    #expect(outcome.ledger.allSatisfy { $0.vacant >= 0 && $0.excess == 0 }, "\(what)")
    #expect(outcome.ledger.reduce(0) { $0 + $1.planned } == reading.counts.plan, "\(what)")
  }
}
