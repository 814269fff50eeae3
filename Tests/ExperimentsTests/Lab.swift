import Columns
import Diagnostics
import Rules
import Tables
import TestSupport
import Testing

@testable import Experiments

/// Experiments for tests, as text.
enum Lab {
  /// A small synthetic city.
  static let city =
    #"{"generate": {"students": 400, "programmes": 6, "middleSchools": 5, "seed": 3}}"#

  /// An experiment on the small city; `rest` is what stands beside format, name and base.
  static func text(_ rest: String, base: String = city) -> String {
    "{format: 1, name: 'test', base: \(base), \(rest)}"
  }

  /// Three variants, one of them the baseline under another name.
  static let three = #"""
    variants: [
      {name: "base"},
      {name: "same", set: {"/stages/open/maxChoices": "12"}},
      {name: "boston", set: {"/stages/open/order": "immediate"}},
    ],
    replicates: 3, groups: ["district", "decile", "programme"],
    metrics: ["first_choice_share", "mean_choice", "admitted_share", "moved_share"],
    """#

  static func read(_ text: String) -> (experiment: Experiment?, problems: ProblemLog) {
    Experiment.read(Array(text.utf8), file: "test.json", folder: ".")
  }

  static func open(_ text: String) throws -> OpenExperiment {
    let (experiment, problems) = read(text)
    let found = try #require(experiment, "\(problems.groups.map(\.first))")
    return try OpenExperiment(found, program: SHA256.digest(of: [1, 2, 3].span), workers: .all)
  }

  /// All cells run, in the order of their numbers.
  static func results(_ opened: OpenExperiment, threads: Int = 2) throws -> [CellResult] {
    let found = Shared<[Int: CellResult]>([:])
    try CellRunner(opened.inputs, workers: Workers(count: threads)).run(
      opened.experiment.runOrder
    ) { cell, result in
      found.with { $0[cell.index] = result }
      return true
    }
    return found.with { found in (0..<opened.experiment.cellCount).map { found[$0]! } }
  }

  /// What messages say, in English.
  static func said(_ problems: ProblemLog) -> [String] {
    problems.groups.flatMap { group in
      group.first.map { "\($0.code.name) \($0.place.map { "\($0)" } ?? "") \($0.message.en)" }
    }
  }
}
