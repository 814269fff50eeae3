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

  /// A cell over shared columns is the same as the case that it stands for, written to disk and read as
  /// any other: the rules patched, the seats planned, the seeds drawn.
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
    variants: [{name: "a", set: {"/plan/splits/city/share": "0.9"}}]
    """#,
    #"""
    variants: [{name: "a", set: {
      "/stages/quota/maxChoices": null, "/stages/open/order": "immediate"}}]
    """#,
  ])
  func sharedColumnsAreTheCaseOnDisk(_ rest: String) throws {
    // First another variant, so that what is shared was read for that.
    let opened = try Lab.open(Lab.text(rest + ", replicates: 2"))
    var bench = Bench(opened.laboratory)
    let cell = opened.experiment.cell(1)
    let folder = try TempFolder()
    let prepared = try bench.prepared(cell)
    let outcome = try prepared.outcome(cell, workers: Workers(count: 1))
    try CellCase(opened.laboratory, cell, workers: .all).write(
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
    guard case .values(let values) = bench.run(cell) else {
      Issue.record("no values")
      return
    }
    let share = values.first {
      opened.experiment.metrics[$0.metric].name == "admitted_share" && $0.group == "*"
    }
    if let share { #expect(share.value == Ratio(admitted, over: plain.placements.count)) }
  }

  @Test func oneShelfServesManyRules() throws {
    let opened = try Lab.open(
      Lab.text(
        #"""
        variants: [{name: "a"},
          {name: "b", set: {"/scores/total/sum": [{"score": "cme"}], "/scores/cme/sum": ["math"]}},
          {name: "c", set: {"/grades/evaluation/order": ["B", "A", "C", "D"]}}]
        """#))
    // In any order, by one bench or several: the same.
    let forwards = try Lab.results(opened, threads: 1)
    let other = try OpenExperiment(
      opened.experiment, program: SHA256.digest(of: [1].span), workers: .all)
    var bench = Bench(other.laboratory)
    let backwards = [2, 1, 0, 2].map { bench.run(other.experiment.cell($0)) }
    #expect(backwards == [forwards[2], forwards[1], forwards[0], forwards[2]])
    #expect(forwards[0] != forwards[1] && forwards[0] != forwards[2])
  }

  @Test func aCellThatCannotBeAllocatedSaysWhy() throws {
    let opened = try Lab.open(
      Lab.text(
        #"variants: [{name: "a"}, {name: "b", set: {"/scores/exam/sum/0": "chines"}}], replicates: 2"#))
    let results = try Lab.results(opened)
    guard case .failure(let code, let message) = results[2] else {
      Issue.record("it has values")
      return
    }
    #expect(code.hasPrefix("E2") && message.contains("variant") == false && message.contains("chines"))
    #expect(throws: LaboratoryError.self) { try Results(opened.experiment, all: results) }
  }
}
