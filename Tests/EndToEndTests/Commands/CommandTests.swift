import Diagnostics
import TestSupport
import Testing

/// The other commands, help, and wrong usage.
@Suite struct CommandTests {
  @Test func everyCodeIsExplainedInBothLanguages() throws {
    for code in Code.catalogue {
      let english = try Program.run("help", code.name, "--lang", "en")
      #expect(english.exit == 0 && english.verdict == "\(code.name) \(code.title.en)")
      #expect(english.nextStep == code.remedy.en.split(separator: "\n").last.map(String.init))
    }
    let chinese = try Program.run("help", "e209", "--lang", "zh")
    #expect(chinese.exit == 0 && chinese.verdict == "E209 代码重复")
  }

  @Test(arguments: ["init", "rules", "check", "allocate", "apportion", "generate"])
  func everyCommandHasHelpWithAnExample(_ name: String) throws {
    for words in [
      [name, "--help"], [name, "-h"], ["help", name], ["help", "--lang", "en", name],
    ] {
      let help = try Program.run(words)
      #expect(help.exit == 0 && help.error.isEmpty)
      #expect(help.verdict.hasPrefix("zhibiao \(name): "))
      #expect(help.output.contains("\n  zhibiao \(name) "), "an example")
    }
    #expect(try Program.run("--help").output.contains("  \(name) "))
  }

  @Test(
    arguments: [
      ([], "zhibiao"), (["--lang", "en"], "Usage: zhibiao COMMAND"),
      (["alocate", "x"], "did you mean allocate?"),
      (["reply"], "unknown command reply; did you mean replay?"),
      (["allocate"], "CASE is missing"), (["allocate", "x"], "-o RUN is missing"),
      (["allocate", "x", "-o"], "-o needs a value RUN"),
      (["allocate", "x", "-o", ""], "-o RUN is missing"),
      (["allocate", "x", "-o", "y", "--repalce"], "did you mean --replace?"),
      (["allocate", "x", "-o", "y", "-o", "z"], "-o is given twice"),
      (["allocate", "x", "y", "-o", "z"], "one argument too many: y"),
      (["allocate", "x", "-o", "y", "--replace=yes"], "--replace takes no value"),
      (["allocate", "x", "-o", "y", "--threads", "0"], "from 1 to 1024"),
      (["allocate", "x", "-o", "y", "--threads", "99999999999999999999"], "from 1 to 1024"),
      (["check"], "CASE is missing"), (["check", "x", "--for", "plans"], "plan or allocate"),
      (["check", "x", "--strickt"], "did you mean --strict?"),
      (["check", "x", "--lang", "fr"], "zh or en was expected"),
      (["init"], "DIR is missing"), (["generate", "-o", "x"], "--students N is missing"),
      (["generate", "--students", "9"], "-o CASE is missing"),
      (["generate", "-o", "x", "--students", "1e3"], "a whole number"),
      (["generate", "-o", "x", "--students", "0"], "expected 1 to"),
      (["generate", "-o", "x", "--students", "9", "--choices", "0"], "expected 1 to"),
      (["generate", "-o", "x", "--students", "9", "--seed", "-1"], "--seed is -1; a whole number"),
      (["help", "E21"], "the nearest is E"), (["help", "nothing"], "no help on nothing"),
    ] as [([String], String)])
  func wrongUsage(_ words: [String], _ says: String) throws {
    let result = try Program.run(words)
    #expect(result.exit == 2 && result.output.isEmpty)
    #expect(result.error.contains(says), "\(result.error)")
  }

  @Test func whatIsNoCaseIsSaid() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    for (path, says) in [
      ("nowhere", "is no folder"), ("case/rules.json", "is no folder"),
      (".", "there is no rules.json in the folder"),
    ] {
      let result = try Program.run("check", folder(path))
      #expect(result.exit == 1 && result.output.contains(says), "\(result.output)")
      let allocate = try Program.run("allocate", folder(path), "-o", folder("run"))
      #expect(allocate.exit == 1 && allocate.error.contains(says), "\(allocate.error)")
    }
    // A folder where a table should be.
    try folder.write("odd/rules.json", Array(TinyCase()["rules.json"].utf8))
    try folder.write("odd/students.csv/x", [])
    let result = try Program.run("check", folder("odd"))
    #expect(result.exit == 1 && result.output.contains("E803"), "\(result.output)")
  }

  @Test func initMakesACaseThatSaysWhatIsToBeDone() throws {
    let folder = try TempFolder()
    let made = try Program.run("init", folder("new"))
    #expect(made.exit == 0 && made.nextStep.hasPrefix("next: fill it in"))
    let result = try Program.run("check", folder("new"), "--json")
    #expect(result.exit == 1)
    let problems = try Problems(result.output)
    #expect(
      problems.counts == ["E124": 10, "E201": 2, "W206": 1], "open points and empty tables, no more"
    )
    let allocate = try Program.run("allocate", folder("new"), "-o", folder("run"))
    #expect(allocate.exit == 1 && !folder.exists("run"))
    let again = try Program.run("init", folder("new"))
    #expect(again.exit == 1 && again.error.contains("E811"))
  }

  @Test func generatedCityIsDeterministicCleanAndAllocates() throws {
    let folder = try TempFolder()
    for (name, threads) in [("a", "1"), ("b", "3")] {
      let result = try Program.run(
        "generate", "-o", folder(name), "--students", "3000", "--seed", "7", "--threads", threads)
      #expect(result.exit == 0 && result.nextStep.hasPrefix("next: zhibiao allocate"))
    }
    #expect(try folder.read("a/SHA256SUMS") == folder.read("b/SHA256SUMS"))
    let other = try Program.run(
      "generate", "-o", folder("c"), "--students", "3000", "--seed", "8", "--names")
    #expect(other.exit == 0)
    #expect(try folder.read("a/students.csv") != folder.read("c/students.csv"))
    for name in ["a", "c"] {
      let check = try Program.run("check", folder(name))
      #expect(check.exit == 0 && check.verdict == "good: no errors, 0 warnings", "\(check.output)")
      let run = try Program.run("allocate", folder(name), "-o", folder(name + "-run"))
      #expect(run.exit == 0, "\(run.error)")
      #expect(try RunTables(folder, name + "-run").admissions.count == 3000)
    }
    let again = try Program.run("generate", "-o", folder("a"), "--students", "9")
    #expect(again.exit == 1 && again.error.contains("E811"))
  }
}
