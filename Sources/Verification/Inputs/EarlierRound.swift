import Diagnostics
import Rules

/// The run after which a later round was held: the seats that it left, and whom it had admitted.
struct EarlierRound: Sendable {
  /// One account of its ledger.
  struct Account: Sendable {
    var programme: String
    var pool: String
    var audience: String
    var admitted: Int
    /// Of these, beyond the seats.
    var excess: Int
    var vacant: Int
  }

  let path: String
  /// SHA-256 of its `SHA256SUMS`.
  let fingerprint: String
  /// Whether it was itself held after another.
  let isLater: Bool
  private(set) var accounts: [Account] = []
  /// For each of its students the programme and pool, empty where they were not admitted.
  private var outcomes: [[UInt8]: (programme: String, pool: String)] = [:]

  /// Reads the run in folder `path`; nil, with findings, where it is not whole or not as it was
  /// written.
  init?(_ path: String, threads: PlainThreads, findings: inout Findings) {
    let before = findings.count
    var run = RunFolder(path, threads: threads, findings: &findings)
    _ = run.compareDigests(&findings)
    (self.path, fingerprint, isLater) = (path, run.fingerprint, run.after != nil)
    var log = ProblemLog()
    if findings.count == before, let seats = EarlierRound.texts("seats.csv", run, &log),
      let admissions = EarlierRound.texts("admissions.csv", run, &log)
    {
      for row in 0..<seats.count {
        let numbers = (6..<9).map { PlainNumber.count(seats[row, $0]) ?? 0 }
        accounts.append(
          Account(
            programme: seats[row, 0], pool: seats[row, 1], audience: seats[row, 2],
            admitted: numbers[0], excess: numbers[1], vacant: numbers[2]))
      }
      for row in 0..<admissions.count {
        outcomes[Array(admissions[row, 0].utf8)] = (admissions[row, 2], admissions[row, 4])
      }
    }
    findings.add(log)
    if findings.count != before { return nil }
  }

  private static func texts(
    _ name: String, _ run: RunFolder, _ log: inout ProblemLog
  ) -> PlainTexts? {
    guard let bytes = run.bytes[name],
      let table = PlainTable(name, bytes, threads: PlainThreads(count: 1), problems: &log)
    else {
      return nil
    }
    return table.texts(problems: &log)
  }

  /// The audiences that the pools called `pools` had seats for.
  func audiences(_ pools: [String]) -> [String] {
    accounts.filter { account in pools.contains { areSameBytes($0, account.pool) } }
      .map(\.audience)
  }

  // MARK: Students and withdrawals

  /// Gives back the seats of those who withdraw (`withdrawals`: student, and audience or nothing),
  /// and checks that the other students of the round are those whom this run had and did not admit.
  /// Returns how many gave back a seat of an audience that `withdrawals` alone says is theirs.
  mutating func giveBack(
    _ withdrawals: [(student: String, audience: String)], _ market: MarketModel,
    threads: PlainThreads, _ problems: inout ProblemLog
  ) -> Int {
    func complain(_ student: String, _ zh: String, _ en: String) {
      problems.add(
        .plainReading, cause: "earlier run",
        Phrase(zh: "学生 \(student)：\(zh)", en: "student \(student): \(en)"))
    }
    let leaving = Set(withdrawals.map { Array($0.student.utf8) })
    let rows = market.rows(of: leaving)
    let before = leaving.isEmpty ? nil : kept(threads)
    let rowsBefore = before?.rows(of: leaving) ?? [:]
    for block in market.blocks {
      for i in 0..<block.count {
        let code = Array(block.codes[block.codeRange(i)])
        guard let outcome = outcomes[code] else {
          complain(block.code(i), "不在前一轮中", "was not in the earlier run")
          continue
        }
        if !outcome.programme.isEmpty, !leaving.contains(code) {
          complain(block.code(i), "已在前一轮被录取", "was admitted in the earlier run")
        }
      }
    }
    var given = [Int](repeating: 0, count: accounts.count)
    var onTrust = 0
    for (student, audience) in withdrawals {
      let code = Array(student.utf8)
      let pool = outcomes[code]?.pool ?? ""
      let own =
        rowsBefore[code].flatMap { before?.audienceName($0, pool) }
        ?? rows[code].flatMap { market.audienceName($0, pool) }
      if let own, !audience.isEmpty, !areSameBytes(own, audience) {
        complain(
          student, "放弃的名额属于 \(own)，withdrawals.csv 写作 \(audience)",
          "the seat given up is of \(own), withdrawals.csv says \(audience)")
        continue
      }
      guard let outcome = outcomes[code], !outcome.programme.isEmpty,
        let account = account(outcome, audience.isEmpty ? own : audience, given)
      else {
        complain(student, "无法确定所放弃的名额", "it is not known which seat is given up")
        continue
      }
      given[account] += 1
      if own == nil, !areSameBytes(accounts[account].audience, "*") { onTrust += 1 }
    }
    // Where more were admitted than there were seats, the first who withdraw give back what was
    // beyond.
    for at in accounts.indices { accounts[at].vacant += max(0, given[at] - accounts[at].excess) }
    return onTrust
  }

