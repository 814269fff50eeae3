import Admission
import Cases
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// One cell of a student's row, or the place of one choice, that would have led to more.
public struct SingleChange: Sendable {
  /// What is changed.
  public enum Kind: String, Sendable {
    /// More points in a column of numbers.
    case points
    /// Another text that a condition asks for.
    case text
    /// A better grade.
    case grade
    /// A programme listed first.
    case list
  }

  /// What the cutoffs as they stand leave open.
  enum Doubt: Sendable {
    /// A provisional stage, from whose cutoffs lines are made, would change too.
    case provisional
    /// In deferred acceptance others would move, and come back to where the student wants to be.
    case others
  }

  /// What is changed.
  public let kind: Kind
  /// The header of the column; of a list, its first.
  let column: String
  let old: String
  let new: String
  /// The points added, in thousandths.
  let added: Int64
  /// What it would have led to.
  let seat: Seat
  /// Why the cutoffs alone do not say so, and only a rerun tells; nil: they do.
  let doubt: Doubt?
  let cells: [StudentView.Change]
  /// The cutoff of the seats that it would have led to: the change tells of their last admitted.
  let cutoff: Cutoff?
}

/// Looks for single changes by judging rows that have them, against the cutoffs as they stand.
///
/// A changed pair that comes before the last one admitted has a seat left when its turn comes:
/// until then the walk is the same, for whoever the change takes a seat from comes later.
struct ChangeSearch {
  let source: CaseOfRun
  let tables: PublishedTables
  let columns: StudentColumns
  let choices: ChoiceColumns?
  let row: CSVTable.FoundRow
  /// Rows of others, for the steps in which marks are given.
  let examples: [CSVTable.FoundRow]
  let judge: Judge
  let findings: [StageFinding]
  let seat: Seat?
  let workers: Workers

  /// A changed row to judge.
  private struct Variant {
    let kind: SingleChange.Kind
    let column: String
    let old: String
    let new: String
    var added: Int64 = 0
    let cells: [StudentView.Change]
    /// Of a list: the programme that was moved, and the place it had.
    var moved: (programme: Int, choice: Int)?
  }

  private var read: Case { judge.read }

  /// The smallest of each kind, the kinds in the order of `SingleChange.Kind`.
  func changes() -> [SingleChange] {
    // Who was admitted to the first choice of the first stage that asked has nothing to wish.
    let isWanting = findings.contains { finding in
      !read.market.stages[finding.stage].provisional && !finding.isOver
        && (!finding.failures.isEmpty || finding.choices.contains { !$0.isAdmitted })
    }
    guard isWanting, judge.cutoffsDecide else { return [] }
    var found: [SingleChange] = []
    if pointsMayHelp, let points = smallestPoints() { found.append(points) }
    for variants in [texts(), grades(), lists()] {
      if let first = judged(variants).lazy.compactMap({ $0 }).first { found.append(first) }
    }
    return found
  }

  // MARK: Judging

  /// What each variant leads to; nil: to no more than the student has.
  private func judged(_ variants: [Variant]) -> [SingleChange?] {
    if variants.isEmpty { return [] }
    let reading = readCase(
      source.path,
      view: .copies(headers: columns.headers, row: row, variants: variants.map(\.cells)),
      workers: workers)
    var log = ProblemLog()
    guard let read = reading.value, read.market.cohort.count == variants.count + 1,
      let published = Published(
        tables, read, of: 0..<variants.count + 1, log: &log)
    else { return variants.map { _ in nil } }
    let judge = Judge(variants: read, published)
    return variants.enumerated().map { number, variant in
      let findings = judge.findings(number + 1)
      guard let found = judge.seat(findings), isBetter(found, variant) else { return nil }
      return SingleChange(
        kind: variant.kind, column: variant.column, old: variant.old, new: variant.new,
        added: variant.added, seat: found, doubt: doubt(judge, findings),
        cells: variant.cells, cutoff: ChangeSearch.cutoff(of: found, findings))
    }
  }

  /// The cutoff of a seat, as a student's findings have it.
  private static func cutoff(of seat: Seat, _ findings: [StageFinding]) -> Cutoff? {
    findings[seat.stage].choices.lazy.filter { $0.programme == seat.programme }
      .flatMap(\.pools).first { $0.pool == seat.pool }?.cutoff
  }

  private func isBetter(_ found: Seat, _ variant: Variant) -> Bool {
    guard let seat else { return true }
    if found.programme == seat.programme { return false }
    var choice = found.choice
    if let moved = variant.moved {
      guard found.programme == moved.programme else { return false }
      choice = moved.choice
    }
    return (found.stage, choice) < (seat.stage, seat.choice)
  }

