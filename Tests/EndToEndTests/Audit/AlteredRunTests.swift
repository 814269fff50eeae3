import TestSupport
import Testing

/// Runs that somebody altered, with every digest listed anew: what is made of a run must notice.
@Suite struct AlteredRunTests {
  /// A run, and the same with two students' outcomes swapped, in `forged`.
  private func swapped() throws -> TempFolder {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
    var forgery = try Forgery(folder)
    forgery.edit(
      "admissions.csv", "S02,admitted,H1,quota,quota,1,97", "S02,admitted,H2,quota,quota,1,97")
    forgery.edit(
      "admissions.csv", "S03,admitted,H2,quota,quota,1,92", "S03,admitted,H1,quota,quota,2,92")
    forgery.coverUp()
    for (name, bytes) in forgery.run { try folder.write("forged/" + name, bytes) }
    return folder
  }

  /// The same with a cell of the cutoffs that no other table agrees with.
  private func contradicting() throws -> TempFolder {
    let folder = try allocated(TinyCase())
    let line = """
      cd \(folder("run")) && sed -i '2s/,0,0,/,0,7,/' cutoffs.csv && \
      sed 's/^.*  //' SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS
      """
    try #require(try Program.shell(line).exit == 0)
    return folder
  }

  /// Whole or absent: no explanation of anybody where the run contradicts itself, and it is said
  /// about whom.
  @Test func nobodyIsExplainedWhereTheCutoffsContradictTheAdmissions() throws {
    let folder = try swapped()
    for (language, words) in [("en", "nothing was written"), ("zh", "没有写出任何内容")] {
      for output in [folder("all.csv"), "-"] {
        let result = try Program.run(
          "explain", folder("forged"), "--case", folder("case"), "--all", "-o", output, "--lang",
          language)
        #expect(result.exit == 1 && result.output.isEmpty, "\(result.output)")
        #expect(!folder.exists("all.csv"))
        #expect(result.error.contains(words), "\(result.error)")
        for (line, student) in [(3, "S02"), (4, "S03")] {
          let named = result.error.split(separator: "\n").contains {
            $0.hasPrefix("admissions.csv:\(line): E748") && $0.contains(student)
          }
          #expect(named, "\(result.error)")
        }
      }
    }
    let good = try Program.run(
      "explain", folder("run"), "--case", folder("case"), "--all", "-o", folder("all.csv"))
    #expect(good.exit == 0 && folder.exists("all.csv"))
  }

