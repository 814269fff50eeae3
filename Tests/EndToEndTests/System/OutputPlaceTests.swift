import TestSupport
import Testing

/// Where outputs must not go: into what they would spoil.
@Suite struct OutputPlaceTests {
  @Test func nothingGoesIntoARun() throws {
    let folder = try allocated(TinyCase())
    let run = folder("run")
    for words in [
      ["publish", run, "-o", folder("run/list.csv")],
      ["publish", run, "-o", folder("run/seats.csv"), "--replace"],
      ["publish", run, "-o", folder("run/case/students.csv"), "--replace"],
      ["report", run, "-o", folder("run/more.html")], ["report", run, "--plots", folder("run/p")],
      ["sample", run, "--students", "3", "--seed", "x", "-o", folder("run/s.csv")],
      ["diff", run, run, "-o", folder("run/moved.csv")],
      ["explain", run, "--student", "S01", "--letter", folder("run/letter.html")],
      ["verify", run, "--statement", folder("run/statement.html")],
      ["allocate", folder("case"), "-o", folder("run/run")],
      ["generate", "--students", "9", "-o", folder("run/case/city")],
      ["init", folder("run/new")], ["plan", folder("case"), "-o", run],
    ] {
      let before = try folder.names("run")
      let result = try Program.run(words)
      #expect(result.exit == 1 && result.error.contains("E819"), "\(words): \(result.error)")
      #expect(try folder.names("run") == before)
    }
    #expect(try Program.run("verify", run).exit == 0)
  }

  @Test func noOutputTakesThePlaceOfATable() throws {
    let folder = try allocated(TinyCase())
    for name in ["students.csv", "rules.json", "exclusions.csv", "seed.txt"] {
      let result = try Program.shell(
        "cd \(folder("case")) && \(Program.path) apportion --method webster --seats 3 -o \(name) "
          + "--replace < /dev/null")
      #expect(result.exit == 1 && result.error.contains("E819"), "\(name): \(result.error)")
    }
    // What the case does not read may stand in it, and be replaced.
    for _ in 0..<2 {
      let result = try Program.shell(
        "cd \(folder("case")) && \(Program.path) publish ../run -o list.csv --replace")
      #expect(result.exit == 0, "\(result.error)")
    }
  }

  @Test func noOutputTakesThePlaceOfWhatAListNames() throws {
    let folder = try allocated(TinyCase())
    #expect(try Program.run("report", folder("run"), "--plots", folder("plots")).exit == 0)
    let name = try #require(try folder.names("plots").first { $0.hasSuffix(".svg") })
    let result = try Program.run(
      "report", folder("run"), "-o", folder("plots/" + name), "--replace")
    #expect(result.exit == 1 && result.error.contains("E819"), "\(result.error)")
    #expect(try Program.run("report", folder("run"), "-o", folder("plots/page.html")).exit == 0)
  }
}
