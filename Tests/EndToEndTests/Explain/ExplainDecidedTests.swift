import Foundation
import TestSupport
import Testing

/// Students about whom people decided at a stop: a decision is about a class of equals, and says
/// nothing of who is no longer, or was never, one of them.
@Suite struct ExplainDecidedTests {
  private let folder: TempFolder

  /// One seat at P, for which A and B are equal; A was admitted and B refused. C is behind them.
  init() throws {
    folder = try TempFolder()
    let files = [
      "rules.json": #"""
      {"format": 1, "name": "decided", "language": "en", "lists": {"l": ["choice1", "choice2"]},
        "grades": {"evaluation": {"order": ["A", "B"], "points": {"A": "0", "B": "0"}}},
        "scores": {"total": {"sum": ["math", {"grade": "evaluation"}]}},
        "rankings": {"r": {"by": [{"score": "total"}], "ties": "stop"}},
        "pools": {"open": {"audience": "everyone", "seats": "rest"}},
        "plan": {"minimumShare": "0"}, "waive": {"quotaShare": "a test"},
        "stages": [{"name": "open", "list": "l", "pools": ["open"], "ranking": "r",
          "lines": [{"score": "total", "atLeast": "480"}]}]}
      """#,
      "programmes.csv": "programme,plan\nP,1\nQ,5\n", "middle_schools.csv": "middle_school\nM\n",
      "quotas.csv": "programme,pool,audience,seats\n",
      "students.csv": """
      student,middle_school,math,evaluation,choice1,choice2
      A,M,500,A,P,Q
      B,M,500,A,P,Q
      C,M,490,A,P,Q
      D,M,400,A,P,Q

      """,
      "decisions.csv": """
      stage,programme,pool,audience,student,decision,decided_by,reason
      open,P,open,*,A,admit,the office,by lot
      open,P,open,*,B,refuse,the office,by lot

      """,
    ]
    for (name, text) in files { try folder.write("case/" + name, Array(text.utf8)) }
    let run = try Program.run("allocate", folder("case"), "-o", folder("run"), "--bundle")
    try #require(run.exit == 0, "\(run.error)")
  }

  /// A point more and B is ahead of the class; that the decisions then answer no stop is said too.
  @Test func theSmallestChangeOfWhoWasRefused() throws {
    let found = try Program.run(
      "explain", folder("run"), "--student", "B", "--rerun", "--lang", "en")
    let said = found.unwrapped
    #expect(said.contains("refused by a decision"), "\(said)")
    #expect(said.contains("math 500 → 501 (+1): admitted to P (stage open)"), "\(said)")
    #expect(said.contains("the changed case is refused; no rerun: E403"), "\(said)")
    // The letter is handed to B: it names nobody else.
    let letter = try Program.run(
      "explain", folder("run"), "--student", "B", "--rerun", "--lang", "en", "--letter",
      folder("b.html"))
    #expect(letter.exit == 0, "\(letter.error)")
    let page = try folder.text("b.html")
    #expect(page.contains("no rerun: E403<") && !page.contains("student A"), "\(page)")
    // C must pass the class: to equal it would make another class to decide.
    let other = try Program.run("explain", folder("run"), "--student", "C", "--lang", "en")
      .unwrapped
    #expect(other.contains("math 490 → 501 (+11): admitted to P (stage open)"), "\(other)")
  }

  /// One was admitted to P, so that whose marks decided is whose marks are told.
  @Test func aLetterHidesTheMarksOfFew() throws {
    func letter(_ options: String...) throws -> (said: String, page: String) {
      let arguments = ["explain", folder("run"), "--student", "C", "--lang", "en", "--replace"]
      let done = try Program.run(arguments + ["--letter", folder("c.html")] + options)
      #expect(done.exit == 0, "\(done.error)")
      return (done.unwrapped, try folder.text("c.html"))
    }
    let whole = try letter()
    #expect(whole.page.contains("10 points of total") && whole.page.contains("total 500"))
    #expect(whole.page.contains("+11)"))
    #expect(whole.said.contains("the last of 1 admitted; --min-cell 5 leaves that out"))
    let hidden = try letter("--min-cell", "2")
    #expect(hidden.page.contains("too few were admitted here to tell their marks"))
    for told in ["total 500", "10 points", "+11", "The smallest single change"] {
      #expect(!hidden.page.contains(told), "\(told)")
    }
    // Of the two at Q, of whom C is one, it still tells.
    #expect(hidden.said.contains("the last of 2 admitted"), "\(hidden.said)")
    #expect(try !letter("--min-cell", "3").said.contains("--min-cell"))
    let alone = try Program.run("explain", folder("run"), "--student", "C", "--min-cell", "2")
    #expect(alone.exit == 2 && alone.error.contains("--min-cell"))
  }

  /// D is below the line, and compared with nobody; to get over it is told, to get past the last
  /// admitted of few is not.
  @Test func aLetterHidesFewBehindALine() throws {
    func page(_ options: String...) throws -> String {
      let arguments = ["explain", folder("run"), "--student", "D", "--lang", "en", "--replace"]
      let done = try Program.run(arguments + ["--letter", folder("d.html")] + options)
      #expect(done.exit == 0, "\(done.error)")
      return try folder.text("d.html")
    }
    let whole = try page()
    #expect(whole.contains("80 below") && whole.contains("admitted to Q"))
    let hidden = try page("--min-cell", "3")
    #expect(hidden.contains("80 below") && !hidden.contains("admitted to"))
    // Where nobody was admitted, nobody's marks are told.
    try folder.write(
      "case/students.csv",
      Array(
        "student,middle_school,math,evaluation,choice1,choice2\nA,M,500,A,P,\nB,M,500,A,P,\nD,M,400,A,Q,\n"
          .utf8))
    let again = try Program.run(
      "allocate", folder("case"), "-o", folder("run"), "--bundle", "--replace")
    try #require(again.exit == 0, "\(again.error)")
    #expect(try page().contains("admitted to Q"))
    #expect(try page("--min-cell", "3").contains("admitted to Q"))
  }

  private func due(_ corrections: String...) throws -> [String] {
    try folder.write(
      "corrections.csv",
      Array(
        ("student,column,old,new,decided_by,reason\n"
          + corrections.map { $0 + ",the office,an appeal\n" }.joined()).utf8))
    let found = try Program.run(
      "amend", folder("case"), "--corrections", folder("corrections.csv"), "--no-displacement",
      "--run", folder("run"), "--lang", "en")
    #expect(found.exit == 0, "\(found.error)")
    return found.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("  ") }
  }

  @Test func whatIsDueToWhoWasRefused() throws {
    #expect(try due("B,math,500,510") == ["  B: Q open open; due P open open (*), excess 1"])
    // What counts for nothing moves nobody.
    #expect(try due("B,evaluation,A,B") == ["  B: Q open open; unchanged"])
    #expect(try due("A,evaluation,A,B") == ["  A: P open open; unchanged"])
    #expect(
      try due("C,math,490,500") == [
        "  C: Q open open; unchanged; equal to the last admitted at P, which the office must decide"
      ])
    #expect(try due("C,math,490,501") == ["  C: Q open open; due P open open (*), excess 1"])
  }
}
