import Admission
import Cases
import Columns
import Diagnostics
import Rules
import Tables

/// Why one student got what they got: found from the run's own tables and the student's row alone.
public struct Explanation: Sendable {
  /// The run.
  public let run: RunFolder
  let folder: String
  let code: String
  let read: Case
  let columns: StudentColumns
  /// The student's row of `students.csv`.
  let row: CSVTable.FoundRow
  let published: Published
  let findings: [StageFinding]
  let seat: Seat?
  /// Single changes that would have led to more, the smallest first.
  public let changes: [SingleChange]

  /// Explains the student with this code in the run at `path`. Nil, with messages, where the run or
  /// its case is not what it should be, or the student is not in it. Complexity: the bytes are
  /// searched and digested, not read: a tenth of a second for a million students.
  public static func make(
    _ path: String, caseFolder: String?, student code: String, workers: Workers,
    log: inout ProblemLog
  ) -> Explanation? {
    let view = StudentView.one(code: code)
    // Run and case are mostly digested, each for itself: beside one another.
    let early = EarlyReading(caseFolder ?? RunFolder.bundle(of: path), view, workers: workers)
    defer { early.finish() }
    guard let run = RunFolder.open(path, workers: workers, log: &log),
      let source = CaseOfRun(of: run, folder: caseFolder, log: &log),
      let reading = source.read(view, early: early, workers: workers, log: &log),
      let read = reading.value, let columns = reading.columns, let row = reading.student,
      let tables = PublishedTables(run, workers: workers, log: &log),
      let published = Published(tables, read, of: 0..<1, log: &log)
    else { return nil }
    guard let recorded = admission(run, read, code, workers, &log) else { return nil }
    let judge = Judge(read, published) { _ in recorded.seat }
    let findings = judge.findings(0)
    let seat = judge.seat(findings)
    guard seat == recorded.seat else {
      report(recorded.line, code, read, recorded.seat, seat, &log)
      return nil
    }
    let search = ChangeSearch(
      source: source, tables: tables, columns: columns, choices: reading.choices, row: row,
      examples: reading.examples,
      judge: judge, findings: findings, seat: seat, workers: workers)
    return Explanation(
      run: run, folder: source.path, code: code, read: read, columns: columns, row: row,
      published: published, findings: findings, seat: seat, changes: search.changes())
  }

  /// What the admissions say of the student.
  private static func admission(
    _ run: RunFolder, _ read: Case, _ code: String, _ workers: Workers, _ log: inout ProblemLog
  ) -> (seat: Seat?, line: Int)? {
    guard let table = run.table("admissions.csv", workers: workers, log: &log) else { return nil }
    let rows = table.rows(where: 0, is: code, workers: workers)
    guard rows.count == 1, rows[0].cells.count == 7 else {
      log.add(
        .runUnreadable, at: Place(file: "admissions.csv", line: rows.first?.line ?? 0),
        Phrase(
          zh: "应有学生 \(code) 的一行，实有 \(rows.count) 行",
          en: "one row of student \(code) was expected, there are \(rows.count)"))
      return nil
    }
    let one = CSVTable("admissions.csv", headers: table.headers.map(\.name), rows: [rows[0].cells])
    guard let found = Admissions(one, read.names, workers: workers, log: &log) else { return nil }
    return (found.seat(of: 0), rows[0].line)
  }

  private static func report(
    _ line: Int, _ code: String, _ read: Case, _ recorded: Seat?, _ found: Seat?,
    _ log: inout ProblemLog
  ) {
    let (a, b) = (read.admissionCells(recorded), read.admissionCells(found))
    log.add(
      .runDisagrees, at: Place(file: "admissions.csv", line: line),
      Phrase(
        zh: "学生 \(code)：名单为 \(a.joined(separator: ","))，由录取线推得 \(b.joined(separator: ","))",
        en: "student \(code): the list says \(a.joined(separator: ",")), the cutoffs say "
          + b.joined(separator: ",")))
  }
}

extension Case {
  /// `status,programme,stage,pool,choice` of `admissions.csv` for a seat.
  func admissionCells(_ seat: Seat?) -> [String] {
    guard let seat else { return ["notAdmitted", "", "", "", ""] }
    return [
      "admitted", names.programmes[seat.programme], names.stages[seat.stage],
      names.pools[seat.pool],
      String(seat.choice + 1),
    ]
  }
}
