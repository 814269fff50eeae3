import Admission
import Columns
import Diagnostics
import Rules
import Tables

/// The cells of `students.csv` as columns, before any rule is applied to them: read once, and made
/// into the students of one rule set after another.
///
/// A column is read when a plan first asks for it, together with all else that the plan asks for
/// and that is not here yet. Only clean columns are kept: where cells cannot be read, or codes are
/// no good, each plan is left to read the table by itself, so that its messages are its own.
///
/// Complexity: O(bytes of the table) for what is new; else O(students × terms of the scores).
final class StudentStore: Sendable {
  private let table: CSVTable
  private let schools: [String]
  private let programmes: [String]
  private let kept = Shared(Kept())

  /// A column of grades is known by where it stands and what its cells can be.
  private struct GradeKey: Hashable {
    let header: Int
    let order: [[UInt8]]

    init(_ source: StudentPlan.GradeSource) {
      header = source.header
      order = source.order.map { Array($0.utf8) }
    }
  }
  /// A list is known by where its choices stand.
  private struct ListKey: Hashable {
    let headers: [Int]
    let isJoined: Bool

    init(_ source: StudentPlan.ListSource) {
      headers = source.headers
      if case .joined = source.source { isJoined = true } else { isJoined = false }
    }
  }
  /// What was read so far.
  private struct Kept {
    /// What was read first: codes and middle schools.
    var first: Students?
    var columns: [Int: NumberColumn] = [:]
    var grades: [GradeKey: NumberColumn] = [:]
    var texts: [Int: (column: Column<Int32>, values: [[UInt8]])] = [:]
    var lists: [ListKey: ChoiceLists] = [:]
  }

  /// Nothing read yet of `table`, whose codes of middle schools and programmes are these.
  init(_ table: CSVTable, schools: [String], programmes: [String]) {
    (self.table, self.schools, self.programmes) = (table, schools, programmes)
  }

  /// Whether the codes of middle schools and programmes are these: they number what is kept.
  func has(schools: [String], programmes: [String]) -> Bool {
    func areSame(_ a: [String], _ b: [String]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { sameBytes($0, $1) }
    }
    return areSame(schools, self.schools) && areSame(programmes, self.programmes)
  }

  /// The students that `plan` makes; nil where what it asks for is not clean. Threads may ask at
  /// the same time: one reads, the others wait.
  func students(
    _ plan: StudentPlan, _ answers: StudentAnswers?, workers: Workers, log: inout ProblemLog
  ) -> Students? {
    let (table, schools, programmes) = (table, schools, programmes)
    let found = kept.withLock { kept -> Kept? in
      let missing = StudentStore.missing(plan, kept)
      guard missing.isNeeded else { return kept }
      var said = ProblemLog()
      let read = Students(
        table, missing.plan, schools: schools, programmes: programmes, workers: workers, log: &said)
      if kept.first == nil { read.examineCodes(workers: workers, log: &said) }
      guard said.isClean, read.count > 0 else { return nil }
      StudentStore.keep(read, in: &kept)
      return kept
    }
    return found.map { students(plan, $0, answers, workers: workers, log: &log) }
  }

  /// A column as texts: for each student the number of its cell's text among those found; nil where
  /// the table is not clean. Complexity: O(bytes of the table) when it is first asked for.
  func texts(
    ofHeader header: Int, workers: Workers
  ) -> (column: Column<Int32>, values: [[UInt8]])? {
    let (table, schools, programmes) = (table, schools, programmes)
    return kept.withLock { kept in
      if let known = kept.texts[header] { return known }
      guard let plan = kept.first?.plan else { return nil }
      var raw = StudentPlan(student: plan.student, middleSchool: plan.middleSchool)
      raw.texts = [StudentPlan.TextSource(name: "", header: header, takesAll: true)]
      var said = ProblemLog()
      let read = Students(
        table, raw, schools: schools, programmes: programmes, workers: workers, log: &said)
      guard said.isClean, read.count > 0 else { return nil }
      kept.texts[header] = (read.texts[0], read.textValues[0])
      return kept.texts[header]
    }
  }

  // MARK: Reading

