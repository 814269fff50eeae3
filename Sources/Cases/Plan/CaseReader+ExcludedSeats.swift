import Admission
import Diagnostics
import Exact
import Rules

extension CaseReader {
  /// Warns of quota seats of pairs that `exclusions.csv` leaves out: an office brought them, or a
  /// plan of before. Seats are given as the quotas say, so the table is none of what allocating
  /// reads, and is opened apart; what is wrong with it, `checkExclusions` says.
  func warnOfExclusions(
    _ builder: MarketBuilder, _ market: Market, _ names: MarketNames, _ log: inout ProblemLog
  ) {
    let table = NonInputTable(
      "exclusions", columns: ["programme", "audience"], in: files.folder, builder.rules,
      workers: workers)
    guard let table else { return }
    let rows = Dictionary(
      (0..<table.rowCount).map { (table.cells($0).map { ByteText($0) }, $0) },
      uniquingKeysWith: { $1 })
    for cell in market.seats where cell.seats > 0 && isQuota(cell.pool, builder) {
      let code = names.programmes[cell.programme]
      let name = names.audiences[market.pools[cell.pool].audience][cell.audience]
      guard let row = rows[[ByteText(code), ByteText(name)]] else { continue }
      log.add(
        .excludedSeats, at: table.place(row), cause: table.file,
        Phrase(
          zh: "\(code) 对 \(name) 排除在外，名额表却给了 \(cell.seats) 个 \(names.pools[cell.pool]) 名额",
          en:
            "\(code) is closed to \(name), which the quotas give \(counted(cell.seats, "seat")) of "
            + "the pool \(names.pools[cell.pool])"))
    }
  }

  private func isQuota(_ pool: Int, _ builder: MarketBuilder) -> Bool {
    builder.rules.pools[builder.poolRules[pool]].isQuota
  }
}
