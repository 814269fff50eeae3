import Columns
import Diagnostics
import Simulation
import Tables
import Testing

@testable import Experiments

@Suite struct ReadingTests {
  @Test func gridsAreAllCombinationsTheLastAxisFastest() throws {
    let read = Lab.read(
      Lab.text(
        #"""
        grid: [
          {axis: "share", set: "/plan/splits/city/share", values: ["0.5", 0.75]},
          {axis: "lists", values: [
            {name: "long"}, {name: "short", set: {"/stages/open/maxChoices": 3}, behaviour: {listMax: 3}}]},
        ],
        baseline: "share=0.75,lists=long", set: {"/waive/quotaShare": "why"}
        """#))
    let experiment = try #require(read.experiment, "\(Lab.said(read.problems))")
    #expect(
      experiment.variants.map(\.name) == [
        "share=0.5,lists=long", "share=0.5,lists=short", "share=0.75,lists=long",
        "share=0.75,lists=short",
      ])
    #expect(experiment.baseline == 2)
    #expect(experiment.variants[3].behaviour.listMax == 3)
    #expect(experiment.variants[2].behaviour.listMax == nil)
    #expect(
      experiment.variants[1].changes == [
        "/waive/quotaShare = \"why\"", "/plan/splits/city/share = \"0.5\"",
        "/stages/open/maxChoices = 3", "listMax = 3",
      ])
    // Something of the plan is set, so seats are planned.
    #expect(experiment.seats == .plan)
    #expect(experiment.cellCount == 4)
  }

  /// Of two axes that set one key, the later alone would have an effect.
  @Test(arguments: [
    (#"set: "/stages/open/order", values: ["parallel", "immediate"]"#, "/stages/open/order"),
    (
      #"values: [{name: "a", set: {"/stages/open": null}}, {name: "b"}]"#, "/stages/open"
    ),
    (#"values: [{name: "a", behaviour: {listMax: 2}}, {name: "b"}]"#, "behaviour/listMax"),
  ])
  func axesDoNotOverlap(_ second: String, _ both: String) throws {
    let first = #"""
      values: [{name: "x", set: {"/stages/open/order": "parallel"}, behaviour: {listMax: 3}},
        {name: "y", set: {"/stages/open/order": "immediate"}}]
      """#
    let read = Lab.read(Lab.text("grid: [{axis: \"one\", \(first)}, {axis: \"two\", \(second)}]"))
    let said = Lab.said(read.problems)
    #expect(said.count == 1, "\(said)")
    #expect(said.first?.contains("\(both) is set by the axis \"one\" too") == true, "\(said)")
  }

  @Test func variantsAndAGridGoTogetherAndOneIsNeeded() throws {
    let both = Lab.read(
      Lab.text(
        #"variants: [{name: "v"}], grid: [{axis: "a", set: "/name", values: ["p", "q"]}]"#))
    #expect(both.experiment?.variants.map(\.name) == ["v", "p", "q"])
    let none = Lab.said(Lab.read(Lab.text("replicates: 1")).problems)
    #expect(none.contains { $0.contains("one of them at least, or both") }, "\(none)")
  }

  @Test func everyProblemIsSaidInOneRun() throws {
    let problems = Lab.read(
      Lab.text(
        #"""
        variants: [{name: "a", sett: {}}, {name: "a", set: {"stages/open": 1}}, {}],
        grid: [], baseline: "b", replicates: 0, draws: ["lotery"], seed: "", confidence: 80,
        metrics: ["first_choice_shar", "mean_choice", "mean_choice"], groups: ["decile", {"decile": "exam"}],
        behaviour: {moving: "1.5", safety: {}}, varants: 1
        """#)
    ).problems
    let said = Lab.said(problems)
    for part in [
      "unknown key \"sett\"; did you mean \"set\"?", "is another variant's too", "JSON Pointer",
      "the key \"name\" is missing", "/grid: expected at least 1", "no variant named \"b\"",
      "a whole number from 1 to 1000000", "did you mean \"lottery\"", "1 to 32 printable",
      "90, 95 or 99", "did you mean \"first_choice_share\"", "\"mean_choice\" stands twice",
      "groups \"decile\" stand twice", "1.5 is not between 0 and 1", "the key \"share\" is missing",
      "unknown key \"varants\"; did you mean \"variants\"?",
    ] {
      #expect(said.contains { $0.contains(part) }, "\(part) in \(said)")
    }
    #expect(said.allSatisfy { $0.contains("test.json:") })
  }

  /// A generated base takes every setting of the generator, by its name there, within its bounds.
  @Test func aGeneratedBaseTakesEverySetting() throws {
    var pairs: [String] = []
    var wanted = CitySettings(students: 5_000, programmes: 40, middleSchools: 60, districts: 4)
    for field in CitySettings.fields {
      // Not the default: one less.
      if field.name != "students" { wanted[keyPath: field.path] -= 1 }
      if !field.range.contains(wanted[keyPath: field.path]) { wanted[keyPath: field.path] += 2 }
      pairs.append("\(field.name): \(wanted[keyPath: field.path])")
    }
    wanted.seed = 9
    let all = "{generate: {\(pairs.joined(separator: ", ")), seed: 9}}"
    let read = Lab.read(Lab.text("variants: [{name: 'a'}]", base: all))
    guard case .city(let settings) = try #require(read.experiment).base else {
      Issue.record("not a city")
      return
    }
    #expect(settings == wanted && CitySettings.fields.count == 16)
    let wrong = "{generate: {students: 400, quotaShare: 1001, distanse: 1, schoolEffect: 0.5}}"
    let said = Lab.said(Lab.read(Lab.text("variants: [{name: 'a'}]", base: wrong)).problems)
    for part in [
      "a whole number from 0 to 1000, found 1001", "did you mean \"distance\"?",
      "a whole number from 0 to 3000, found 0.5",
    ] { #expect(said.contains { $0.contains(part) }, "\(said)") }
  }

  @Test func deviationsAreTriedWhereAMetricAsks() throws {
    let asked = Lab.read(
      Lab.text(
        "variants: [{name: 'a'}], metrics: ['deviation_share'], deviations: {students: 5, lists: 0}"
      ))
    let effort = try #require(asked.experiment).deviations
    #expect(effort.students == 5 && effort.lists == 0)
    let said = Lab.said(
      Lab.read(Lab.text("variants: [{name: 'a'}], deviations: {students: 0, list: 1}")).problems)
    for part in [
      "no metric asks for deviations", "a whole number from 1 to 1000000",
      "did you mean \"lists\"?",
    ] { #expect(said.contains { $0.contains(part) }, "\(said)") }
  }

  @Test func aFolderHasOnePopulation() {
    let problems = Lab.read(
      Lab.text("variants: [{name: 'a'}], draws: ['population']", base: "'x'")
    ).problems
    #expect(Lab.said(problems).contains { $0.contains("base that is generated") })
  }

  @Test func patchesThatCannotBeAreNamedWithTheirVariant() throws {
    let read = Lab.read(
      Lab.text(
        #"""
        variants: [{name: "good"}, {name: "no such stage", set: {"/stages/opn/order": "parallel"}},
          {name: "no such word", set: {"/stages/open/order": "paralel"}}, {name: "good too"}]
        """#))
    let experiment = try #require(read.experiment)
    let opened = try OpenExperiment(
      experiment, program: SHA256.digest(of: [1].span), workers: .all)
    let (good, problems) = opened.inputs.examine(workers: .all)
    #expect(good == [0, 3])
    let said = Lab.said(problems)
    #expect(said.count == 2)
    #expect(said[0].contains("E780") && said[0].contains("variant \"no such stage\""))
    #expect(said[0].contains("did you mean \"open\""))
    #expect(said[1].contains("variant \"no such word\"") && said[1].contains("/stages/open/order"))
  }

  @Test func seedsOfAReplicateAreTheSameForEveryVariant() throws {
    let read = Lab.read(
      Lab.text(Lab.three + "draws: ['lottery', 'population', 'behaviour'], seed: '2026'"))
    let experiment = try #require(read.experiment)
    for replicate in 0..<3 {
      let cells = (0..<3).map { experiment.cell($0 * 3 + replicate) }
      #expect(Set(cells.map(\.seeds)).count == 1)
      #expect(cells[0].seeds.lottery == "2026 lottery \(replicate)")
      #expect(cells[0].seeds.plan == nil)
      #expect(cells[0].seeds.population == UInt64(3 + replicate))
    }
    #expect(Set((0..<3).map { experiment.cell($0).seeds.behaviour }).count == 3)
  }

  /// Groups that no table has are found before any cell is run, at their place, with every other
  /// problem.
  @Test func unknownGroupsAreSaidAtTheStart() throws {
    let opened = try Lab.open(
      Lab.text(
        #"""
        variants: [{name: "a"}, {name: "b", set: {"/stages/open/orderr": "immediate"}}],
        groups: ["distrct",
          {"decile": "totl"}, "district", "middle_school"]
        """#))
    let (good, problems) = opened.inputs.examine(workers: .all)
    #expect(good == [0] && problems.errorCount == 3)
    let said = Lab.said(problems)
    #expect(said.contains { $0.hasPrefix("E105") })
    #expect(
      said.contains {
        $0.hasPrefix("E781 test.json:2:10 ") && $0.hasSuffix("\"distrct\"; the nearest is district")
      }, "\(said)")
    #expect(
      said.contains {
        $0.hasPrefix("E781 test.json:3:3 ") && $0.contains("did you mean \"total\"?")
      }, "\(said)")
  }
}
