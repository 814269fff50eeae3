import Admission
import Diagnostics
import Exact

extension Case {
  /// Why an allocation of this case could not go on, for people: what every command says of it.
  package func problems(of failure: AllocationFailure) -> ProblemLog {
    var log = ProblemLog()
    switch failure {
    case .stop(let stop): log.add(.cellStopped, stopped(stop))
    case .lotsMissing(let ranking, let students): log.add(lotsMissing(ranking, students))
    case .tooFewAdmitted(let stop, let admitted): log.add(decidedShort(stop, admitted: admitted))
    case .unanswered(let rows):
      let file = rules.fileName("decisions")
      for row in rows { log.add(decisions[row].idle(file), cause: "idle") }
    }
    return log
  }

  /// Where an allocation stopped for a tie.
  package func stopped(_ stop: TieStop) -> Phrase {
    let audience = names.audiences[market.pools[stop.pool].audience][stop.audience]
    let programme = names.programmes[stop.programme]
    let (stage, pool) = (names.stages[stop.stage], names.pools[stop.pool])
    let count = stop.students.count
    return Phrase(
      zh: "停在同分处：\(programme)（\(stage)，\(pool)，\(audience)）剩 \(stop.seats) 个名额，"
        + "\(count) 名学生各项全同",
      en: "stopped at a tie: \(programme) (\(stage), \(pool), \(audience)) has "
        + "\(counted(stop.seats, "seat")) left for \(count) equal students")
  }

  private func lotsMissing(_ ranking: Int, _ students: (Int, Int)) -> Problem {
    let (a, b) = (names.students.text(students.0), names.students.text(students.1))
    let name = rules.rankings[ranking].name
    return Problem(
      .seedMissing, at: Place(file: "seed.txt"),
      Phrase(
        zh: "排序 \(name) 中学生 \(a) 与 \(b) 各项全同，需要抽签，但没有 seed.txt",
        en: "students \(a) and \(b) are equal in every key of the ranking \(name) and must draw "
          + "lots, but there is no seed.txt"))
  }

  /// Decisions that admit fewer of a class than there are seats left at its stop.
  private func decidedShort(_ stop: TieStop, admitted: Int) -> Problem {
    let programme = names.programmes[stop.programme]
    let wanted = [
      names.stages[stop.stage], programme, names.pools[stop.pool],
      names.audiences[market.pools[stop.pool].audience][stop.audience],
    ]
    let students = Set(stop.students.map { ByteText(names.students.text($0)) })
    let first = decisions.first { given in
      zip(given.cells, wanted).allSatisfy { sameBytes($0, $1) }
        && students.contains(ByteText(given.student))
    }
    return Problem(
      .decisionShort, at: Place(file: rules.fileName("decisions"), line: first?.line ?? 0),
      Phrase(
        zh: "\(programme)：裁定录取 \(admitted) 人，少于剩余的 \(stop.seats) 个名额",
        en: "\(programme): \(admitted) are admitted by decision, fewer than the "
          + "\(counted(stop.seats, "seat")) left"))
  }
}

extension DecisionRow {
  /// Says that no stop asks for this row, of the table in `file`.
  func idle(_ file: String) -> Problem {
    Problem(
      .decisionIdle, at: Place(file: file, line: line),
      Phrase(
        zh: "学生 \(student) 在 \(programme) 的裁定没有对应任何停顿",
        en: "the decision on student \(student) at \(programme) answers no stop"))
  }
}