  /// What `plan` asks for and is not there, as a plan that leaves every cell as it is.
  private static func missing(_ plan: StudentPlan, _ kept: Kept) -> (
    plan: StudentPlan, isNeeded: Bool
  ) {
    var raw = StudentPlan(student: plan.student, middleSchool: plan.middleSchool)
    for source in plan.columns where kept.columns[source.header] == nil {
      guard !raw.columns.contains(where: { $0.header == source.header }) else { continue }
      raw.columns.append(StudentPlan.NumberSource(name: source.name, header: source.header))
      raw.add(.column(raw.columns.count - 1))
    }
    for source in plan.grades where kept.grades[GradeKey(source)] == nil {
      guard !raw.grades.contains(where: { GradeKey($0) == GradeKey(source) }) else { continue }
      raw.grades.append(
        StudentPlan.GradeSource(
          name: source.name, header: source.header, order: source.order, lookup: source.lookup,
          missing: .ineligible))
      raw.add(.grade(raw.grades.count - 1))
    }
    for source in plan.texts where kept.texts[source.header] == nil {
      guard !raw.texts.contains(where: { $0.header == source.header }) else { continue }
      raw.texts.append(
        StudentPlan.TextSource(name: source.name, header: source.header, takesAll: true))
    }
    for source in plan.lists where kept.lists[ListKey(source)] == nil {
      guard !raw.lists.contains(where: { ListKey($0) == ListKey(source) }) else { continue }
      raw.lists.append(StudentPlan.ListSource(source: source.source, headers: source.headers))
    }
    let isNew = !raw.numbers.isEmpty || !raw.texts.isEmpty || !raw.lists.isEmpty
    return (raw, isNew || kept.first == nil)
  }

  private static func keep(_ read: Students, in kept: inout Kept) {
    if kept.first == nil { kept.first = read }
    for (origin, column) in zip(read.plan.numbers.map(\.origin), read.numbers) {
      switch origin {
      case .column(let at): kept.columns[read.plan.columns[at].header] = column
      case .grade(let at): kept.grades[GradeKey(read.plan.grades[at])] = column
      case .score, .school: preconditionFailure("cells are kept as they are")
      }
    }
    for (at, source) in read.plan.texts.enumerated() {
      kept.texts[source.header] = (read.texts[at], read.textValues[at])
    }
    for (source, list) in zip(read.plan.lists, read.lists) { kept.lists[ListKey(source)] = list }
  }

  // MARK: Making

  /// The students of `plan`, all of whose columns are in `kept`.
  private func students(
    _ plan: StudentPlan, _ kept: Kept, _ answers: StudentAnswers?, workers: Workers,
    log: inout ProblemLog
  ) -> Students {
    let first = kept.first!
    let sources = StudentColumnsAtHand(
      columns: plan.columns.map { kept.columns[$0.header]! },
      grades: plan.grades.map { kept.grades[GradeKey($0)]! },
      lists: plan.lists.map { answers?.lists[$0.source] ?? kept.lists[ListKey($0)]! },
      school: answers?.school ?? first.school, areUncut: answers?.areUncut ?? false)
    let textValues = plan.texts.map { TextValues($0) }
    let texts = zip(plan.texts, textValues).map { source, values in
      let (column, found) = kept.texts[source.header]!
      return StudentStore.renumbered(column, found, values)
    }
    var needs = StudentSink.Needs()
    while true {
      let sink = StudentSink(
        table: first.table, plan: plan, schoolLookup: CodeTable([[UInt8]]()),
        programmeLookup: CodeTable([[UInt8]]()), programmes: programmes, schools: schools,
        codes: first.codes, school: sources.school,
        numbers: plan.columns(first.count, needs), texts: texts, textValues: textValues,
        lists: sources.lists)
      let said = sources.fill(sink, workers: workers)
      let more = sink.needs.withLock { $0 }
      if more.isMore {
        needs.add(more)
        continue
      }
      log.merge(said)
      var students = Students(first.table, sink, needsQuotes: first.needsQuotes)
      students.areCodesExamined = true
      return students
    }
  }

  /// A column of texts with the numbers that `values` gives them.
  private static func renumbered(
    _ column: Column<Int32>, _ found: [[UInt8]], _ values: TextValues
  ) -> Column<Int32> {
    let known = values.lookup
    let numbers = found.map { known.value(of: $0).map { Int32($0) } ?? values.number(of: $0) }
    if numbers.indices.allSatisfy({ numbers[$0] == Int32($0) }) { return column }
    let other = Column<Int32>(unset: column.count)
    column.withSpan { column in
      other.withMutableSpan { other in
        for row in column.indices { other[row] = numbers[Int(column[row])] }
      }
    }
    return other
  }
}

extension StudentPlan {
  /// Asks for a number that is a column as it stands.
  fileprivate mutating func add(_ origin: NumberOrigin) {
    numbers.append((origin, NumberName(name: "", measure: .column(""), grades: nil)))
  }
}
