import Cases
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// Two runs side by side: the students of both, by the same numbers.
struct Sides {
  struct Side {
    let admissions: Admissions
    let folder: String?
    let read: Case?
  }

  let a: Side
  let b: Side
  /// Whether B is the round after A: it says nothing of those whom A admitted, who keep their
  /// seats.
  let isNextRound: Bool

  init?(
    _ a: RunFolder, _ b: RunFolder, caseA: String?, caseB: String?, workers: Workers,
    log: inout ProblemLog
  ) {
    guard let names = Sides.names(a, b, workers: workers, log: &log),
      let one = Sides.side(a, caseA, names, workers, &log),
      let other = Sides.side(b, caseB, names, workers, &log)
    else { return nil }
    (self.a, self.b, isNextRound) = (one, other, b.after == a.fingerprint.description)
  }

  /// The names of both runs together.
  private static func names(
    _ a: RunFolder, _ b: RunFolder, workers: Workers, log: inout ProblemLog
  ) -> Admissions.Names? {
    var programmes: Set<ByteText> = []
    for run in [a, b] {
      guard let table = run.table("seats.csv", workers: workers, log: &log) else { return nil }
      let text = TextTable(table, log: &log)
      for row in 0..<text.rowCount { programmes.insert(ByteText(text[row, 0])) }
    }
    func union(_ a: [String], _ b: [String]) -> [String] {
      let known = Set([ByteText](a))
      return a + b.filter { !known.contains(ByteText($0)) }
    }
    return Admissions.Names(
      programmes: programmes.sorted().texts,
      stages: union(a.stages, b.stages), pools: union(a.pools, b.pools))
  }

  private static func side(
    _ run: RunFolder, _ folder: String?, _ names: Admissions.Names, _ workers: Workers,
    _ log: inout ProblemLog
  ) -> Side? {
    guard let table = run.table("admissions.csv", workers: workers, log: &log),
      let admissions = Admissions(table, names, workers: workers, log: &log)
    else { return nil }
    guard let folder = folder ?? run.bundle else {
      return Side(admissions: admissions, folder: nil, read: nil)
    }
    // Of a later round the seats, and with them the audiences, are the earlier run's.
    if run.after != nil { return Side(admissions: admissions, folder: folder, read: nil) }
    guard let source = CaseOfRun(of: run, folder: folder, log: &log),
      let read = source.read(.all, workers: workers, log: &log)?.value
    else { return nil }
    return Side(admissions: admissions, folder: folder, read: read)
  }

  // MARK: Students

  /// Every student whose lot differs.
  func moves() -> [RunDifference.Move] {
    let rows = rowsOfB()
    var isMet = [Bool](repeating: false, count: b.admissions.count)
    var moves: [RunDifference.Move] = []
    for row in 0..<a.admissions.count {
      let other = rows?[a.admissions.codes[row]] ?? (rows == nil ? row : nil)
      if let other { isMet[other] = true }
      add(row, other, to: &moves)
    }
    for row in 0..<b.admissions.count where !isMet[row] { add(nil, row, to: &moves) }
    return moves
  }

  /// Where the students of A stand in B; nil: in the same rows.
  private func rowsOfB() -> [[UInt8]: Int]? {
    let (one, other) = (a.admissions.codes, b.admissions.codes)
    if one.count == other.count, (0..<one.count).allSatisfy({ one[$0] == other[$0] }) { return nil }
    var rows: [[UInt8]: Int] = [:]
    for row in 0..<other.count { rows[other[row]] = row }
    return rows
  }

