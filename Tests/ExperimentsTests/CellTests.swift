import Admission
import Cases
import Columns
import Diagnostics
import Metrics
import Tables
import TestSupport
import Testing

@testable import Experiments

/// What cells come to.
@Suite struct CellTests {
  @Test func anyNumberOfThreadsGivesTheSame() throws {
    let opened = try Lab.open(Lab.text(Lab.three + "draws: ['lottery', 'population']"))
    let one = try Lab.results(opened, threads: 1)
    #expect(try Lab.results(opened, threads: 2) == one)
    let again = try Lab.open(Lab.text(Lab.three + "draws: ['lottery', 'population']"))
    #expect(try Lab.results(again, threads: 5) == one)
  }

  /// Students by a column of their own, which the rules use or do not: here the tiny city's grades
  /// and a column beside, with an empty cell. Admitted are all but S07, whose cell is the empty
  /// one.
  @Test func groupsAreColumnsOfTheStudentsToo() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    let rows = tiny["students.csv"].split(separator: "\n").map(String.init)
    let sexes = ["sex", "f", "m", "f", "m", "f", "m", "", "f"]
    tiny["students.csv"] = zip(rows, sexes).map { "\($0),\($1)\n" }.joined()
    try tiny.write(to: folder)
    func opened(_ groups: String) throws -> OpenExperiment {
      try Lab.open(
        Lab.text(
          "variants: [{name: 'a'}, {name: 'b', set: {'/stages/quota/maxChoices': 1}}], "
            + "metrics: ['unassigned_students', 'admitted_share'], groups: [\(groups)]",
          base: "'\(folder("case"))'"))
    }
    let found = try Lab.results(opened("'sex', 'evaluation', 'sector'"))
    guard case .values(let values) = found[0], case .values(let other) = found[1] else {
      Issue.record("\(found)")
      return
    }
    let shares = values.filter { $0.metric == 1 }.map { "\($0.group) \($0.value.text)" }
    #expect(
      shares == ["* 7/8", "sex=f 4/4", "sex=m 3/3", "evaluation=A 4/4", "evaluation=B 3/4"],
      "\(shares)")
    #expect(other.map(\.group) == values.map(\.group))
    // The same groups in the rows of a generated city, whatever else is read of them.
    guard case .failure(_, let message) = try Lab.results(opened("'student', 'sexx'"))[0] else {
      Issue.record("students are a group each")
      return
    }
    #expect(message.contains("\"sexx\""))
  }

  /// Immediate acceptance can be gamed, one deferred acceptance for all cannot; what is tried
  /// leaves the shared columns as they are, so any number of threads gives the same.
  @Test func deviationsAreRunAgain() throws {
    let text = Lab.text(
      #"""
      variants: [{name: "parallel"}, {name: "boston", set: {"/stages/open/order": "immediate"}}],
      replicates: 2, metrics: ["deviation_share", "deviations_sampled", "mean_choice"],
      deviations: {students: 40, lists: 1}
      """#)
    let opened = try Lab.open(text)
    let found = try Lab.results(opened, threads: 2)
    #expect(try Lab.results(Lab.open(text), threads: 1) == found)
    let shares = found.map { result -> Double in
      guard case .values(let values) = result, values.count >= 2 else { return -1 }
      #expect(values[1].value == Ratio(40))
      return Double(values[0].value.numerator) / 40
    }
    #expect(shares.allSatisfy { (0...1).contains($0) })
    #expect(shares[2] + shares[3] > shares[0] + shares[1], "\(shares)")
  }

  @Test func equalVariantsDifferByExactlyNothing() throws {
    let opened = try Lab.open(Lab.text(Lab.three))
    let results = try Results(opened.experiment, all: try Lab.results(opened))
    let summary = Summary(results)
    var differences = 0
    for entry in summary.entries where entry.variant == 1 {
      let difference = try #require(entry.difference)
      #expect(difference.mean == 0 && difference.halfWidth == 0)
      differences += 1
    }
    #expect(differences > 20)
    // And another mechanism does differ.
    #expect(summary.entries.contains { $0.variant == 2 && $0.difference?.mean != 0 })
  }

  /// A cell over shared columns is the same as the case that it stands for, written to disk and
  /// read as any other: the rules patched, the seats planned, the seeds drawn.
  @Test(arguments: [
    #"variants: [{name: "a", set: {"/scores/total/sum": [{"score": "exam"}]}}]"#,
    #"""
    variants: [{name: "a", set: {"/scores/exam/sum/0": {"column": "chinese", "times": "0.5"},
      "/scores/exam/round": {"decimals": 0, "mode": "halfUp"}}}], draws: ["lottery", "plan"]
    """#,
    #"variants: [{name: "a", set: {"/grades/evaluation/order": ["D", "C", "B", "A"]}}]"#,
    #"""
    variants: [{name: "a", set: {
      "/stages/quota/eligible/0": {"column": "enrolled_3y", "in": ["no", "?"]}}}]
    """#,
    #"""
    seats: "plan", draws: ["plan"],
    variants: [{name: "a", set: {"/plan/splits/city/method": "webster"}}]
    """#,
    #"""
    variants: [{name: "a", set: {
      "/stages/quota/maxChoices": null, "/stages/open/order": "immediate"}}]
    """#,
    #"variants: [{name: "a", set: {"/stages/open/maxChoices": 3}, behaviour: {listMax: 2}}]"#,
    #"""
    variants: [{name: "a", behaviour: {listMax: 2, safety: {share: "0.7", margin: 5}}}],
    draws: ["lottery", "behaviour", "population"]
    """#,
    #"""
    seats: "plan", variants: [{name: "a", behaviour: {moving: "0.5"}}], draws: ["behaviour"]
    """#,
  ])
  func sharedColumnsAreTheCaseOnDisk(_ rest: String) throws {
    // First another variant, so that what is shared was read for that.
    let opened = try Lab.open(Lab.text(rest + ", replicates: 2"))
    var evaluator = CellEvaluator(opened.inputs)
    let cell = opened.experiment.cell(1)
    let folder = try TempFolder()
    let prepared = try evaluator.prepared(cell)
    let outcome = try prepared.outcome(cell, workers: Workers(count: 1))
    try CellCase(opened.inputs, cell, workers: .all).write(
      to: folder("run"), replacing: false)
    let reading = readCase(folder("run/case"))
    let read = try #require(reading.value, "\(Lab.said(reading.problems))")
    let plain = try allocate(read.market)
    #expect(plain.placements.array == outcome.placements.array)
    #expect(plain.ledger == outcome.ledger)
    #expect(plain.drawn == outcome.drawn)
    let admitted = plain.placements.array.reduce(0) { $0 + ($1.isAdmitted ? 1 : 0) }
    #expect(admitted > 50)
    // The metric counts the same students.
    guard case .values(let values) = try evaluator.run(cell) else {
      Issue.record("no values")
      return
    }
    let share = values.first {
      opened.experiment.metrics[$0.metric].name == "admitted_share" && $0.group == "*"
    }
    if let share { #expect(share.value == Ratio(admitted, over: plain.placements.count)) }
  }

  @Test func behaviourMattersAndIsNested() throws {
    let opened = try Lab.open(
      Lab.text(
        #"""
        variants: [{name: "long"}, {name: "short", behaviour: {listMax: 2}},
          {name: "safe", behaviour: {listMax: 2, safety: {share: 1}}},
          {name: "move", behaviour: {moving: 1}}]
        """#))
    var evaluator = CellEvaluator(opened.inputs)
    let long = try evaluator.prepared(opened.experiment.cell(0))
    let short = try evaluator.prepared(opened.experiment.cell(1))
    let safe = try evaluator.prepared(opened.experiment.cell(2))
    let move = try evaluator.prepared(opened.experiment.cell(3))
    #expect(long.read.market.cohort.lists.allSatisfy { $0.width == 12 })
    #expect(short.read.market.cohort.lists.allSatisfy { $0.width == 2 })
    // Truthful lists are what is wanted, however short the lists are.
    #expect(short.population.preferences.cells.array == long.population.preferences.cells.array)
    let (a, b) = (short.read.market.cohort.lists[0].cells, safe.read.market.cohort.lists[0].cells)
    #expect(a.array != b.array)
    // The first of two choices is nobody's last.
    #expect(stride(from: 0, to: a.count, by: 2).allSatisfy { a[$0] == b[$0] })
    let (here, there) = (
      long.read.market.cohort.categories[0].array, move.read.market.cohort.categories[0].array
    )
    #expect(here != there)
    #expect(long.source.answeredStudents(long.read, long.columns, workers: .all) == nil)
  }

  @Test func sharedFilesServeManyRules() throws {
    let opened = try Lab.open(
      Lab.text(
        #"""
        variants: [{name: "a"},
          {name: "b", set: {"/scores/total/sum": [{"score": "cme"}], "/scores/cme/sum": ["math"]}},
          {name: "c", set: {"/grades/evaluation/order": ["D", "C", "B", "A"]}}]
        """#))
    // In any order, by one evaluator or several: the same.
    let forwards = try Lab.results(opened, threads: 1)
    let other = try OpenExperiment(
      opened.experiment, program: SHA256.digest(of: [1].span), workers: .all)
    var evaluator = CellEvaluator(other.inputs)
    let backwards = try [2, 1, 0, 2].map { try evaluator.run(other.experiment.cell($0)) }
    #expect(backwards == [forwards[2], forwards[1], forwards[0], forwards[2]])
    #expect(forwards[0] != forwards[1] && forwards[0] != forwards[2])
  }

  /// Seven are admitted: 4 of 4 at M1, 2 of 3 at M2, and S08, who is of no middle school and counts
  /// for none:
  /// |4·3 − 2·4| of 7·6.
  @Test func studentsOfNoMiddleSchoolAreNoSchool() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let opened = try Lab.open(
      Lab.text("variants: [{name: 'a'}], metrics: ['quality_gini']", base: "'\(folder("case"))'"))
    guard case .values(let values) = try Lab.results(opened)[0] else {
      Issue.record("it has no values")
      return
    }
    #expect(values.first?.value == Ratio(4, over: 42))
  }

  /// Both stages read the same columns: a list cannot be cut for one of them alone.
  @Test func aListIsNotCutForAnotherStage() throws {
    let opened = try Lab.open(
      Lab.text(
        #"""
        variants: [{name: "one", set: {"/stages/quota/maxChoices": 1}},
          {name: "own", set: {"/stages/quota/maxChoices": 1, "/lists/quota": ["choice1"]}},
          {name: "both", set: {"/stages/quota/maxChoices": 2, "/stages/open/maxChoices": 2}}]
        """#))
    let results = try Lab.results(opened)
    guard case .failure("E789", let message) = results[0] else {
      Issue.record("\(results[0])")
      return
    }
    #expect(message.contains("quota") && message.contains("open"))
    var evaluator = CellEvaluator(opened.inputs)
    let own = try evaluator.prepared(opened.experiment.cell(1)).read.market.cohort.lists
    #expect(own.map(\.width).sorted() == [1, 12])
    let both = try evaluator.prepared(opened.experiment.cell(2)).read.market.cohort.lists
    #expect(both.allSatisfy { $0.width == 2 })
  }

  @Test func aCellThatCannotBeAllocatedSaysWhy() throws {
    let opened = try Lab.open(
      Lab.text(
        #"variants: [{name: "a"}, {name: "b", set: {"/scores/exam/sum/0": "chines"}}], replicates: 2"#
      ))
    let results = try Lab.results(opened)
    guard case .failure(let code, let message) = results[2] else {
      Issue.record("it has values")
      return
    }
    #expect(
      code.hasPrefix("E2") && message.contains("variant") == false && message.contains("chines"))
    #expect(throws: ExperimentError.self) { try Results(opened.experiment, all: results) }
  }
}
