import Admission
import Cases
import Columns
import Diagnostics
import Tables

/// Every student of a run explained in a table, one line a student, stage and choice.
public struct AllExplained: Sendable {
  static let header = [
    "student", "stage", "choice", "programme", "pool", "audience", "verdict", "deciding_key", "own",
    "last", "row",
  ]
  /// How many students there are.
  public let students: Int
  private let judge: Judge
  private let admissions: Admissions

  /// Reads the whole case; nil, with messages, where the run or the case is not what it should be.
  public init?(
    _ run: RunFolder, caseFolder: String?, after: String?, workers: Workers, log: inout ProblemLog
  ) {
    guard let source = CaseOfRun(of: run, folder: caseFolder, after: after, log: &log),
      let read = source.read(.all, workers: workers, log: &log)?.value,
      let tables = PublishedTables(run, workers: workers, log: &log),
      let published = Published(tables, read, of: nil, log: &log)
    else { return nil }
    guard let table = run.table("admissions.csv", workers: workers, log: &log),
      let admissions = Admissions(table, read.names, of: read, workers: workers, log: &log)
    else { return nil }
    self.admissions = admissions
    judge = Judge(read, published) { admissions.seat(of: $0) }
    students = read.market.cohort.count
  }

  private static let pieceSize = 1024
  /// In how many pieces threads take the students.
  private var pieces: Int { (students + AllExplained.pieceSize - 1) / AllExplained.pieceSize }

  private func piece(_ number: Int) -> Range<Int> {
    let start = number * AllExplained.pieceSize
    return start..<min(students, start + AllExplained.pieceSize)
  }

  /// The rows of the students whose admissions the cutoffs contradict: none, or the run is damaged
  /// and nothing should be written of it. Complexity: O(students × choices), on all workers.
  public func contradicted(workers: Workers) -> [Int] {
    workers.map(tasks: pieces) { task in
      piece(task).filter { student in
        judge.seat(judge.findings(student)) != admissions.seat(of: student)
          || admissions.codes[student] != judge.read.names.students[student]
      }
    }.flatMap { $0 }
  }

  /// Says which students those are: the first of them, and how many.
  public func report(contradicted rows: [Int], log: inout ProblemLog) {
    for row in rows {
      log.add(.runDisagrees, cause: "admissions.csv") {
        let code = judge.read.names.students.text(row)
        return (
          Place(file: "admissions.csv", line: row + 2),
          Phrase(
            zh: "学生 \(code) 的去向与录取线不符",
            en: "the cutoffs contradict the admission of student \(code)")
        )
      }
    }
  }

  /// Writes the table. Complexity: O(students × choices), on all workers, in memory of a few
  /// thousand lines.
  public func write(to path: String, replacing: Bool, workers: Workers) throws(FileError) {
    try writeFileAtomically(path, replacing: replacing) { (file) throws(FileError) in
      try file.append(CSVText.row(AllExplained.header))
      for first in stride(from: 0, to: pieces, by: workers.count * 4) {
        let count = min(pieces - first, workers.count * 4)
        let texts = workers.map(tasks: count) { lines(piece(first + $0)) }
        for text in texts { try file.append(text) }
      }
    }
  }

  private func lines(_ rows: Range<Int>) -> String {
    var text = ""
    for student in rows {
      let findings = judge.findings(student)
      let code = judge.read.names.students.text(student)
      for finding in findings where !finding.isOver {
        for choice in finding.choices { append(code, student, finding, choice, to: &text) }
      }
    }
    return text
  }

  private func append(
    _ code: String, _ student: Int, _ finding: StageFinding, _ choice: StageFinding.Choice,
    to text: inout String
  ) {
    let names = judge.read.names
    // The pool that admitted, else the one that came nearest: the first of those asked.
    let pool =
      choice.pools.first { $0.verdict == .admitted }
      ?? choice.pools.first { if case .beaten = $0.verdict { true } else { false } }
      ?? choice.pools.first
    var cells = [code, names.stages[finding.stage], String(choice.choice + 1)]
    cells.append(names.programmes[choice.programme])
    cells.append(pool.map { names.pools[$0.pool] } ?? "")
    let audience = pool.flatMap { pool in
      pool.audience.map { names.audiences[judge.read.market.pools[pool.pool].audience][$0] }
    }
    cells.append(audience ?? "")
    let closed = finding.failures.first ?? choice.failures.first
    cells.append(closed?.name ?? pool?.verdict.name ?? "notAsked")
    if closed == nil, let pool, case .beaten(let key) = pool.verdict {
      cells += [
        pool.keys.entries[key].name, pool.keys.text(key, pool.key[key]),
        pool.keys.text(key, pool.cutoff!.last![key]),
      ]
    } else if case .line(let line) = closed {
      let number = names.numbers[line.number]
      cells += [
        number.name, number.text(judge.read.market.cohort.numbers[line.number][student]),
        number.text(line.least),
      ]
    } else {
      cells += ["", "", ""]
    }
    text += CSVText.row(cells + [String(student + 1)])
  }
}

extension StageFinding.Failure {
  /// The word for tables.
  var name: String {
    switch self {
    case .condition: "ineligible"
    case .missing: "missing"
    case .line: "belowLine"
    }
  }
}