  private func add(_ rowA: Int?, _ rowB: Int?, to moves: inout [RunDifference.Move]) {
    let from = rowA.flatMap { a.admissions.seat(of: $0) }
    let to = rowB.flatMap { b.admissions.seat(of: $0) }
    let kind: RunDifference.Kind
    switch (rowA, rowB, from, to) {
    // Who has no seat, and no row in the other run, did not move.
    case (_, _, nil, nil): return
    case (_, nil, _, _) where isNextRound: return
    case (nil, _, _, _): kind = .joined
    case (_, nil, _, _): kind = .left
    case (_, _, nil, _): kind = .gained
    case (_, _, _, nil): kind = .lost
    case (_, _, let from?, let to?):
      if from.programme != to.programme {
        kind = .changed
      } else if (from.stage, from.pool) != (to.stage, to.pool) {
        kind = .otherPool
      } else {
        return
      }
    }
    let code = rowA.map { a.admissions.codes.text($0) } ?? b.admissions.codes.text(rowB!)
    moves.append(
      RunDifference.Move(
        student: code, kind: kind, from: from.map { a.name($0, row: rowA!) },
        to: to.map { b.name($0, row: rowB!) }))
  }

  /// What differs between the students' tables; nil where those are the same bytes, or no cases
  /// tell.
  func studentChanges(
    _ runA: RunFolder, _ runB: RunFolder, workers: Workers, log: inout ProblemLog
  ) -> StudentChanges? {
    guard let one = Sides.students(a, runA, workers, &log),
      let other = Sides.students(b, runB, workers, &log), one.digest != other.digest
    else { return nil }
    return StudentChanges(one, other, workers: workers, log: &log)
  }

  /// The students' table of a side's case, if it is that of the run.
  private static func students(
    _ side: Side, _ run: RunFolder, _ workers: Workers, _ log: inout ProblemLog
  ) -> StudentsAside? {
    guard let folder = side.folder,
      let students = StudentsAside(in: folder, workers: workers, log: &log)
    else { return nil }
    if let digest = students.digest, run.inputs[students.file] == digest { return students }
    log.add(
      .inputChanged, at: Place(file: "\(folder)/\(students.file)"),
      Phrase(
        zh: "与录取 \(run.path) 时的文件不同",
        en: "it is not the file that the run \(run.path) was made from"))
    return nil
  }

  // MARK: Rules

  /// The keys of the rules that differ; nil where a case is not at hand.
  func rules(log: inout ProblemLog) -> [(path: String, a: String?, b: String?)]? {
    guard let one = tree(a, &log), let other = tree(b, &log) else { return nil }
    let (x, y) = (one.leaves, other.leaves)
    let values = [x, y].map {
      Dictionary(
        $0.map { (ByteText($0.path), ByteText($0.text)) }, uniquingKeysWith: { a, _ in a })
    }
    let paths =
      [ByteText](x.map(\.path)) + [ByteText](y.map(\.path)).filter { values[0][$0] == nil }
    return paths.filter { values[0][$0] != values[1][$0] }
      .map { (path: $0.text, a: values[0][$0]?.text, b: values[1][$0]?.text) }
  }

  private func tree(_ side: Side, _ log: inout ProblemLog) -> JSONTree? {
    guard let folder = side.folder else { return nil }
    do throws(FileError) {
      let bytes = try readSmallFile("rules.json", in: folder, bytesMax: JSONTree.bytesMax)
      switch JSONTree.read(bytes, file: "rules.json") {
      case .success(let tree): return tree
      case .failure(let error): log.add(error.problem)
      }
    } catch {
      log.add(error.problem)
    }
    return nil
  }
}

extension Sides.Side {
  /// A seat by its names; the audience where the case tells.
  func name(_ seat: Seat, row: Int) -> RunDifference.SeatName {
    let names = admissions.names
    var audience = ""
    if let read, let pool = read.names.pools.firstIndex(of: names.pools[seat.pool]),
      let number = read.audience(of: row, in: pool)
    {
      audience = read.names.audiences[read.market.pools[pool].audience][number]
    }
    return RunDifference.SeatName(
      programme: names.programmes[seat.programme], stage: names.stages[seat.stage],
      pool: names.pools[seat.pool], audience: audience, choice: seat.choice + 1)
  }
}
