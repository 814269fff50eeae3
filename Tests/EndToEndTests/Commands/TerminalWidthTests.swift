import Diagnostics
import TestSupport
import Testing

/// What people read fits a terminal of 80 columns; a Chinese character takes two of them.
@Suite struct TerminalWidthTests {
  private func tooWide(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { displayWidth(String($0)) > 80 }
  }

  @Test(arguments: ["zh", "en"]) func everyHelpFits(_ language: String) throws {
    let overview = try Program.run("--help", "--lang", language)
    #expect(overview.exit == 0 && tooWide(overview.output).isEmpty)
    // The commands are those that it lists.
    let names = overview.output.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("  "), line.dropFirst(2).first?.isLowercase == true else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }
    #expect(names.contains("allocate") && names.contains("simulate") && names.count >= 16)
    for name in names {
      let help = try Program.run(name, "--help", "--lang", language)
      #expect(help.exit == 0 && tooWide(help.output).isEmpty, "\(name): \(tooWide(help.output))")
    }
  }

  @Test func theOverviewSaysTheExitCodes() throws {
    let help = try Program.run("--help", "--lang", "en").output
    for part in ["0 done", "1 the input", "2 wrong", "3 stopped", "4 the disk"] {
      #expect(help.contains(part), "\(help)")
    }
    #expect(try Program.run("help", "--help", "--lang", "en").output == help)
  }

  /// Sentences wrap; what is to be copied, and what an editor jumps to, stands whole.
  @Test(arguments: ["zh", "en"]) func sentencesFit(_ language: String) throws {
    let folder = try allocated(TinyCase())
    var tiny = TinyCase()
    tiny.replace("students.csv", "S06,M2,70", Array("S06,M2,69".utf8))
    try tiny.write(to: folder, "case2")
    #expect(try Program.run("allocate", folder("case2"), "-o", folder("run2")).exit == 0)
    let run = folder("run")
    for words in [
      ["check", folder("case")], ["verify", run], ["verify", run, "--case", folder("case2")],
      ["diff", run, folder("run2")], ["explain", run, "--student", "S06"],
      ["explain", run, "--student", "S07", "--rerun"],
    ] {
      let result = try Program.run(words + ["--lang", language])
      let wide = tooWide(result.output + result.error).filter { line in
        let isToCopy = line.contains("sha256sum") || line.contains(folder.path)
        return !isToCopy && !line.contains(": E")
      }
      #expect(wide.isEmpty, "\(words): \(wide)")
    }
  }

  @Test func hintsQuotePathsWithBlanks() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder, "a case")
    let path = folder("a case")
    #expect(try Program.run("check", path).nextStep.contains("zhibiao allocate '\(path)' -o RUN"))
    let run = folder("a run")
    #expect(try Program.run("allocate", path, "-o", run).exit == 0)
    #expect(try Program.run("verify", run).unwrapped.contains("verify '\(run)' --case CASE"))
  }

  @Test func aNumberBelowZeroIsAValue() throws {
    let result = try Program.run("generate", "-o", "x", "--students", "-5")
    #expect(result.exit == 2 && result.error.contains("--students is -5; a whole number"))
  }

  /// A full disk behind standard output does not hide that the run is there.
  @Test func aLostReportDoesNotHideTheRun() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let line = "'\(Program.path)' allocate '\(folder("case"))' -o '\(folder("run"))' > /dev/full"
    let result = try Program.shell("test -e /dev/full || exit 9; " + line)
    if result.exit == 9 { return }
    #expect(result.exit == 4 && result.error.contains("\(folder("run")) is written all the same"))
    #expect(try Program.run("verify", folder("run"), "--case", folder("case")).exit == 0)
  }
}
