import Admission
import Cases
import Diagnostics
import Exact
import Rules
import Runs
import Tables

/// Conditions, keys and verdicts in words.
struct Wording {
  let read: Case
  let columns: StudentColumns
  /// The student's cells.
  let cells: [String]
  let language: Language
  /// Of a letter to the student, the fewest admitted of whose last it tells anything; nil: for the
  /// office.
  var leastCell: Int?
  /// Whether of others only what decided is told: what is handed out must not say what another
  /// child has.
  var isForStudent: Bool { leastCell != nil }

  var say: Words { Words(language) }

  // MARK: Names

  /// `H1 East High`, or the code alone.
  func programme(_ number: Int) -> String {
    let (code, title) = (read.names.programmes[number], read.names.programmeTitles[number])
    return code == title ? code : "\(code) \(title)"
  }

  /// A number's name, and what a plain sum is made of: `cme (chinese + math + english)`.
  func number(_ number: Int) -> String {
    let name = read.names.numbers[number].name
    guard case .score(let rule) = read.names.numbers[number].measure else { return name }
    let columns = read.rules.scores[rule].sum.map { term -> String? in
      if case .column(let column, let times) = term, times == .one { return column }
      return nil
    }
    guard columns.allSatisfy({ $0 != nil }) else { return name }
    let sum = columns.map { $0! }.joined(separator: say("＋", " + "))
    return say("\(name)（\(sum)）", "\(name) (\(sum))")
  }

  /// `655.5` or `A`; `—` where it is missing.
  func value(_ student: Int, _ number: Int) -> String {
    let text = read.names.numbers[number].text(read.market.cohort.numbers[number][student])
    return text.isEmpty ? "—" : text
  }

  // MARK: Conditions

  /// What a condition asks and what the student has; `programme` where it is about one.
  func condition(_ rule: ConditionRule, _ student: Int, _ programme: Int?) -> String {
    switch rule {
    case .isOneOf(let subject, let values):
      let list = values.joined(separator: say("、", " or "))
      return say(
        "\(name(subject)) 须为 \(list)；实为 \(text(subject, programme))",
        "\(name(subject)) must be \(list); it is \(text(subject, programme))")
    case .equalsProgramme(let subject, let column):
      let theirs = text(.programme(column: column), programme)
      return say(
        "\(name(subject)) 须与该校的 \(column)（\(theirs)）相同；实为 \(text(subject, programme))",
        "\(name(subject)) must be the programme's \(column), \(theirs); it is "
          + text(subject, programme))
    case .scoreWithin(let score, let least, let most):
      return bounds(.score(score), least?.description, most?.description, student)
    case .gradeWithin(let grade, let least, let most):
      let order = read.rules.grades[grade].order
      return bounds(.grade(grade), least.map { order[$0] }, most.map { order[$0] }, student)
    case .all(let parts):
      return parts.map { condition($0, student, programme) }.joined(separator: say("；且 ", "; and "))
    case .any(let parts):
      return parts.map { condition($0, student, programme) }.joined(separator: say("；或 ", "; or "))
    case .not(.not(let part)): return condition(part, student, programme)
    case .not(let part):
      return say("不得满足：", "must not hold: ") + condition(part, student, programme)
    }
  }

  private func bounds(
    _ measure: Measure, _ least: String?, _ most: String?, _ student: Int
  ) -> String {
    let at = read.names.numbers.firstIndex { $0.measure == measure }
    let own = at.map { value(student, $0) } ?? "—"
    let name = at.map { number($0) } ?? ""
    let asked = [
      least.map { say("不低于 \($0)", "at least \($0)") },
      most.map { say("不高于 \($0)", "at most \($0)") },
    ].compactMap { $0 }.joined(separator: say("、", ", "))
    return say("\(name) 须\(asked)；实为 \(own)", "\(name) must be \(asked); it is \(own)")
  }

  private func name(_ subject: ConditionRule.Subject) -> String {
    switch subject {
    case .student(let column): column
    case .programme(let column): say("该校的 \(column)", "the programme's \(column)")
    }
  }

  private func text(_ subject: ConditionRule.Subject, _ programme: Int?) -> String {
    let found: String?
    switch subject {
    case .student(let column):
      let own = columns.header(of: column).map { cells[$0] }
      let school = columns.header(of: "middle_school").map { cells[$0] } ?? ""
      found = own ?? columns.school(school, column)
    case .programme(let column):
      found = programme.flatMap { columns.programme(read.names.programmes[$0], column) }
    }
    return found.map { $0.isEmpty ? say("空", "empty") : $0 } ?? "—"
  }

