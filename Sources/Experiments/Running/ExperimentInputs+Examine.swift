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

  /// Of `variants` those whose students are not the baseline's, by code, where some metric compares
  /// with it: that metric has no values for them. Only those are read whose rules name another
  /// table or column, and of those that cannot be read their cells will say why.
  public func withOtherStudents(_ variants: [Int], workers: Workers) -> [Int] {
    var silent = ProblemLog()
    guard experiment.metrics.contains(where: { $0.needs.contains(.baseline) }),
      let base = rules(of: experiment.baseline, log: &silent)?.rules
    else { return [] }
    let asked = variants.filter { number in
      guard let rules = rules(of: number, log: &silent)?.rules else { return false }
      return !sameBytes(rules.fileName("students"), base.fileName("students"))
        || rules.columns["student"] != base.columns["student"]
    }
    guard !asked.isEmpty, let own = names(of: experiment.baseline, workers) else { return [] }
    return asked.filter { number in
      names(of: number, workers).map { !own.students.hasSameCodes(as: $0.students) } ?? false
    }
  }

  /// The names in the first cell of a variant; nil where it cannot be read.
  private func names(of variant: Int, _ workers: Workers) -> MarketNames? {
    let cell = experiment.cell(variant * experiment.replicates)
    return try? PreparedVariant(self, cell, workers: workers).read.names
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
