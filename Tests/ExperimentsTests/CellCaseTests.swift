import Admission
import Cases
import Columns
import Diagnostics
import Metrics
import Rules
import TestSupport
import Testing

@testable import Experiments

/// A cell written to disk is the cell that was run, or neither is.
@Suite struct CellCaseTests {
  /// The tiny city with one list of three columns for both stages, and what a test changes.
  private func opened(
    _ variant: String, in folder: TempFolder, _ change: (inout TinyCase) -> Void
  ) throws -> OpenExperiment {
    var tiny = TinyCase()
    change(&tiny)
    try tiny.write(to: folder)
    return try Lab.open(
      Lab.text(
        "variants: [{name: 'a', \(variant)}], metrics: ['admitted_share', 'mean_choice']",
        base: "'\(folder("case"))'"))
  }

  /// Writes the cell of a variant, and holds its admissions against those that were measured.
  /// Returns the case's files as texts and how many controls were left out.
  private func written(
    _ opened: OpenExperiment, in folder: TempFolder
  ) throws -> (file: (String) throws -> String, leftOut: Int) {
    let cell = opened.experiment.cell(0)
    var evaluator = CellEvaluator(opened.inputs)
    let outcome = try evaluator.prepared(cell).outcome(cell, workers: Workers(count: 1))
    let cellCase = try CellCase(opened.inputs, cell, workers: .all)
    try cellCase.write(to: folder("run"), replacing: false)
    let reading = readCase(folder("run/case"))
    let read = try #require(reading.value, "\(Lab.said(reading.problems))")
    #expect(try allocate(read.market).placements.array == outcome.placements.array)
    return (
      { String(decoding: try folder.read("run/case/" + $0), as: UTF8.self) },
      cellCase.controlsLeftOut
    )
  }

  /// Choices in a table of their own are cut there.
  @Test func choicesOfTheirOwnTableAreCut() throws {
    let folder = try TempFolder()
    let opened = try opened("behaviour: {listMax: 1}", in: folder) { tiny in
      tiny["rules.json"] = tiny["rules.json"].replacing(
        #""open": ["choice1", "choice2", "choice3"]"#,
        with: #""open": {"file": "choices", "list": "05"}"#)
      tiny["choices.csv"] = """
        list,student,note,number,programme
        05,S01,x,2,H2
        05,S01,,1,H1
        05,S04,,2,H2
        05,S04,,3,H1
        05,S08,,1,H1
        05,S08,,3,H2
        05,S07,,1,H1

        """
    }
    let (file, leftOut) = try written(opened, in: folder)
    #expect(leftOut == 0)
    #expect(
      try file("choices.csv")
        == "student,list,number,programme\nS01,05,1,H1\nS04,05,1,H2\nS07,05,1,H1\nS08,05,1,H1\n")
  }

  /// Lists that share columns are cut where they agree on them, and else refused, both by the cell
  /// that is run and by the one that is written.
  @Test(arguments: [
    ("['choice2', 'choice1']", "behaviour: {listMax: 1}", false),
    ("['choice1', 'choice2']", "set: {'/stages/quota/maxChoices': 1}", false),
    // Somebody's third choice moves up into the empty second.
    ("['choice1', 'choice2']", "behaviour: {listMax: 2}", false),
    (
      "['choice1', 'choice2']",
      "behaviour: {listMax: 1}, set: {'/stages/quota/maxChoices': 1}", true
    ),
    ("['choice3']", "set: {'/stages/open/maxChoices': 2}", false),
  ])
  func listsThatShareColumns(_ quota: String, _ variant: String, _ isFit: Bool) throws {
    let folder = try TempFolder()
    let opened = try opened(variant, in: folder) { tiny in
      tiny["rules.json"] = tiny["rules.json"].replacing(
        #""quota": "quota_choices""#, with: "\"quota\": \(quota.replacing("'", with: "\""))")
    }
    if isFit {
      _ = try written(opened, in: folder)
      return
    }
    guard case .failure("E789", let message) = try Lab.results(opened)[0] else {
      Issue.record("it has values")
      return
    }
    #expect(message.contains("stages quota and open") || message.contains("stages open and quota"))
    #expect(throws: ExperimentError.self) {
      try CellCase(opened.inputs, opened.experiment.cell(0), workers: .all)
    }
  }

  /// What provisional stages allow counts like what others do.
  @Test func provisionalStagesCutListsToo() throws {
    let stages = """
      {name: 'first', list: 'own', pools: ['open'], ranking: 'main', order: 'parallel',
       provisional: true MAX},
      {name: 'quota', list: 'quota', pools: ['quota'], ranking: 'main', order: 'parallel'},
      {name: 'open', list: 'LIST', pools: ['open'], ranking: 'main', order: 'parallel'}
      """
    func variant(_ most: String, list: String = "open", _ more: String = "") -> String {
      let text = stages.replacing("MAX", with: most).replacing("LIST", with: list)
      return "set: {'/stages': [\(text)], '/lists/own': ['o1', 'o2']}\(more)"
    }
    func city(_ tiny: inout TinyCase) {
      let rows = tiny["students.csv"].split(separator: "\n").map(String.init)
      tiny["students.csv"] = rows.enumerated()
        .map { $0.element + ($0.offset == 0 ? ",o1,o2" : ",H1,H2") + "\n" }.joined()
    }
    for text in [
      variant(", maxChoices: 1"), variant("", ", behaviour: {listMax: 1}"),
    ] {
      let folder = try TempFolder()
      let opened = try opened(text, in: folder, city)
      let (file, _) = try written(opened, in: folder)
      let own = text.contains("listMax") ? "H1,," : "H1,H2,"
      #expect(try file("students.csv").contains("S08,,88,9,A,,\(own),H1,\n"))
    }
    let folder = try TempFolder()
    let opened = try opened(variant(", maxChoices: 1", list: "own"), in: folder, city)
    guard case .failure("E789", let message) = try Lab.results(opened)[0] else {
      Issue.record("it has values")
      return
    }
    #expect(message.contains("first") && message.contains("open"))
  }

  /// Controls that count students by what they changed are not of this case; all others are.
  @Test func controlsOfWhatWasAnsweredAreLeftOut() throws {
    let folder = try TempFolder()
    let opened = try opened("behaviour: {moving: 1}", in: folder) { tiny in
      tiny["middle_schools.csv"] = tiny["middle_schools.csv"].replacing("D2", with: "D1")
      tiny["controls.csv"] = """
        table,group_column,group,count,sum_column,sum
        students,,,8,math,603.5
        students,middle_school,M1,4,,
        students,middle_school,M2,3,,
        programmes,,,2,plan,8

        """
    }
    let (file, leftOut) = try written(opened, in: folder)
    #expect(leftOut == 2)
    #expect(
      try file("controls.csv") == """
        table,group_column,group,count,sum_column,sum
        students,,,8,math,603.5
        programmes,,,2,plan,8

        """)
  }
}
