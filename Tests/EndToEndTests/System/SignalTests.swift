import Foundation
import TestSupport
import Testing

/// Ctrl-C, a scheduler's SIGTERM, a terminal that closes: nothing stays behind, and whoever waits
/// sees the signal.
@Suite struct SignalTests {
  @Test func aSignalTakesAwayWhatIsUnfinished() throws {
    let folder = try city()
    #expect(try Program.run("allocate", folder("city"), "-o", folder("whole")).exit == 0)
    let whole = try folder.read("whole/SHA256SUMS")
    let before = try folder.names()
    var interrupted = 0
    for (at, words) in [
      ["allocate", folder("city"), "-o", folder("run")],
      ["allocate", folder("city"), "-o", folder("run"), "--bundle"],
      ["explain", folder("whole"), "--case", folder("city"), "--all", "-o", folder("run")],
      ["generate", "--students", "60000", "-o", folder("run")],
    ].enumerated() {
      for signal in [SIGINT, SIGTERM, SIGHUP] {
        let child = try child(words, folder)
        // As soon as something is half written, or a little later.
        try waitFor { try folder.names().contains { $0.hasPrefix(".run.partial") } }
        usleep(UInt32(at * 3000))
        child.kill(by: signal)
        let status = child.wait(60)
        #expect(try folder.names().filter { $0.hasPrefix(".") } == [], "\(words)")
        if status & 0x7F == 0 {
          #expect(status == 0, "it was done before the signal came: \(words)")
        } else {
          #expect(status & 0x7F == signal, "\(words)")
          interrupted += folder.exists("run") ? 0 : 1
        }
        guard folder.exists("run") else { continue }
        if words[0] == "allocate" { #expect(try folder.read("run/SHA256SUMS") == whole || at == 1) }
        if words[0] != "explain" {
          let sums = "cd '\(folder("run"))' && sha256sum -c SHA256SUMS"
          #expect(try Program.shell(sums).exit == 0)
        }
        try FileManager.default.removeItem(atPath: folder("run"))
      }
    }
    #expect(interrupted > 3, "of 12; else the signals come too late to try anything")
    #expect(try folder.names() == (before + ["error", "output"]).sorted())
  }

  @Test func aScratchFolderElsewhereGoesToo() throws {
    let folder = try city()
    #expect(
      try Program.run("allocate", folder("city"), "-o", folder("run"), "--bundle").exit == 0)
    try FileManager.default.createDirectory(
      atPath: folder("scratch"), withIntermediateDirectories: false)
    // `exec` makes the shell's number the program's.
    let line = "TMPDIR='\(folder("scratch"))' exec '\(Program.path)' replay '\(folder("run"))'"
    let child = try Child(
      "/bin/sh", ["-c", line], output: folder("output"), error: folder("error"), isMeasured: false)
    try waitFor { try !folder.names("scratch").isEmpty }
    child.kill(by: SIGTERM)
    #expect(child.wait(60) & 0x7F == SIGTERM)
    #expect(try folder.names("scratch") == [])
  }

  /// Whoever interrupts a simulation is told that what is done is kept, and it is.
  @Test(arguments: [("en", "interrupted; the cells that are done are kept"), ("zh", "已中断；完成的格已保存")])
  func anInterruptedSimulationGoesOn(_ language: String, _ words: String) throws {
    let folder = try TempFolder()
    let experiment = """
      {format: 1, name: "long", base: {generate: {students: 3000, programmes: 20, middleSchools: 10}},
        variants: [{name: "a"}], replicates: 400, metrics: ["admitted_share"]}
      """
    try folder.write("exp.json", Array(experiment.utf8))
    let line = ["simulate", folder("exp.json"), "-o", folder("out"), "--lang", language]
    let child = try child(line, folder)
    try waitFor {
      try folder.exists("out.cells/cells.jsonl") && !folder.read("out.cells/cells.jsonl").isEmpty
    }
    child.kill(by: SIGINT)
    #expect(child.wait(60) & 0x7F == SIGINT)
    let said = try folder.text("error")
    #expect(said.contains(words), "\(said)")
    #expect(!folder.exists("out"))
    let kept = try folder.text("out.cells/cells.jsonl").split(separator: "\n").count
    #expect(kept > 0 && kept < 400)
    // The same command goes on: it is killed again, having said so.
    let again = try self.child(line, folder)
    try waitFor { try !folder.read("error").isEmpty }
    again.kill(by: SIGINT)
    _ = again.wait(60)
    #expect(
      try folder.text("error").contains(language == "en" ? "going on: " : "接着上次："))
  }

  @Test func whoeverIgnoresTheSignalGoesOn() throws {
    let folder = try city()
    let line = """
      trap '' INT HUP; exec '\(Program.path)' allocate '\(folder("city"))' -o '\(folder("run"))'
      """
    let child = try Child(
      "/bin/sh", ["-c", line], output: folder("output"), error: folder("error"), isMeasured: false)
    try waitFor { try folder.names().contains { $0.hasPrefix(".run.partial") || $0 == "run" } }
    child.kill(by: SIGINT)
    child.kill(by: SIGHUP)
    #expect(child.wait(60) == 0)
    #expect(try Program.shell("cd '\(folder("run"))' && sha256sum -c SHA256SUMS").exit == 0)
  }

  private func city() throws -> TempFolder {
    let folder = try TempFolder()
    let made = try Program.run("generate", "-o", folder("city"), "--students", "20000")
    #expect(made.exit == 0, "\(made.error)")
    return folder
  }

  private func child(_ words: [String], _ folder: TempFolder) throws -> Child {
    try Child(
      Program.path, words, output: folder("output"), error: folder("error"), isMeasured: false)
  }

  /// Looks again and again, ten seconds at most.
  private func waitFor(_ condition: () throws -> Bool) rethrows {
    for _ in 0..<50_000 {
      if try condition() { return }
      usleep(200)
    }
  }
}
