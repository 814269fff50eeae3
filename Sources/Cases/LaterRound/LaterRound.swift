import Admission
import Columns
import Diagnostics
import Rules
import Tables

/// A later round (征集志愿): the seats that an earlier run left, with those of students who withdraw,
/// for students whom it did not admit.
///
/// Seats come from that run's ledger alone: `quotas.csv` is not read, and the plan in
/// `programmes.csv` is only an upper bound. A seat that is given up goes back to the pool and
/// audience from which it was taken; where more were admitted than there were seats, the first who
/// withdraw give back what was beyond.
struct LaterRound {
  let run: EarlierRun
  let withdrawals: Withdrawals
  private(set) var left: SeatsLeft

  init?(_ path: String, _ files: CaseFiles, _ rules: RuleSet, log: inout ProblemLog) {
    let table = files.table("withdrawals", required: false, log: &log)
    withdrawals = Withdrawals(table, rules, log: &log)
    guard let run = EarlierRun(path, log: &log), let left = SeatsLeft(run, log: &log) else {
      return nil
    }
    self.run = run
    self.left = left
    if files.isThere("quotas") {
      log.add(
        .quotasUnused, at: Place(file: files.fileName("quotas")),
        Phrase(
          zh: "后一轮的名额来自前一轮的 seats.csv，不读取 \(files.fileName("quotas"))",
          en: "a later round has the seats that the earlier run left; "
            + "\(files.fileName("quotas")) is not read"))
    }
  }

  /// The audiences that seats were left for in the pools with this audience.
  func audiences(_ rule: AudienceRule, _ rules: RuleSet) -> [String] {
    let pools = rules.pools.filter { $0.audience == rule }.map(\.name)
    return left.rows.filter { row in pools.contains { sameBytes($0, row.pool) } }.map(\.audience)
  }

  /// Checks the students against the earlier run, and gives back the seats of those who withdraw.
  mutating func giveBack(
    _ students: Students, _ names: MarketNames, _ market: Market, _ rules: RuleSet,
    workers: Workers, log: inout ProblemLog
  ) {
    guard
      let found = EarlierAdmissions(run, students, withdrawals, workers: workers, log: &log)
    else { return }
    let here = OwnAudiences(students.codes, names, market)
    let before = withdrawals.rows.isEmpty ? nil : OwnAudiences(of: run, workers: workers)
    var given: [Int: Int] = [:]
    for seat in found.seats {
      let withdrawal = withdrawals.rows[seat.row]
      let rows = left.rows.indices.filter {
        sameBytes(left.rows[$0].programme, seat.programme)
          && sameBytes(left.rows[$0].pool, seat.pool) && left.rows[$0].admitted > given[$0] ?? 0
      }
      // The seat was given by the earlier run's own case, if that is at hand.
      let own =
        before?.audience(of: withdrawal.student, in: seat.pool)
        ?? here.audience(of: withdrawal.student, in: seat.pool)
      if let own, !withdrawal.audience.isEmpty, !sameBytes(own, withdrawal.audience) {
        reportElsewhere(withdrawal, seat, own, &log)
        continue
      }
      let audience = withdrawal.audience.isEmpty ? own : withdrawal.audience
      let fitting =
        audience.map { name in rows.filter { sameBytes(left.rows[$0].audience, name) } } ?? rows
      guard fitting.count == 1 else {
        report(withdrawal, seat, audience, rows.map { left.rows[$0].audience }, &log)
        continue
      }
      given[fitting[0], default: 0] += 1
    }
    for (row, count) in given {
      left.rows[row].vacant += max(0, count - left.rows[row].excess)
    }
    run.finish(log: &log)
  }

  private func reportElsewhere(
    _ withdrawal: Withdrawals.Row, _ seat: EarlierAdmissions.Seat, _ own: String,
    _ log: inout ProblemLog
  ) {
    let code = String(decoding: withdrawal.student, as: UTF8.self)
    log.add(
      .withdrawalElsewhere, at: withdrawal.place, cause: withdrawals.file,
      Phrase(
        zh: "学生 \(code) 在 \(seat.programme)（\(seat.pool)）的名额属于 \(spelled(own))，"
          + "audience 写作 \(spelled(withdrawal.audience))",
        en:
          "the seat of student \(code) at \(seat.programme) (\(seat.pool)) is of \(spelled(own)), "
          + "audience says \(spelled(withdrawal.audience))"))
  }

  private func report(
    _ withdrawal: Withdrawals.Row, _ seat: EarlierAdmissions.Seat, _ audience: String?,
    _ open: [String], _ log: inout ProblemLog
  ) {
    let code = String(decoding: withdrawal.student, as: UTF8.self)
    let known = open.prefix(5).joined(separator: ", ")
    log.add(
      .withdrawalVague, at: withdrawal.place, cause: withdrawals.file,
      Phrase(
        zh: "无法确定学生 \(code) 在 \(seat.programme)（\(seat.pool)）放弃的名额属于哪个受众"
          + (audience.map { "：\(spelled($0)) 没有人被录取" } ?? "；请在 audience 列写明") + "（\(known)）",
        en: "it is not known from which audience student \(code) gives back the seat of "
          + "\(seat.programme) (\(seat.pool))"
          + (audience.map { ": nobody of \(spelled($0)) was admitted" }
            ?? "; say so in a column audience") + " (\(known))"))
  }
}

extension SeatBuilder {
  /// The seats of a later round: those left in the earlier run's ledger.
  init(
    _ round: LaterRound, _ programmes: Programmes, _ builder: MarketBuilder,
    _ audiences: [Audiences], log: inout ProblemLog
  ) {
    let rules = builder.rules
    self.init(pools: rules.pools.count, programmes: programmes.count)
    for row in round.left.rows where row.vacant > 0 {
      func unknown(_ code: Code, _ what: String, _ name: String, _ known: [String]) {
        let near = nearestName(to: name, among: known)
        log.add(
          code, at: row.place, cause: what,
          Phrase(
            zh: "前一轮还有名额的 \(what) \(spelled(name)) 不在本轮中" + (near.map { "；最接近的是 \($0)" } ?? ""),
            en: "the \(what) \(spelled(name)), which has seats left, is not in this case"
              + (near.map { "; the nearest is \($0)" } ?? "")))
      }
      guard let programme = programmes.table.index(of: row.programme) else {
        unknown(.codeUnknown, "programme", row.programme, programmes.codes)
        continue
      }
      guard let pool = rules.pools.firstIndex(where: { sameBytes($0.name, row.pool) }) else {
        unknown(.poolUnknown, "pool", row.pool, rules.pools.map(\.name))
        continue
      }
      let number = builder.poolNumbers[pool]
      let division = audiences[builder.poolDivisions[number]]
      guard let audience = division.number(of: row.audience) else {
        unknown(.audienceUnknown, "audience", row.audience, division.names)
        continue
      }
      add(
        SeatCell(pool: number, audience: audience, programme: programme, seats: row.vacant),
        rule: pool)
    }
    for programme in 0..<programmes.count {
      reportBeyond(programme, byPool[programme].reduce(0, +), programmes, &log)
    }
  }
}
