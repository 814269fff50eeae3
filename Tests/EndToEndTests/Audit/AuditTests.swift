import Foundation
import TestSupport
import Testing

/// Runs read again: damaged folders, replays, comparisons, corrections, samples, publications.
@Suite struct AuditTests {
  /// Each kind of damage, the code that says it, and the commands that must refuse.
  @Test func damagedRunsAreRefused() throws {
    for (damage, code) in [
      ("rm seats.csv", "E702"), ("truncate -s -5 cutoffs.csv", "E704"),
      ("sed -i s/notAdmitted/admitted/ admissions.csv", "E704"), ("touch more.csv", "E703"),
      ("rm SHA256SUMS", "E743"), ("echo x >> SHA256SUMS", "E743"),
      ("sed -i /run.json/d SHA256SUMS", "E743"),
      (
        "sed -i 's/\"format\": 1/\"format\": 2/' run.json && sed 's/^.*  //' SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS",
        "E708"
      ),
      ("rm -r case && sed -i '/ case/d' SHA256SUMS", "E745"),
      ("echo >> case/students.csv", "E746"), ("rm case/seed.txt", "E702"),
    ] {
      let folder = try allocated(TinyCase())
      #expect(try Program.shell("cd \(folder("run")) && \(damage)").exit == 0)
      for words in [["replay"], ["explain", "--student", "S01"], ["diff", folder("run")]] {
        if words[0] == "diff", ["E745"].contains(code) { continue }
        let result = try Program.run([words[0], folder("run")] + words.dropFirst())
        #expect(
          result.exit == 1 && result.error.contains(code), "\(damage) \(words): \(result.error)")
        #expect(result.error.contains("→"), "what to do is said")
      }
    }
    let folder = try allocated(TinyCase())
    try folder.write("run/SHA256SUMS.sig", [1])
    #expect(
      try Program.run("replay", folder("run")).exit == 1,
      "a signature stands beside the folder, not in it")
  }

  @Test func aCaseThatChangedIsNotTheRuns() throws {
    let folder = try allocated(TinyCase())
    try folder.write("case/seed.txt", Array("another\n".utf8))
    let result = try Program.run("replay", folder("run"), "--case", folder("case"))
    #expect(result.exit == 1 && result.error.contains("seed.txt: E746"), "\(result.error)")
    try folder.write("case/decisions.csv", [])
    let more = try Program.run(
      "explain", folder("run"), "--case", folder("case"), "--student", "S01")
    #expect(more.exit == 1 && more.error.contains("E746"))
  }

  @Test func replayNamesTheFirstDifference() throws {
    let folder = try allocated(TinyCase())
    let same = try Program.run("replay", folder("run"))
    #expect(same.exit == 0 && same.verdict == "Same: 7 files, byte for byte.")
    // A run whose digests are right, and whose content is not.
    let line = """
      cd \(folder("run")) && sed -i '2s/,0,0,/,0,7,/' cutoffs.csv && \
      sed 's/^.*  //' SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS
      """
    #expect(try Program.shell(line).exit == 0)
    let other = try Program.run("replay", folder("run"), "--json")
    #expect(other.exit == 1)
    let json = try JSONSerialization.jsonObject(with: Data(other.output.utf8)) as? [String: Any]
    let found = try #require((json?["differences"] as? [[String: Any]])?.first)
    #expect(found["file"] as? String == "cutoffs.csv", "\(other.output)")
    let text = try #require(found["run"] as? String)
    #expect(text != found["rerun"] as? String && text.contains(",0,7,"))
    #expect(try Program.run("replay", folder("run")).output.contains("cutoffs.csv:"))
  }

  @Test func aCorrectionMovesAChain() throws {
    let folder = try allocated(TinyCase())
    try folder.write(
      "appeals.csv",
      Array(
        "student,column,old,new,decided_by,reason\nS07,math,40.0,75.5,office,a page was missed\n"
          .utf8))
    let amended = try Program.run(
      "amend", folder("case"), "--corrections", folder("appeals.csv"), "-o", folder("case2"))
    #expect(amended.exit == 0, "\(amended.error)")
    // Nothing but the cell differs, and the log.
    var expected = TinyCase().files
    expected["students.csv"] = Array(
      TinyCase()["students.csv"].replacing("S07,M2,40,", with: "S07,M2,75.5,").utf8)
    for (name, bytes) in expected { #expect(try folder.read("case2/" + name) == bytes, "\(name)") }
    #expect(try folder.read("case2/corrections.csv") == folder.read("appeals.csv").map { $0 })
    #expect(
      try Program.run("allocate", folder("case2"), "-o", folder("run2"), "--bundle").exit == 0)
    // S07 (81.5) takes H1's seat of M2 from S06 (75.125), who finds one at H2.
    let diff = try Program.run(
      "diff", folder("run"), folder("run2"), "--json", "-o", folder("moved.csv"))
    #expect(diff.exit == 0, "\(diff.error)")
    let moved = try Rows(folder.text("moved.csv"))
    let seven = try #require(moved.first { $0["student"] == "S07" })
    #expect(seven["kind"] == "gained" && seven.key("to_programme", "to_pool") == ["H1", "quota"])
    #expect(seven["took_seat_of"] == "S06")
    let six = try #require(moved.first { $0["student"] == "S06" })
    #expect(
      six["seat_taken_by"] == "S07" && six["kind"] == "changed" && six["to_programme"] == "H2")
    let json = try JSONSerialization.jsonObject(with: Data(diff.output.utf8)) as? [String: Any]
    let chain = try #require((json?["chains"] as? [[String]])?.first)
    #expect(Array(chain.prefix(2)) == ["S07", "S06"])
    let inputs = (json?["inputs"] as? [[String: Any]])?.map { $0["name"] as? String }
    #expect(inputs == ["students.csv"])
    let none = try Program.run("diff", folder("run"), folder("run"))
    #expect(none.verdict == "Same: the runs do not differ.")
    // Without displacement: one seat more, nobody else moves.
    let excess = try Program.run(
      "amend", folder("case"), "--corrections", folder("appeals.csv"), "--no-displacement", "--run",
      folder("run"), "-o", folder("excess.csv"))
    #expect(excess.exit == 0 && excess.verdict.contains("1 of 1"), "\(excess.error)")
    let rows = try Rows(folder.text("excess.csv"))
    #expect(
      rows[0].key("due_programme", "due_pool", "due_audience", "excess") == [
        "H1", "quota", "M2", "1",
      ])
  }

  @Test func unfitCorrectionsAreAllSaid() throws {
    let folder = try allocated(TinyCase())
    let text = """
      student,column,old,new,decided_by,reason
      S07,math,41,75,office,r
      S09,math,41,75,office,r
      S07,maths,40,75,office,r
      S01,math,90,91,,r
      S02,math,80,80,office,r
      S03,math,80,81,office,r
      S03,math,80,82,office,r

      """
    try folder.write("bad.csv", Array(text.utf8))
    let first = try Program.run(
      "amend", folder("case"), "--corrections", folder("bad.csv"), "-o", folder("case2"))
    #expect(first.exit == 1 && !folder.exists("case2"))
    for says in ["bad.csv:5: E750", "bad.csv:6: E750", "bad.csv:8: E752"] {
      #expect(first.error.contains(says), "\(first.error)")
    }
    let rest = text.split(separator: "\n").prefix(4).joined(separator: "\n") + "\n"
    try folder.write("bad.csv", Array(rest.utf8))
    let second = try Program.run(
      "amend", folder("case"), "--corrections", folder("bad.csv"), "-o", folder("case2"))
    for says in ["bad.csv:2: E751", "bad.csv:3: E747", "bad.csv:4: E750", "the nearest is math"] {
      #expect(second.error.contains(says), "\(second.error)")
    }
  }

  /// Corrections that the case could not be read with are none: nothing is written.
  @Test(arguments: [
    ("S07,math,40,abc", "E212"), ("S07,math,40,-1", "E212"), ("S07,math,40,", "E213"),
    ("S07,evaluation,B,Z", "E214"), ("S07,choice1,H1,H9", "E211"), ("S07,choice2,,H1", "E301"),
    ("S07,middle_school,M2,M9", "E211"), ("S07,student,S07,S01", "whose row this is"),
    ("S07,math,40,\"4\n1\"", "E212"),
  ])
  func unreadableCorrectionsAreRefused(_ correction: String, _ says: String) throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let text = "student,column,old,new,decided_by,reason\n\(correction),office,r\n"
    try folder.write("bad.csv", Array(text.utf8))
    let found = try Program.run(
      "amend", folder("case"), "--corrections", folder("bad.csv"), "-o", folder("case2"),
      "--lang", "en")
    #expect(found.exit == 1 && !folder.exists("case2"), "\(found.output)")
    #expect(found.error.contains("bad.csv:2: E750"), "\(found.error)")
    #expect(found.error.contains(says), "\(found.error)")
  }

  @Test func rulesAreComparedKeyByKey() throws {
    let folder = try allocated(TinyCase())
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""atLeast": "50""#, with: #""atLeast": "51""#)
    try tiny.write(to: folder, "case2")
    #expect(
      try Program.run("allocate", folder("case2"), "-o", folder("run2"), "--bundle").exit == 0)
    let result = try Program.run("diff", folder("run"), folder("run2"), "--lang", "en")
    #expect(
      result.output.contains("/stages/quota/lines/0/atLeast: \"50\" → \"51\""), "\(result.output)")
    #expect(result.output.contains("quota, H1, exam: line 50 → 51"))
  }

  /// Of a cutoff what differs, by name, in lines that a terminal shows.
  @Test func differencesHaveTheNamesOfTheirColumns() throws {
    let folder = try allocated(TinyCase())
    var tiny = TinyCase()
    tiny.replace("students.csv", "S06,M2,70", Array("S06,M2,69".utf8))
    try tiny.write(to: folder, "case2")
    #expect(
      try Program.run("allocate", folder("case2"), "-o", folder("run2"), "--bundle").exit == 0)
    let result = try Program.run("diff", folder("run"), folder("run2"), "--lang", "en")
    #expect(
      result.output.contains("quota, H1, quota, M2: lowest_score 75.125 → 74.125,"),
      "\(result.output)")
    let lines = result.output.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(result.output)")
  }

  @Test func samplesAreDeterministicAndHoldTheMargins() throws {
    let folder = try allocated(TinyCase())
    for name in ["a", "b"] {
      let result = try Program.run(
        "sample", folder("run"), "--students", "8", "--seed", "x", "-o", folder(name + ".csv"))
      #expect(result.exit == 0, "\(result.error)")
    }
    #expect(try folder.read("a.csv") == folder.read("b.csv"))
    let rows = try Rows(String(folder.text("a.csv").dropFirst()))
    let why = Set(rows.map { $0["why"]! }.flatMap { $0.components(separatedBy: "; ") })
    for reason in ["last admitted: H1 quota/quota", "first refused: H1 open/open"] {
      #expect(why.contains(reason), "\(why)")
    }
    let first = rows.filter { $0["student"] == "S07" && $0["item"] == "exam" }
    #expect(first.map { $0["value"] } == ["41"])
    let few = try Program.run(
      "sample", folder("run"), "--students", "1", "--seed", "x", "-o", folder("c.csv"))
    #expect(few.exit == 0 && few.error.contains("W741"))
  }

  @Test func publicationsNameNobody() throws {
    var tiny = TinyCase()
    var lines = tiny["students.csv"].split(separator: "\n").map(String.init)
    lines = lines.enumerated().map { at, line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let name = at == 0 ? "name" : ["=cmd|x", "张晓丰", "王丽"][at % 3]
      let code = at == 0 ? "student" : "20260000" + cells[0].dropFirst() + "77"
      return ([code, name] + cells.dropFirst()).joined(separator: ",")
    }
    tiny["students.csv"] = lines.joined(separator: "\n") + "\n"
    let folder = try allocated(tiny)
    for name in ["list.csv", "book.xlsx"] {
      #expect(try Program.run("publish", folder("run"), "-o", folder(name)).exit == 0)
    }
    let list = try folder.text("list.csv")
    #expect(list.hasPrefix("\u{FEFF}") && list.contains("2026****0177,张*丰"))
    #expect(!list.contains("张晓丰") && !list.contains("202600000177"))
    let cutoffs = try Program.run(
      "publish", folder("run"), "-o", folder("cutoffs.csv"), "--table", "cutoffs")
    #expect(cutoffs.exit == 0 && cutoffs.error.contains("W742"))
    let hidden = try Rows(String(folder.text("cutoffs.csv").dropFirst()))
    #expect(hidden.allSatisfy { $0["lowest score"] == "*" || $0["admitted"] == "0" })
    #expect(
      try Program.run(
        "publish", folder("run"), "-o", folder("all.csv"), "--table", "cutoffs", "--min-cell", "1"
      ).exit == 0)
    let all = try folder.text("all.csv")
    #expect(all.contains("total=107") && !all.contains("lottery"))
    let zip = try Program.shell(
      "unzip -tq \(folder("book.xlsx")) || python3 -m zipfile -t \(folder("book.xlsx"))")
    #expect(zip.exit == 0, "\(zip.output)\(zip.error)")
    #expect(try Program.run("publish", folder("run"), "-o", folder("x.pdf")).exit == 2)
  }
}