  /// The students of the case that the run keeps, which says whose seats it gave; nil where it
  /// keeps none.
  private func kept(_ threads: PlainThreads) -> MarketModel? {
    let folder = path + "/case"
    guard plainKind(folder) == .folder else { return nil }
    return CaseInputsReader(
      folder: CaseFolder(folder, threads: threads), earlier: nil, threads: threads
    ).read()?.market
  }

  /// The one account from which a seat can come back.
  private func account(
    _ seat: (programme: String, pool: String), _ audience: String?, _ given: [Int]
  ) -> Int? {
    let fitting = accounts.indices.filter { at in
      areSameBytes(accounts[at].programme, seat.programme)
        && areSameBytes(accounts[at].pool, seat.pool) && accounts[at].admitted > given[at]
        && (audience.map { areSameBytes($0, accounts[at].audience) } ?? true)
    }
    return fitting.count == 1 ? fitting[0] : nil
  }

  // MARK: Seats

  /// The seats that this run left, as `MarketModel.seats`, and for each programme those of each
  /// pool.
  func seats(
    _ market: MarketModel, _ problems: inout ProblemLog
  ) -> (seats: [[Int32]], byPool: [[Int]]) {
    let programmes = PlainNames(market.programmes)
    let pools = PlainNames(market.audiences.indices.map { market.poolName($0) })
    let names = market.audiences.map { PlainNames($0.names) }
    var seats = market.audiences.map {
      [Int32](repeating: 0, count: $0.names.count * market.programmes.count)
    }
    var byPool = market.programmes.map { _ in [Int](repeating: 0, count: pools.count) }
    for account in accounts where account.vacant > 0 {
      guard let programme = programmes.number(of: account.programme),
        let pool = pools.number(of: account.pool),
        let audience = names[pool].number(of: account.audience)
      else {
        problems.add(
          .plainReading, cause: "earlier run",
          Phrase(
            zh: "前一轮剩下的名额不在本轮中：\(account.programme) / \(account.pool) / \(account.audience)",
            en: "seats left by the earlier run are not in this round: \(account.programme) / "
              + "\(account.pool) / \(account.audience)"))
        continue
      }
      seats[pool][audience * market.programmes.count + programme] += Int32(account.vacant)
      byPool[programme][pool] += account.vacant
    }
    return (seats, byPool)
  }
}

extension MarketModel {
  /// The rows of those students with these codes who are there.
  fileprivate func rows(of codes: Set<[UInt8]>) -> [[UInt8]: Int] {
    var rows: [[UInt8]: Int] = [:]
    if codes.isEmpty { return rows }
    for block in blocks {
      for i in 0..<block.count {
        let code = Array(block.codes[block.codeRange(i)])
        if codes.contains(code) { rows[code] = block.firstRow + i }
      }
    }
    return rows
  }

  /// The name of a student's audience in the pool called `pool`; nil where they have none.
  fileprivate func audienceName(_ row: Int, _ pool: String) -> String? {
    guard let number = audiences.indices.first(where: { areSameBytes(poolName($0), pool) }) else {
      return nil
    }
    let (block, i) = find(row)
    let audience = audiences[number].audience(blocks[block], i)
    return audience < 0 ? nil : audiences[number].names[audience]
  }
}