  /// What the cutoffs leave open of a change: a stage of deferred acceptance in which the student
  /// takes part, or a provisional stage, whose cutoffs make lines, that sees the student elsewhere.
  private func doubt(_ judge: Judge, _ changed: [StageFinding]) -> SingleChange.Doubt? {
    for finding in changed where read.market.stages[finding.stage].mechanism != .queue {
      if !finding.isOver { return .others }
    }
    for (number, stage) in read.market.stages.enumerated() where stage.provisional {
      if self.judge.seat(findings[number]) != judge.seat(changed[number]) { return .provisional }
    }
    return nil
  }

  // MARK: Points

  /// Whether anything that stands in the way is a matter of points.
  private var pointsMayHelp: Bool {
    func isPoints(_ failure: StageFinding.Failure) -> Bool {
      if case .missing = failure { return false }
      return true
    }
    return findings.contains { finding in
      finding.failures.contains(where: isPoints)
        || finding.choices.contains { choice in
          choice.failures.contains(where: isPoints)
            || choice.pools.contains { pool in
              switch pool.verdict {
              case .beaten, .refused: true
              case .closed(let failures): failures.contains(where: isPoints)
              default: false
              }
            }
        }
    }
  }

  /// A column to which points are added, and what is known of it: `below` steps are too few,
  /// `enough` lead to more.
  private struct Bracket {
    let source: StudentColumns.Source
    let value: Int64
    /// The points between one mark and the next, in thousandths.
    let step: Int64
    var below = 0
    var enough: SingleChange?
    /// How many steps are enough, as far as is known: first, one more than there may be.
    var enoughSteps: Int
    /// The points of so many steps.
    func points(_ steps: Int) -> Int64 { Int64(steps) * step }
  }
  /// No more is added, in thousandths: no column of marks is that long.
  private static let pointsMax: Int64 = 2_000_000

  /// The least that leads to more when added to one column, in the steps in which that column is
  /// marked; of columns alike, the first. That more points never lead to less is taken for granted
  /// between the steps that are tried, so under a condition that sets a most a smaller change could
  /// be missed; what is returned is always enough.
  private func smallestPoints() -> SingleChange? {
    let sources = columns.sources.filter { $0.kind == .number && isCounted($0.name) }
    var brackets = sources.map { source in
      let value = Decimal(row.cells[source.header])?.thousandths ?? 0
      let step = self.step(source.header)
      let full = read.rules.fullMarks[source.name]?.thousandths
      let most = min(full.map { $0 - value } ?? .max, ChangeSearch.pointsMax)
      return Bracket(
        source: source, value: value, step: step, enoughSteps: Int(max(0, most) / step) + 1)
    }
    // Single steps first, then each a quarter further.
    narrow(&brackets) { bracket in
      let most = bracket.enoughSteps - 1
      var steps = Array(1...8)
      while steps.last! < most { steps.append(steps.last! * 5 / 4) }
      return steps.filter { $0 < most } + (most > 0 ? [most] : [])
    }
    while true {
      guard let best = brackets.compactMap({ $0.enough?.added }).min() else { return nil }
      // Between what is too few and the best so far some 32 to 64 steps of each column.
      func open(_ bracket: Bracket) -> [Int] {
        let fewer = Int((best + bracket.step - 1) / bracket.step)
        let (from, to) = (bracket.below + 1, min(bracket.enoughSteps, fewer))
        return Array(stride(from: from, to: to, by: max(1, (to - from) / 32)))
      }
      if brackets.allSatisfy({ open($0).isEmpty }) {
        return brackets.first { $0.enough?.added == best }?.enough
      }
      narrow(&brackets, open)
    }
  }

  /// Tries steps in every column and draws the brackets closer.
  private func narrow(
    _ brackets: inout [Bracket], _ steps: (Bracket) -> [Int]
  ) {
    var variants: [Variant] = []
    var asked: [(bracket: Int, steps: Int)] = []
    for (at, bracket) in brackets.enumerated() {
      for count in steps(bracket) {
        let added = bracket.points(count)
        let new = Decimal(thousandths: bracket.value + added).description
        variants.append(
          Variant(
            kind: .points, column: columns.headers[bracket.source.header],
            old: row.cells[bracket.source.header], new: new, added: added,
            cells: [.cell(header: bracket.source.header, text: new)]))
        asked.append((at, count))
      }
    }
    let answers = judged(variants)
    for (question, answer) in zip(asked, answers) {
      if let answer, question.steps < brackets[question.bracket].enoughSteps {
        brackets[question.bracket].enough = answer
        brackets[question.bracket].enoughSteps = question.steps
      }
    }
    for (question, answer) in zip(asked, answers) where answer == nil {
      let bracket = brackets[question.bracket]
      if question.steps < bracket.enoughSteps {
        brackets[question.bracket].below = max(bracket.below, question.steps)
      }
    }
  }

