import Columns
import Diagnostics
import Tables

/// What the earlier run decided about the students of a later round, and about those who withdraw.
struct EarlierAdmissions {
  /// A seat that a student gives up.
  struct Seat {
    /// The row of `withdrawals.csv`.
    let row: Int
    let programme: String
    let pool: String
  }
  /// The seats of those who withdraw, in the order of `withdrawals.csv`.
  private(set) var seats: [Seat] = []

  /// Reads the earlier run's admissions. Students of the new case must have been in that run, and
  /// not have been admitted unless they withdraw; who withdraws must have been admitted. All who do
  /// not fit are reported. Complexity: O(students of the run), on all workers.
  init?(
    _ run: EarlierRun, _ students: Students, _ withdrawals: Withdrawals, workers: Workers,
    log: inout ProblemLog
  ) {
    guard var table = run.table("admissions.csv", workers: workers, log: &log) else { return nil }
    let names = ["student", "status", "programme", "pool"]
    guard let columns = EarlierRun.columns(names, of: table, log: &log) else { return nil }
    let (index, seen) = (CodeIndex(students.codes), Column<UInt8>(count: students.count))
    let (_, locals) = table.read(workers: workers, log: &log) { _ in
      AdmissionSink(columns: columns, students: index, withdrawals: withdrawals.index, seen: seen)
    }
    let found = locals.flatMap(\.withdrawn)
    reportAdmitted(locals.flatMap(\.admitted), students, &log)
    reportUnknown(students, seen, &log)
    reportIdle(withdrawals, found, &log)
    seats = found.compactMap { entry in
      entry.seat.map { Seat(row: entry.row, programme: $0.programme, pool: $0.pool) }
    }.sorted { $0.row < $1.row }
  }

  private func reportAdmitted(
    _ admitted: [(student: Int, programme: String)], _ students: Students, _ log: inout ProblemLog
  ) {
    for (student, programme) in admitted {
      log.add(.alreadyAdmitted, cause: students.table.file) {
        let code = students.codes.text(student)
        return (
          students.table.place(row: student, column: students.plan.student),
          Phrase(
            zh: "学生 \(code) 已在前一轮被 \(programme) 录取，且不在 withdrawals.csv 中",
            en: "student \(code) was admitted to \(programme) in the earlier run and is not in "
              + "withdrawals.csv")
        )
      }
    }
  }

  private func reportUnknown(
    _ students: Students, _ seen: Column<UInt8>, _ log: inout ProblemLog
  ) {
    for student in 0..<students.count where seen[student] == 0 {
      log.add(.unknownToRun, cause: students.table.file) {
        let code = students.codes.text(student)
        return (
          students.table.place(row: student, column: students.plan.student),
          Phrase(
            zh: "前一轮的 admissions.csv 中没有学生 \(code)",
            en: "the earlier run's admissions.csv has no student \(code)")
        )
      }
    }
  }

  private func reportIdle(
    _ withdrawals: Withdrawals, _ found: [AdmissionSink.Withdrawn], _ log: inout ProblemLog
  ) {
    var known: [Int: Bool] = [:]
    for entry in found { known[entry.row] = entry.seat != nil }
    for (row, withdrawal) in withdrawals.rows.enumerated() where known[row] != true {
      let code = spelled(String(decoding: withdrawal.student, as: UTF8.self))
      log.add(
        .withdrawalIdle, at: withdrawal.place, cause: withdrawals.file,
        known[row] == nil
          ? Phrase(
            zh: "前一轮的 admissions.csv 中没有学生 \(code)",
            en: "the earlier run's admissions.csv has no student \(code)")
          : Phrase(
            zh: "学生 \(code) 在前一轮未被录取，没有可放弃的名额",
            en: "student \(code) was not admitted in the earlier run: there is no seat to give up"))
    }
  }
}

private struct AdmissionSink: RowSink {
  /// A row of somebody who withdraws; without a seat they were not admitted.
  struct Withdrawn: Sendable {
    let row: Int
    let seat: (programme: String, pool: String)?
  }
  struct Local: Sendable {
    var admitted: [(student: Int, programme: String)] = []
    var withdrawn: [Withdrawn] = []
  }
  let columns: [Int]
  let students: CodeIndex
  let withdrawals: [[UInt8]: Int]
  /// For each student of the case whether the run has them; a student stands on one row.
  let seen: Column<UInt8>

  func begin() -> Local { Local() }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local) {
    for i in 0..<block.count {
      let code = block.cell(i, columns[0], bounds)
      let isAdmitted = block.cell(i, columns[2], bounds).isEmpty == false
      let student = students.row(bytes, code)
      if let student { seen[student] = 1 }
      let withdrawal = withdrawals.isEmpty ? nil : withdrawals[bytes.array(code)]
      if let row = withdrawal {
        let seat = (
          block.text(i, columns[2], bytes, bounds), block.text(i, columns[3], bytes, bounds)
        )
        local.withdrawn.append(Withdrawn(row: row, seat: isAdmitted ? seat : nil))
      } else if let student, isAdmitted {
        local.admitted.append((student, block.text(i, columns[2], bytes, bounds)))
      }
    }
  }
}