  /// A table that another program saved with its own line ends was not cut.
  @Test func otherLineEndsAreCalledSo() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try #require(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let line = """
      cd \(folder("run")) && sed -i 's/$/\\r/' admissions.csv && \
      sed 's/^.*  //' SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS
      """
    try #require(try Program.shell(line).exit == 0)
    for words in [[], ["--case", folder("case")]] {
      let result = try Program.run(["verify", folder("run"), "--lang", "en"] + words)
      #expect(result.exit == 1 && result.unwrapped.contains("end in CR LF"), "\(result.output)")
      #expect(!result.output.contains("was cut"))
    }
  }

  /// What a file manager leaves behind is named, and run.json not blamed for it.
  @Test func aStrayFileIsNamed() throws {
    let folder = try allocated(TinyCase())
    try folder.write("run/.DS_Store", [0, 0, 0, 1])
    let result = try Program.run("report", folder("run"), "-o", folder("page.html"))
    #expect(result.exit == 1 && !folder.exists("page.html"))
    #expect(result.error.contains(".DS_Store: E703"), "\(result.error)")
    #expect(!result.error.contains("run.json"), "\(result.error)")
  }

  @Test func whatIsPublishedIsComputedAgainWhereTheCaseIsAtHand() throws {
    let folder = try swapped()
    for words in [
      ["publish", folder("forged"), "--case", folder("case"), "-o", folder("out.csv")],
      [
        "sample", folder("forged"), "--case", folder("case"), "--students", "8", "--seed", "x",
        "-o", folder("out.csv"),
      ],
    ] {
      let result = try Program.run(words)
      #expect(
        result.exit == 1 && result.error.contains("admissions.csv:3: E712"), "\(result.error)")
      #expect(result.error.contains("is not verified"), "\(result.error)")
      #expect(!folder.exists("out.csv"))
    }
    let good = try Program.run(
      "publish", folder("run"), "--case", folder("case"), "-o", folder("out.csv"))
    #expect(good.exit == 0 && good.unwrapped.contains("computed again"), "\(good.error)")
  }

  @Test func withoutACaseARunMustNotContradictItself() throws {
    let folder = try contradicting()
    let page = try Program.run("report", folder("run"), "-o", folder("page.html"))
    #expect(page.exit == 1 && page.error.contains("E714"), "\(page.error)")
    #expect(!folder.exists("page.html"))
    #expect(try Program.shell("rm -r \(folder("run/case"))").exit == 0)
    #expect(
      try Program.shell(
        "cd \(folder("run")) && sed -i '/ case/d' SHA256SUMS"
      ).exit == 0)
    let list = try Program.run("publish", folder("run"), "-o", folder("list.csv"))
    #expect(list.exit == 1 && list.error.contains("E714"), "\(list.error)")
    // A page alone that was altered is what `report` mends.
    let other = try allocated(TinyCase())
    let line = """
      cd \(other("run")) && sed -i 's/S/s/' report.html && \
      sed 's/^.*  //' SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS
      """
    #expect(try Program.shell(line).exit == 0)
    #expect(try Program.run("publish", other("run"), "-o", other("l.csv")).exit == 1)
    #expect(try Program.run("report", other("run"), "-o", other("p.html")).exit == 0)
    // And where nothing was found, what was not looked at is said.
    let whole = try TempFolder()
    try TinyCase().write(to: whole)
    #expect(try Program.run("allocate", whole("case"), "-o", whole("run")).exit == 0)
    for words in [["publish", "-o", whole("l.csv")], ["report", "-o", whole("p.html")]] {
      let result = try Program.run([words[0], whole("run")] + words.dropFirst())
      #expect(result.exit == 0 && result.unwrapped.contains("without a case no outcome"))
    }
  }

  /// What is told to everybody, and what is due to somebody, must not come from tables that
  /// contradict each other.
  @Test func nothingIsExplainedOrDueByARunThatContradictsItself() throws {
    let folder = try contradicting()
    try folder.write(
      "appeals.csv",
      Array("student,column,old,new,decided_by,reason\nS07,math,40,75,office,r\n".utf8))
    for words in [
      ["explain", folder("run"), "--all", "-o", folder("out.csv")],
      [
        "amend", folder("case"), "--corrections", folder("appeals.csv"), "--no-displacement",
        "--run", folder("run"), "-o", folder("out.csv"),
      ],
    ] {
      let result = try Program.run(words)
      #expect(result.exit == 1 && result.error.contains("E714"), "\(result.error)")
      #expect(result.error.contains("is not verified"), "\(result.error)")
      #expect(!folder.exists("out.csv"))
    }
  }

  /// Who compares wants to see what was altered: it is said, and compared all the same.
  @Test func whatIsComparedIsWarnedOf() throws {
    let folder = try contradicting()
    let other = try allocated(TinyCase())
    let result = try Program.run("diff", folder("run"), other("run"))
    #expect(result.exit == 0 && result.error.contains("W744"), "\(result.error)")
    #expect(result.error.contains("\(folder("run")): W744"))
    #expect(!result.error.contains("\(other("run")): W744"))
    #expect(result.unwrapped.contains("no outcome was computed again"))
  }

  @Test func maskedCodesThatRepeatAreCounted() throws {
    let folder = try allocated(TinyCase())
    let result = try Program.run(
      "publish", folder("run"), "-o", folder("l.csv"), "--keep", "1,1", "--lang", "en")
    #expect(result.exit == 0)
    #expect(result.error.contains("W745"), "\(result.error)")
    #expect(result.error.contains("W746"), "codes of three characters keep none")
    #expect(try folder.text("l.csv").contains("\n****,"))
    let cutoffs = try Program.run(
      "publish", folder("run"), "-o", folder("c.csv"), "--table", "cutoffs")
    #expect(!cutoffs.error.contains("W745"), "it has no codes")
  }
}
