import Admission
import Diagnostics
import Rules
import Tables

extension CaseReader {
  /// Warns of quota seats of pairs that `exclusions.csv` leaves out: an office brought them, or a plan of
  /// before. Seats are given as the quotas say, so the table is none of what allocating reads, and is
  /// opened apart; what is wrong with it, planning says.
  func warnOfExclusions(
    _ builder: MarketBuilder, _ market: Market, _ names: MarketNames, _ log: inout ProblemLog
  ) {
    let folder = CaseFiles(files.folder, workers: workers)
    folder.use(builder.rules)
    var unheard = ProblemLog()
    guard let csv = folder.table("exclusions", required: false, log: &unheard) else { return }
    var finder = ColumnFinder(csv, builder.rules)
    guard let programme = finder.find("programme", log: &unheard),
      let audience = finder.find("audience", log: &unheard)
    else { return }
    let text = TextTable(csv, log: &unheard)
    var rows: [[[UInt8]]: Int] = [:]
    for row in 0..<text.rowCount {
      rows[[Array(text[row, programme].utf8), Array(text[row, audience].utf8)]] = row
    }
    for cell in market.seats where cell.seats > 0 && isQuota(cell.pool, builder) {
      let code = names.programmes[cell.programme]
      let name = names.audiences[market.pools[cell.pool].audience][cell.audience]
      guard let row = rows[[Array(code.utf8), Array(name.utf8)]] else { continue }
      log.add(
        .excludedSeats, at: text.place(row: row), cause: csv.file,
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
