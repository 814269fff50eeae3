import Foundation
import TestSupport
import Testing

/// What is far too large is refused early, and in memory that does not grow with it.
@Suite struct LimitsTests {
  /// Runs the program with no more than this much address space, and processor time.
  private func run(
    _ words: [String], megabytes: Int, seconds: Int = 600
  ) throws -> Program.Result {
    let line = ([Program.path] + words).map { "'\($0)'" }.joined(separator: " ")
    // Where coverage is measured, a process without memory would spoil what others measured.
    let limits = "ulimit -v \(megabytes << 10); ulimit -t \(seconds)"
    return try Program.shell(
      "export LLVM_PROFILE_FILE=/dev/null; \(limits); exec \(line)", patience: 300)
  }

  /// A file of zeros that takes no room on the disk.
  private func sparse(_ path: String, _ count: Int) {
    _ = unsafe truncate(path, off_t(count))
  }

  /// One line of 1 GiB: as a header, and behind one.
  @Test(arguments: ["quotas.csv", "rules.json"])
  func aLineOfAGigabyteIsRefusedEarly(_ name: String) throws {
    for keepsHeader in [false, true] {
      let folder = try TempFolder()
      let tiny = TinyCase()
      try tiny.write(to: folder)
      if !keepsHeader { try folder.write("case/" + name, []) }
      sparse(folder("case/" + name), 1 << 30)
      // The file is mapped, which takes addresses and no memory; beside it there is little. Nor is
      // there the time to read it: to digest it alone takes longer.
      let result = try run(
        ["allocate", folder("case"), "-o", folder("run"), "--threads", "2"], megabytes: 1024 + 640,
        seconds: 2)
      #expect(result.exit == 1, "\(name): \(result)")
      #expect(result.error.contains(name), "\(result.error)")
      #expect(!folder.exists("run"))
    }
  }

  /// Rules have one limit, whoever reads them.
  @Test func bytesOfTheRules() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let rules = try folder.read("case/rules.json")
    let most = 1 << 20
    try folder.write("case/rules.json", rules + Array(repeating: 0x20, count: most - rules.count))
    #expect(try Program.run("check", folder("case")).exit == 0)
    try folder.write(
      "case/rules.json", rules + Array(repeating: 0x20, count: most + 1 - rules.count))
    let experiment = "{format: 1, name: 'x', base: 'case', variants: [{name: 'a'}]}"
    try folder.write("exp.json", Array(experiment.utf8))
    for words in [
      ["check", folder("case")], ["rules", folder("case")], ["rules", folder("case/rules.json")],
      ["simulate", folder("exp.json"), "--cells"],
    ] {
      let result = try Program.run(words)
      let said = result.output + result.error
      #expect(result.exit == 1 && said.contains("E805"), "\(words): \(said)")
      #expect(said.contains("1048576"))
    }
  }

  @Test func bytesOfAFile() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try folder.write("case/quotas.csv", [])
    sparse(folder("case/quotas.csv"), (1 << 32) + 1)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(result.exit == 1 && result.error.contains("E805"), "\(result.error)")
  }

  /// A city of 20,000 students: the memory for it, and no more.
  @Test func memoryIsBounded() throws {
    let folder = try TempFolder()
    let made = try Program.run("generate", "-o", folder("city"), "--students", "20000")
    #expect(made.exit == 0)
    let result = try run(
      ["allocate", folder("city"), "-o", folder("run"), "--threads", "2"], megabytes: 120)
    #expect(result.exit == 0, "\(result.error)")
  }

  /// Where memory runs out, the program says so, and nothing is left behind.
  @Test func withoutMemoryItSaysSo() throws {
    let folder = try TempFolder()
    let made = try Program.run("generate", "-o", folder("city"), "--students", "60000")
    #expect(made.exit == 0)
    var saidSo = 0
    for megabytes in stride(from: 33, through: 72, by: 3) {
      let result = try run(
        ["allocate", folder("city"), "-o", folder("run"), "--threads", "2"], megabytes: megabytes)
      if result.exit == 0 { break }  // it was enough
      // Not even to load the program, which the system says.
      if result.exit == 127 { continue }
      // Nor to begin: the runtime, which starts before our first line, has nobody to say it for it.
      if saidSo == 0, result.signal != nil, result.error.isEmpty { continue }
      // Mapping a file may be refused, which is an error like others; everything else is E822.
      let isSaid = ["E822 ", "not enough memory"].contains { result.error.contains($0) }
      #expect(result.exit == 4 && isSaid, "\(megabytes) MB: \(result)")
      #expect(!folder.exists("run"))
      saidSo += 1
    }
    #expect(saidSo > 3)
    let again = try Program.run("allocate", folder("city"), "-o", folder("run"), "--replace")
    #expect(again.exit == 0)
    #expect(try folder.names() == ["city", "run"])
  }

  /// A trap that has another reason is none of memory: it ends the process as it always did.
  @Test func aTrapIsNotCalledAWantOfMemory() throws {
    let result = try Program.run(Program.faulty, ["trap"], patience: 60)
    #expect(result.exit == nil && !result.error.contains("E822"), "\(result)")
  }
}
