import Columns

/// The seats of one pool: what was planned, moved and taken, and what is left, in order of audience
/// and programme.
struct SeatStore: Sendable {
  /// One account.
  struct Account: Sendable {
    let audience: Int32
    let programme: Int32
    var planned: Int32 = 0
    var movedIn: Int32 = 0
    var movedOut: Int32 = 0
    var admitted: Int32 = 0
    var excess: Int32 = 0
    var left: Int32 = 0
  }
  /// Ascending by audience, then programme.
  private(set) var accounts: [Account]
  /// For each audience where its accounts begin, and the end.
  private(set) var starts: [Int]

  /// The planned seats of `pool`; `audiences` is how many its division has.
  init(pool: Int, audiences: Int, seats: [SeatCell]) {
    accounts = []
    starts = Array(repeating: 0, count: audiences + 1)
    var entries: [Account] = []
    entries.reserveCapacity(seats.count { $0.pool == pool })
    for cell in seats where cell.pool == pool {
      entries.append(
        Account(
          audience: Int32(cell.audience), programme: Int32(cell.programme),
          planned: Int32(cell.seats), left: Int32(cell.seats)))
    }
    add(entries)
  }

  /// Adds to accounts, opening those that are new.
  private mutating func add(_ entries: [Account]) {
    if entries.isEmpty { return }
    let all = inOrder(accounts.isEmpty ? entries : accounts + entries)
    accounts = []
    accounts.reserveCapacity(all.count)
    for entry in all {
      if let last = accounts.last, last.audience == entry.audience,
        last.programme == entry.programme
      {
        accounts[accounts.count - 1].planned += entry.planned
        accounts[accounts.count - 1].movedIn += entry.movedIn
        accounts[accounts.count - 1].left += entry.left
      } else {
        accounts.append(entry)
      }
    }
    var at = 0
    for audience in 0..<starts.count - 1 {
      starts[audience] = at
      while at < accounts.count, accounts[at].audience == audience { at += 1 }
    }
    starts[starts.count - 1] = at
    precondition(at == accounts.count, "an account of an audience that the pool has not")
  }

  /// The same accounts in order of audience and programme; those of one cell stay as they are. They
  /// come in the order of a table, by programme most of the time: dealt to their audiences, few
  /// have still to be sorted.
  private func inOrder(_ entries: [Account]) -> [Account] {
    var ends = Array(repeating: 0, count: starts.count)
    for entry in entries { ends[Int(entry.audience) + 1] += 1 }
    for audience in 1..<ends.count { ends[audience] += ends[audience - 1] }
    // From here on where the next of each audience goes, and in the end where its accounts end.
    var dealt = entries
    for entry in entries {
      dealt[ends[Int(entry.audience)]] = entry
      ends[Int(entry.audience)] += 1
    }
    var start = 0
    for end in ends.dropLast() {
      let isInOrder = zip(dealt[start..<end], dealt[start..<end].dropFirst()).allSatisfy {
        $0.programme <= $1.programme
      }
      if !isInOrder { dealt[start..<end].sort { $0.programme < $1.programme } }
      start = end
    }
    return dealt
  }

  /// The accounts of one audience.
  func accounts(of audience: Int) -> ArraySlice<Account> {
    accounts[starts[audience]..<starts[audience + 1]]
  }

  /// Where the account of a cell is, which has one.
  private func place(of cell: CutoffCell) -> Int {
    let ofAudience = starts[cell.audience]..<starts[cell.audience + 1]
    let at = ofAudience.partitioningIndex { accounts[$0].programme >= cell.programme }
    precondition(accounts[at].audience == cell.audience)
    precondition(accounts[at].programme == cell.programme)
    return at
  }

  /// Enters what a stage did with the seats of these cells, all of this pool: those that moved
  /// while it ran, and those that it filled.
  mutating func enter(_ cells: some Sequence<CutoffCell>) {
    add(
      cells.filter { $0.movedIn > 0 }.map {
        Account(
          audience: Int32($0.audience), programme: Int32($0.programme),
          movedIn: Int32($0.movedIn))
      })
    // A cell whose seats went or were filled had some, so it has an account.
    for cell in cells where cell.admitted > 0 || cell.movedOut > 0 || cell.movedIn > 0 {
      let at = place(of: cell)
      accounts[at].admitted += Int32(cell.admitted)
      accounts[at].movedOut += Int32(cell.movedOut)
      accounts[at].excess += Int32(cell.excess)
      accounts[at].left = Int32(cell.vacant)
    }
  }

  /// Takes the seats left out of every audience that `destination` sends somewhere, and returns
  /// them.
  mutating func takeVacant(_ destination: [Int32]) -> [Account] {
    var taken: [Account] = []
    for at in accounts.indices where accounts[at].left > 0 {
      let to = destination[Int(accounts[at].audience)]
      if to < 0 { continue }
      let seats = accounts[at].left
      accounts[at].movedOut += seats
      accounts[at].left = 0
      taken.append(
        Account(audience: to, programme: accounts[at].programme, movedIn: seats, left: seats))
    }
    return taken
  }

  /// Enters seats that came from another pool.
  mutating func receive(_ moved: [Account]) { add(moved) }

  /// Adds the accounts with entries to those of the outcome.
  func enter(pool: Int, into ledger: inout [LedgerCell]) {
    for account in accounts {
      if account.planned == 0, account.movedIn == 0, account.movedOut == 0, account.admitted == 0 {
        continue
      }
      var cell = LedgerCell(
        programme: Int(account.programme), pool: pool, audience: Int(account.audience))
      cell.planned = Int(account.planned)
      cell.movedIn = Int(account.movedIn)
      cell.movedOut = Int(account.movedOut)
      cell.admitted = Int(account.admitted)
      cell.excess = Int(account.excess)
      precondition(cell.vacant == Int(account.left), "seats were lost or found")
      ledger.append(cell)
    }
  }
}
