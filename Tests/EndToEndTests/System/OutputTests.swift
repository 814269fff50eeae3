import Foundation
import TestSupport
import Testing

/// A run is whole or not there, whatever happens.
@Suite struct OutputTests {
  @Test func existingRunIsReplacedOnlyWhenAsked() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let first = try folder.read("run/SHA256SUMS")
    var other = TinyCase()
    other.replace("students.csv", "S05,M2,95", Array("S05,M2,96".utf8))
    try other.write(to: folder)

    let refused = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(refused.exit == 1 && refused.error.contains("E811"))
    #expect(refused.error.contains("next: see to the output"))
    #expect(try folder.read("run/SHA256SUMS") == first)

    let replaced = try Program.run("allocate", folder("case"), "-o", folder("run"), "--replace")
    #expect(replaced.exit == 0, "\(replaced.error)")
    #expect(try folder.read("run/SHA256SUMS") != first)
    #expect(try folder.names() == ["case", "run"])
    // A bad case replaces nothing.
    let second = try folder.read("run/SHA256SUMS")
    try folder.write("case/seed.txt", [])
    let bad = try Program.run("allocate", folder("case"), "-o", folder("run"), "--replace")
    #expect(bad.exit == 1)
    #expect(try folder.read("run/SHA256SUMS") == second)
  }

  @Test func peoplesFoldersAreNeverReplaced() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try folder.write("mine/notes.txt", [1])
    try folder.write("file", [2])
    for name in ["mine", "file", "case"] {
      let result = try Program.run("allocate", folder("case"), "-o", folder(name), "--replace")
      #expect(result.exit == 1 && result.error.contains("E812"), "\(result.error)")
    }
    // A run in which someone left a note.
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    try folder.write("run/note.txt", [3])
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--replace")
    #expect(result.exit == 1 && result.error.contains("note.txt"))
    #expect(try folder.names() == ["case", "file", "mine", "run"])
  }

  @Test func wrongPlacesAreRefused() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    for (name, code) in [("none/run", "E814"), ("case/..", "E815"), ("file/run", "E8")] {
      try folder.write("file", [])
      let result = try Program.run("allocate", folder("case"), "-o", folder(name))
      #expect([1, 4].contains(result.exit) && result.error.contains(code), "\(result.error)")
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"), withDestinationPath: folder("elsewhere"))
    let result = try Program.run("allocate", folder("case"), "-o", folder("link"), "--replace")
    #expect(result.exit == 1 && result.error.contains("E813"), "\(result.error)")
    // A slash behind the name changes nothing.
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run/")).exit == 0)
    #expect(try folder.names() == ["case", "file", "link", "run"])
  }

  @Test(.disabled(if: geteuid() == 0, "everything is permitted"))
  func whatTheSystemForbidsIsExitCode4() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try folder.write("shut/x", [])
    _ = unsafe chmod(folder("shut"), 0o500)
    defer { _ = unsafe chmod(folder("shut"), 0o700) }
    let result = try Program.run("allocate", folder("case"), "-o", folder("shut/run"))
    #expect(result.exit == 4 && result.error.contains("E802"), "\(result.error)")
  }

  @Test func aKilledRunLeavesNothingHalfDoneAndIsSweptAway() throws {
    let folder = try TempFolder()
    let made = try Program.run(
      "generate", "-o", folder("city"), "--students", "\(Self.students)", "--seed", "1")
    #expect(made.exit == 0, "\(made.error)")
    let started = Date()
    #expect(try Program.run("allocate", folder("city"), "-o", folder("whole")).exit == 0)
    let time = Date().timeIntervalSince(started)
    let whole = try folder.read("whole/SHA256SUMS")
    var wasSeen = false
    // Late moments above all: that is when files are written.
    for share in [0.2, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0] {
      let child = try Child(
        Program.path, ["allocate", folder("city"), "-o", folder("run")],
        output: folder("output"), error: folder("error"), isMeasured: false)
      usleep(UInt32(time * share * 1e6))
      child.kill()
      _ = child.wait(60)
      if folder.exists("run") {
        #expect(try folder.read("run/SHA256SUMS") == whole)
        #expect(
          try Program.shell("cd '\(folder.path)/run' && sha256sum -c SHA256SUMS").exit == 0)
        try FileManager.default.removeItem(atPath: folder("run"))
      }
      wasSeen = try wasSeen || folder.names().contains { $0.hasPrefix(".run.partial") }
    }
    // The files under a temporary name are written for a short time only; make one for certain.
    if !wasSeen { try folder.write(".run.partial-99999999-abc/admissions.csv", [1]) }
    #expect(try Program.run("allocate", folder("city"), "-o", folder("run")).exit == 0)
    #expect(try folder.read("run/SHA256SUMS") == whole)
    #expect(try folder.names().filter { $0.hasPrefix(".") } == [])
  }

  @Test func anInputCutWhileItIsReadIsNoTrap() throws {
    let folder = try TempFolder()
    let made = try Program.run(
      "generate", "-o", folder("city"), "--students", "\(Self.students)", "--seed", "1")
    #expect(made.exit == 0, "\(made.error)")
    let students = try folder.read("city/students.csv")
    for share in [0.05, 0.1, 0.2, 0.3, 0.5] {
      try folder.write("city/students.csv", students)
      let child = try Child(
        Program.path, ["allocate", folder("city"), "-o", folder("run")],
        output: folder("output"), error: folder("error"), isMeasured: false)
      usleep(UInt32(share * 1e6))
      _ = unsafe truncate(folder("city/students.csv"), 1000)
      let status = child.wait(60)
      #expect(status & 0x7F == 0, "ended by a signal")
      if status == 0 {
        try FileManager.default.removeItem(atPath: folder("run"))
      } else {
        #expect([1, 4].contains(status >> 8))
        #expect(try folder.text("error").contains(#/E[0-9]{3} /#))
        #expect(!folder.exists("run"))
      }
    }
  }

  /// Enough for writing to take a while: fewer where the program is not optimised.
  private static var students: Int {
    var isDebug = false
    assert({ isDebug = true }() == ())
    return isDebug ? 30_000 : 300_000
  }
}
