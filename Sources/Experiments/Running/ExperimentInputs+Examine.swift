import Cases
import Columns
import Diagnostics
import Rules
import Tables

extension ExperimentInputs {
  /// All that can be said before any cell is run: what is wrong with the rules of every variant,
  /// and which groups nobody knows; and the variants whose rules are good.
  public func examine(workers: Workers) -> (good: [Int], problems: ProblemLog) {
    var log = ProblemLog()
    let good = experiment.variants.indices.filter { rules(of: $0, log: &log) != nil }
    examineGroups(workers, &log)
    return (good, log)
  }

  /// Groups that the tables of the baseline have not. What only a variant's own tables can tell,
  /// its cells will say.
  private func examineGroups(_ workers: Workers, _ log: inout ProblemLog) {
    var silent = ProblemLog()
    guard !experiment.divisions.isEmpty,
      let rules = rules(of: experiment.baseline, log: &silent)?.rules,
      let files = try? files(experiment.cell(0).seeds.population)
    else { return }
    let source = CaseSource(files)
    // A table that cannot be opened is another problem, which reading the case will tell.
    let tables = ["students", "middle_schools", "programmes"].map {
      columnNames(of: $0, in: source, rules, workers: workers)
    }
    guard tables.allSatisfy({ $0 != nil }) else { return }
    let columns = tables.flatMap { $0! }
    let scores = rules.scores.map(\.name) + rules.grades.map(\.name) + tables[0]!
    for (division, place) in zip(experiment.divisions, experiment.divisionPlaces) {
      switch division {
      case .decile(let score?) where !ExperimentInputs.has(scores, score):
        let hint = choiceHint(for: score, among: rules.scores.map(\.name))
        log.add(
          .groupsUnknown, at: place, cause: "decile",
          Phrase(
            zh: "groups：没有成绩 \(asciiQuoted(score))\(hint.zh)",
            en: "groups: there is no score \(asciiQuoted(score))\(hint.en)"))
      case .column(let name)
      where !ExperimentInputs.has(columns + ["middle_school", "programme"], name):
        let near = nearestName(to: name, among: ["decile", "middle_school", "programme"] + columns)
        log.add(.groupsUnknown, at: place, cause: name, Divider.noColumn(name, nearest: near))
      default: break
      }
    }
  }

  private static func has(_ names: [String], _ name: String) -> Bool {
    names.contains { sameBytes($0, name) }
  }
}
