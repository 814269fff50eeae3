/// The accounts of all seats: what was planned, moved, taken and is left.
///
/// A pool of a city has millions of cells (audience a and programme p at a · programmes + p), and
/// in nine of ten of them nothing ever happens: those have no account.
struct SeatLedger: Sendable {
  /// The account of one cell.
  struct Account: Sendable, BitwiseCopyable {
    let cell: Int32
    fileprivate(set) var planned: Int32 = 0
    fileprivate(set) var movedIn: Int32 = 0
    fileprivate(set) var movedOut: Int32 = 0
    fileprivate(set) var admitted: Int32 = 0
    fileprivate(set) var excess: Int32 = 0
    /// Seats that nobody has taken yet.
    fileprivate(set) var left: Int32 = 0

    /// The numbers in the order of the table.
    var numbers: InlineArray<6, Int32> { [planned, movedIn, movedOut, admitted, excess, left] }
    /// Whether it has entries, and is published.
    var hasEntries: Bool { planned | movedIn | movedOut | admitted != 0 }
  }

  let programmes: Int
  /// By pool, those that were planned first, in the order of their cells.
  private(set) var accounts: [[Account]]
  /// For each cell of a pool the place of its account, one more than that: 0 where it has none.
  private var places: [[Int32]]

  init(_ market: MarketModel) {
    programmes = market.programmes.count
    places = market.seats.map { .zeros($0.count) }
    accounts = market.seats.map { _ in [] }
    for (pool, seats) in market.seats.enumerated() {
      for cell in seats.indices where seats[cell] != 0 {
        change(pool, cell) { ($0.planned, $0.left) = (seats[cell], seats[cell]) }
      }
    }
  }

  /// The account of a cell.
  subscript(pool: Int, cell: Int) -> Account {
    let place = Int(places[pool][cell])
    return place == 0 ? Account(cell: Int32(cell)) : accounts[pool][place - 1]
  }

  private mutating func change(_ pool: Int, _ cell: Int, _ body: (inout Account) -> Void) {
    if places[pool][cell] == 0 {
      accounts[pool].append(Account(cell: Int32(cell)))
      places[pool][cell] = Int32(accounts[pool].count)
    }
    body(&accounts[pool][Int(places[pool][cell]) - 1])
  }

  /// The seats left of a pool, cell by cell.
  func left(of pool: Int) -> [Int32] {
    var left = [Int32].zeros(places[pool].count)
    for account in accounts[pool] { left[Int(account.cell)] = account.left }
    return left
  }

  /// The seats left of all pools.
  var left: [[Int32]] { accounts.indices.map(left(of:)) }

  /// Enters what a stage admitted.
  mutating func enter(_ stage: StageCount) {
    for (slot, pool) in stage.pools.enumerated() {
      for at in stage.cells[slot].recorded {
        let cell = stage.cells[slot][at]
        if cell.admitted | cell.movedIn | cell.movedOut == 0 { continue }
        change(pool, at) { account in
          account.movedIn += cell.movedIn
          account.movedOut += cell.movedOut
          account.admitted += cell.admitted
          account.excess += cell.excess
          account.left = cell.vacant
        }
      }
    }
  }

  /// Moves the seats left of one pool to another.
  mutating func move(_ move: (from: Int, to: Int, audiences: [Int])) {
    for account in accounts[move.from] where account.left > 0 {
      let (own, programme) = Int(account.cell).quotientAndRemainder(dividingBy: programmes)
      let audience = move.audiences[own]
      if audience < 0 { continue }
      change(move.from, Int(account.cell)) { from in
        from.movedOut += account.left
        from.left = 0
      }
      change(move.to, audience * programmes + programme) { to in
        to.movedIn += account.left
        to.left += account.left
      }
    }
  }
}
