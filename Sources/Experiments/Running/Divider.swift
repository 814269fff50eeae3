import Admission
import Cases
import Columns
import Diagnostics
import Exact
import Metrics
import Rules

/// Divides the students and programmes of a case into the groups that results are given for.
struct Divider {
  private let read: Case
  private let columns: StudentColumns
  private let source: CaseSource
  private let workers: Workers
  /// The most groups of one column: more are no groups but numbers, which have deciles.
  private static let labelsMax = 1000

  /// `source` is what `read` was read from.
  init(_ read: Case, _ columns: StudentColumns, _ source: CaseSource, workers: Workers) {
    (self.read, self.columns, self.source, self.workers) = (read, columns, source, workers)
  }

  /// What metrics have to know of the case, whose students really want `preferences`.
  func population(preferences: ChoiceLists) -> Metrics.Population {
    let schools = ofSchools("middle_school", read.names.schools)
    var known: [ByteText: Int32] = [:]
    let highSchools = read.facts.map { facts -> Int32 in
      let next = Int32(known.count)
      let school = ByteText(facts.school)
      return known[school]
        ?? {
          known[school] = next
          return next
        }()
    }
    var population = Metrics.Population(
      market: read.market, schools: schools, isQuality: read.facts.map(\.isQuality),
      isQuota: read.names.poolRules.map { read.rules.pools[$0].isQuota },
      plans: read.facts.map(\.plan), highSchools: highSchools, preferences: preferences)
    let numbers = read.names.numbers
    population.gradeNumbers = Set(numbers.indices.filter { numbers[$0].grades != nil })
    return population
  }

  /// The groups of `division`; nil, with a message, where the case has no such column or score.
  func grouping(_ division: Experiment.Division, log: inout ProblemLog) -> Grouping? {
    switch division {
    case .decile(let score): return deciles(score, &log)
    case .column("programme"):
      return Grouping(
        name: "programme", labels: read.names.programmes,
        programmes: read.names.programmes.indices.map { Int32($0) })
    case .column("middle_school"): return ofSchools("middle_school", read.names.schools)
    // As in the rules, a column is the students' own, or else that of their middle schools.
    case .column(let name):
      if let header = columns.header(of: name) { return ofStudents(name, header, &log) }
      if let values = schoolValues(name) { return ofSchools(name, values) }
      if let values = programmeValues(name) {
        let labels = Divider.labels(values)
        return Grouping(
          name: name, labels: labels,
          programmes: Divider.numbers(values, labels))
      }
      log.add(
        .groupsUnknown, cause: name, Divider.noColumn(name))
      return nil
    }
  }

  /// That no table has the column `name`, and what it may be meant for.
  static func noColumn(_ name: String, nearest near: String? = nil) -> Phrase {
    Phrase(
      zh: "groups：考生表、初中表和招生代码表都没有列 \(asciiQuoted(name))"
        + (near.map { "；最接近的是 \($0)" } ?? ""),
      en: "groups: neither students nor middle schools nor programmes have a column "
        + asciiQuoted(name) + (near.map { "; the nearest is \($0)" } ?? ""))
  }

  private func deciles(_ score: String?, _ log: inout ProblemLog) -> Grouping? {
    let numbers = read.names.numbers
    let first = read.market.stages.first { !$0.provisional }?.rankings.first
    let number =
      score.map { score in numbers.firstIndex { $0.name == score } }
      ?? first.flatMap { read.market.rankings[$0].keys.first?.number }
    if let number { return .deciles(of: read.market.cohort.numbers[number]) }
    guard let score else {
      log.add(
        .groupsUnknown, cause: "decile",
        Phrase(
          zh: "groups：第一个批次不按成绩排序；请写明成绩，如 {\"decile\": \"total\"}",
          en: "groups: the first stage does not rank by a score; name one, as in "
            + "{\"decile\": \"total\"}"))
      return nil
    }
    let hint = choiceHint(for: score, among: numbers.map(\.name))
    log.add(
      .groupsUnknown, cause: "decile",
      Phrase(
        zh: "groups：没有批次用到成绩 \(asciiQuoted(score))\(hint.zh)",
        en: "groups: no stage uses a score \(asciiQuoted(score))\(hint.en)"))
    return nil
  }

  /// The value of each middle school, in the order of their numbers; nil where they have no such
  /// column.
  private func schoolValues(_ name: String) -> [String]? {
    var values: [String] = []
    for code in read.names.schools {
      guard let value = columns.school(code, name) else { return nil }
      values.append(value)
    }
    return values
  }

  private func programmeValues(_ name: String) -> [String]? {
    var values: [String] = []
    for code in read.names.programmes {
      guard let value = columns.programme(code, name) else { return nil }
      values.append(value)
    }
    return values
  }

  /// The students by a column of their own; an empty cell is in no group.
  private func ofStudents(_ name: String, _ header: Int, _ log: inout ProblemLog) -> Grouping? {
    let found = source.studentTexts(ofHeader: header, of: read, columns, workers: workers)
    guard let (column, values) = found else {
      preconditionFailure("the students of a variant are read from the shared table")
    }
    let labels = Divider.labels(values)
    guard labels.count <= Divider.labelsMax else {
      log.add(
        .groupsUnknown, cause: name,
        Phrase(
          zh: "groups：考生表的列 \(asciiQuoted(name)) 有 \(labels.count) 种值，至多 \(Divider.labelsMax)；"
            + "分数可用 {\"decile\": …}",
          en:
            "groups: the students' column \(asciiQuoted(name)) has \(labels.count) values, at most "
            + "\(Divider.labelsMax) may be; scores have {\"decile\": …}"))
      return nil
    }
    let numbers = Divider.numbers(values, labels)
    let groups = Column<Int32>(unset: column.count)
    column.withSpan { column in
      groups.withMutableSpan { groups in
        for student in column.indices { groups[student] = numbers[Int(column[student])] }
      }
    }
    return Grouping(name: name, labels: labels, students: groups)
  }

  private func ofSchools(_ name: String, _ values: [String]) -> Grouping {
    let labels = Divider.labels(values)
    let numbers = Divider.numbers(values, labels)
    let schools = read.market.cohort.categories[0]
    let groups = Column<Int32>(unset: schools.count)
    schools.withSpan { schools in
      groups.withMutableSpan { groups in
        for student in schools.indices { groups[student] = numbers[Int(schools[student])] }
      }
    }
    return Grouping(name: name, labels: labels, students: groups)
  }

  /// The values that somebody has, in order of their bytes.
  private static func labels(_ values: [String]) -> [String] {
    Set([ByteText](values)).subtracting([ByteText("")]).sorted().texts
  }

  /// For each value which of the labels it is; −1: empty.
  private static func numbers(_ values: [String], _ labels: [String]) -> [Int32] {
    let known = Dictionary(uniqueKeysWithValues: zip([ByteText](labels), labels.indices))
    return values.map { Int32(known[ByteText($0)] ?? -1) }
  }
}