  /// Whether more in the column is more in some score, or in a key that puts the higher first.
  private func isCounted(_ name: String) -> Bool {
    let inScores = read.rules.scores.contains { score in
      score.sum.contains { term in
        switch term {
        case .column(let column, _): column == name
        case .bonus(let columns, _, _): columns.contains(name)
        case .grade, .score: false
        }
      }
    }
    return inScores
      || read.rules.rankings.contains { ranking in
        ranking.by.contains { $0.measure == .column(name) && !$0.ascending }
      }
  }

  /// The largest usual step in which the marks of a column are given, the student's own and those
  /// of others: whole points at most. Cells that are no numbers are somebody else's concern.
  private func step(_ header: Int) -> Int64 {
    let values = ([row] + examples).compactMap { Decimal($0.cells[header])?.thousandths }
    return [1000, 500, 100, 50, 10, 5].first { step in values.allSatisfy { $0 % step == 0 } } ?? 1
  }

  // MARK: Texts and grades

  private func texts() -> [Variant] {
    var variants: [Variant] = []
    for source in columns.sources where source.kind == .text {
      let old = row.cells[source.header]
      var known: Set<[UInt8]> = [Array(old.utf8)]
      for value in wanted(source.name) where known.insert(Array(value.utf8)).inserted {
        variants.append(variant(.text, source, value))
      }
    }
    return variants
  }

  private func grades() -> [Variant] {
    // One grade better first, whatever the column, then two.
    var variants: [(steps: Int, variant: Variant)] = []
    for source in columns.sources {
      guard case .grade(let order) = source.kind else { continue }
      let own = order.firstIndex(of: row.cells[source.header]) ?? order.count
      for better in 0..<own {
        variants.append((own - better, variant(.grade, source, order[better])))
      }
    }
    return variants.enumerated().sorted {
      ($0.element.steps, $0.offset) < ($1.element.steps, $1.offset)
    }.map(\.element.variant)
  }

  private func variant(
    _ kind: SingleChange.Kind, _ source: StudentColumns.Source, _ new: String
  ) -> Variant {
    Variant(
      kind: kind, column: columns.headers[source.header], old: row.cells[source.header], new: new,
      cells: [.cell(header: source.header, text: new)])
  }

  /// The texts that conditions on a column of the students ask for.
  private func wanted(_ column: String) -> [String] {
    var found: [String] = []
    func visit(_ condition: ConditionRule) {
      switch condition {
      case .isOneOf(.student(column), let values): found += values
      case .equalsProgramme(.student(column), let theirs):
        let chosen = findings.flatMap { $0.choices.map(\.programme) }
        found += chosen.compactMap { columns.programme(read.names.programmes[$0], theirs) }
      case .all(let parts), .any(let parts): parts.forEach(visit)
      case .not(let part): visit(part)
      default: break
      }
    }
    for stage in read.rules.stages {
      stage.eligible.forEach(visit)
      for pool in stage.pools { pool.eligible.forEach(visit) }
    }
    return found
  }

  // MARK: Lists

  /// In stages where the number of a choice goes before the rank: each refused programme listed
  /// first.
  private func lists() -> [Variant] {
    var variants: [Variant] = []
    for finding in findings {
      let stage = read.market.stages[finding.stage]
      let before = stage.order.prefix { $0 != .rank }
      guard before.contains(.choice) || before.contains(.choiceBand) else { continue }
      for choice in finding.choices where choice.choice > 0 && !choice.isAdmitted {
        variants.append(listVariant(stage.list, choice))
      }
    }
    return variants
  }

  private func listVariant(_ list: Int, _ choice: StageFinding.Choice) -> Variant {
    let (headers, isJoined) = columns.lists[list]
    if headers.isEmpty { return rowsVariant(list, choice) }
    let cells = headers.map { row.cells[$0] }
    var codes =
      isJoined
      ? cells[0].split(separator: "|", omittingEmptySubsequences: false).map(String.init) : cells
    codes.insert(codes.remove(at: choice.choice), at: 0)
    let texts = isJoined ? [codes.joined(separator: "|")] : codes
    return Variant(
      kind: .list, column: columns.headers[headers[0]], old: String(choice.choice + 1), new: "1",
      cells: zip(headers, texts).map { .cell(header: $0, text: $1) },
      moved: (choice.programme, choice.choice))
  }

  /// The same of a list in a table of its own, where every choice is a row.
  private func rowsVariant(_ list: Int, _ choice: StageFinding.Choice) -> Variant {
    let own = read.market.cohort.lists[list]
    var codes = (0..<own.width).map { place in
      let programme = Int(own.cells[place])
      return programme > 0 ? read.names.programmes[programme - 1] : ""
    }
    codes.insert(codes.remove(at: choice.choice), at: 0)
    let called = choices?.lists.first { $0.number == list }?.called ?? ""
    return Variant(
      kind: .list, column: called, old: String(choice.choice + 1), new: "1",
      cells: codes.enumerated().map { .choice(list: list, place: $0, programme: $1) },
      moved: (choice.programme, choice.choice))
  }
}