  /// What closes a gate.
  func failure(
    _ failure: StageFinding.Failure, _ rules: [ConditionRule], _ student: Int, _ programme: Int?
  ) -> String {
    switch failure {
    case .condition(let at): return condition(rules[at], student, programme)
    case .missing(let missing):
      return say("缺少 \(number(missing))", "\(number(missing)) is missing")
    case .line(let line):
      let least = read.names.numbers[line.number].text(line.least)
      let own = read.market.cohort.numbers[line.number][student]
      let gap = Decimal(thousandths: line.least - own)
      return say(
        "\(number(line.number)) 最低 \(least)；实为 \(value(student, line.number))，差 \(gap)",
        "\(number(line.number)) must reach \(least); it is \(value(student, line.number)), "
          + "\(gap) below")
    }
  }

  // MARK: Keys

  /// Whether the last admitted is one of so few that nothing is told of them.
  func hidesLast(_ cutoff: Cutoff?) -> Bool {
    guard let leastCell, let cutoff else { return false }
    return cutoff.admitted > 0 && cutoff.admitted < leastCell
  }

  /// The deciding key, and by how much.
  func gap(_ keys: PairKey, _ key: Int, _ own: Int128, _ last: Int128) -> String {
    let (mine, theirs) = (keys.text(key, own), keys.text(key, last))
    switch keys.entries[key].kind {
    case .lottery where isForStudent:
      return say(
        "各项全同，抽签号 \(mine) 大于录取末位的（小者在前）",
        "equal in every key; the lottery number \(mine) is larger than the last admitted's "
          + "(smaller comes first)")
    case .lottery:
      return say(
        "各项全同，抽签号 \(mine) 大于录取末位的 \(theirs)（小者在前）",
        "equal in every key; the lottery number \(mine) is larger than the last admitted's "
          + "\(theirs) (smaller comes first)")
    case .choice:
      return say(
        "列为第 \(mine) 志愿；录取末位列为第 \(theirs) 志愿",
        "listed as choice \(mine); the last admitted listed it as choice \(theirs)")
    case .choiceBand:
      return say(
        "志愿在第 \(mine) 段；录取末位在第 \(theirs) 段",
        "the choice is in band \(mine); the last admitted's is in band \(theirs)")
    case .scoreBand:
      return say(
        "分数在第 \(mine) 段；录取末位在第 \(theirs) 段",
        "the score is in band \(mine); the last admitted's is in band \(theirs)")
    case .priority:
      return say(
        "该校给的优先次序为 \(mine)，录取末位为 \(theirs)（1 最优先）",
        "the programme's priority is \(mine), the last admitted's \(theirs) (1 is the best)")
    case .number(let number):
      let name = self.number(number)
      if read.names.numbers[number].grades != nil {
        return say(
          "\(name) 为 \(mine)，录取末位为 \(theirs)", "\(name) is \(mine), the last admitted's \(theirs)")
      }
      let difference = Decimal(thousandths: Int64(own > last ? own - last : last - own))
      let points = difference.description == "1" ? "point" : "points"
      return keys.entries[key].ascending
        ? say("\(name) 比录取末位大 \(difference)", "\(difference) of \(name) above the last admitted")
        : say(
          "\(name) 比录取末位低 \(difference) 分",
          "\(difference) \(points) of \(name) below the last admitted")
    }
  }

  /// All keys of a pair: `total 655.5, evaluation A, …`.
  func values(_ keys: PairKey, _ values: [Int128]) -> String {
    words(keys, values, Array(keys.entries.indices))
  }

  private func words(_ keys: PairKey, _ values: [Int128], _ shown: [Int]) -> String {
    shown.map { "\(keyName(keys.entries[$0])) \(keys.text($0, values[$0]))" }
      .joined(separator: say("，", ", "))
  }

  /// The key of the last admitted, who came first by `key`, or behind the student where that is
  /// nil. For the student themself no more than what decided; never a lottery number, which whoever
  /// tries all codes traces to the child.
  func lastAdmitted(_ keys: PairKey, _ last: [Int128], decidedBy key: Int?) -> String {
    let shown = keys.entries.indices.filter {
      !isForStudent || $0 <= key ?? 0 && keys.entries[$0].kind != .lottery
    }
    return words(keys, last, shown)
  }

  private func keyName(_ entry: PairOrderKey) -> String {
    switch entry.kind {
    case .number: entry.name
    case .lottery: say("抽签号", "lottery number")
    case .choice: say("志愿序号", "choice")
    case .choiceBand: say("志愿段", "band of choices")
    case .priority: say("优先次序", "priority")
    case .scoreBand: say("分数段", "band of scores")
    }
  }
}
