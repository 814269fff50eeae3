import Admission
import Cases
import Columns
import Diagnostics
import Rules
import Tables

/// Why one student got what they got: found from the run's own tables and the student's row alone.
public struct Explanation: Sendable {
  let run: RunFolder
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

  /// Explains the student with this code. Nil, with messages, where the run or its case is not what it
  /// should be, or the student is not in it. Complexity: the bytes are searched and digested, not read:
  /// a tenth of a second for a million students.
  public static func make(
    _ run: RunFolder, caseFolder: String?, student code: String, workers: Workers,
    log: inout ProblemLog
  ) -> Explanation? {
    guard let source = CaseOfRun(of: run, folder: caseFolder, log: &log),
      let reading = source.read(.one(code: code), workers: workers, log: &log),
      let read = reading.value, let columns = reading.columns, let row = reading.student,
      let published = Published(run, read, of: 0..<1, workers: workers, log: &log)
    else { return nil }
    let judge = Judge(read, published)
    let findings = judge.findings(0)
    let seat = judge.seat(findings)
    guard agrees(run, read, code, seat, workers, &log) else { return nil }
    let search = ChangeSearch(
      source: source, columns: columns, row: row, judge: judge, findings: findings,
      seat: seat, workers: workers)
    return Explanation(
      run: run, folder: source.path, code: code, read: read, columns: columns, row: row,
      published: published, findings: findings, seat: seat, changes: search.changes())
  }

  /// Whether the admissions say what the cutoffs say.
  private static func agrees(
    _ run: RunFolder, _ read: Case, _ code: String, _ seat: Seat?, _ workers: Workers,
    _ log: inout ProblemLog
  ) -> Bool {
    guard let table = run.table("admissions.csv", workers: workers, log: &log) else { return false }
    let rows = table.rows(where: 0, is: code, workers: workers)
    let expected = read.admissionCells(seat)
    if rows.count == 1, rows[0].cells.count == 7, Array(rows[0].cells[1...5]) == expected {
      return true
    }
    let found = rows.first.map { $0.cells.dropFirst().joined(separator: ",") } ?? ""
    log.add(
      .runDisagrees, at: Place(file: "admissions.csv", line: rows.first?.line ?? 0),
      Phrase(
        zh: "学生 \(code)：名单为 \(found)，由录取线推得 \(expected.joined(separator: ","))",
        en: "student \(code): the list says \(found), the cutoffs say "
          + expected.joined(separator: ",")))
    return false
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
