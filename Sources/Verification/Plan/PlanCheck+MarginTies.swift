import Apportionment
import Diagnostics
import Rules

/// Ties of splits with both margins fixed.
extension PlanCheck {
  /// Cells that could trade seats around a cycle are the tied ones of the summary, and no cell was
  /// denied a seat that the order of the lots (or the decisions) would have given it.
  mutating func checkCellTies(
    _ split: Split, _ certificate: BiproportionalCertificate, _ inputs: PlanInputs
  ) {
    let (model, name) = (split.model, split.model.rule.name)
    let tight = tightCells(split, certificate)
    let trades = PlanTrades(tight)
    let tied = trades.tied()
    var position: [[UInt8]: Int] = [:]
    for at in tied {
      let code = inputs.programmes.codes[model.rows[tight[at].row].programme]
      position[PlanCheck.key(nil, code, .text(model.audiences[tight[at].column]))] = at
    }
    if case .array = split.summary.member("ties") {
    } else {
      reportTie(split, "ties", Phrase(zh: "没有列出", en: "there is no list of them"))
    }
    var listedCount = 0
    for tie in split.summary.member("ties").elements {
      var members: [Int] = []
      var cells: [(programme: String, audience: String, isWinner: Bool)] = []
      for cell in tie.member("cells").elements {
        let key = PlanCheck.key(nil, cell.member("programme").asText, cell.member("audience"))
        // Once: a cell that stands there twice hides another.
        guard let at = position.removeValue(forKey: key),
          cell.member("seat") == .bool(tight[at].isUp)
        else {
          let shown = "\(cell.member("programme").shown), \(cell.member("audience").shown)"
          reportTie(
            split, "ties", Phrase(zh: "\(shown) 并不这样并列", en: "\(shown) is not tied like that"))
          continue
        }
        members.append(at)
        cells.append(
          (cell.member("programme").asText!, cell.member("audience").asText!, tight[at].isUp))
      }
      listedCount += members.count
      switch tie.member("settledBy") {
      case .text("decision"):
        checkDecided(cells, split, rule: model.rule.levels[0], "ties", inputs)
      case .text("lottery"): checkWalk(split, trades, members, cells, inputs)
      case let other:
        reportTie(
          split, "ties", Phrase(zh: "settledBy 为 \(other.shown)", en: "settled by \(other.shown)"))
      }
      count(1, zh: "处并列的处理", en: "ties settled")
    }
    if listedCount != tied.count {
      reportCertificate(
        name,
        Phrase(
          zh: "摘要列出 \(listedCount) 个并列的格，实有 \(tied.count) 个",
          en: "the summary lists \(listedCount) tied cells, there are \(tied.count)"))
    }
  }

  private func tightCells(
    _ split: Split, _ certificate: BiproportionalCertificate
  ) -> [PlanTrades.Cell] {
    let matrix = split.model.matrix
    var tight: [PlanTrades.Cell] = []
    for row in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: row) where matrix.weights[cell] > 0 {
        let (column, seats) = (Int(matrix.columns[cell]), split.seats[cell])
        let share =
          Natural(UInt128(2 * matrix.weights[cell])) * certificate.rowMultipliers[row]
        let divisor = certificate.columnDivisors[column]
        if seats < matrix.maximum(cell), Natural(UInt128(2 * seats + 1)) * divisor == share {
          tight.append(PlanTrades.Cell(row: row, column: column, isUp: false))
        } else if seats > matrix.minimum(cell), Natural(UInt128(2 * seats - 1)) * divisor == share {
          tight.append(PlanTrades.Cell(row: row, column: column, isUp: true))
        }
      }
    }
    return tight
  }

  /// In the order of the lots: a cell without the seat could not have had it, with all before it as
  /// they are. Cells of other ties are free: a tie that the summary tears apart settles nothing.
  private mutating func checkWalk(
    _ split: Split, _ trades: PlanTrades, _ members: [Int],
    _ cells: [(programme: String, audience: String, isWinner: Bool)], _ inputs: PlanInputs
  ) {
    guard let seed = inputs.seed else {
      reportTie(split, "ties", Phrase(zh: "没有种子", en: "there is no seed"))
      return
    }
    var trades = trades
    let lots = cells.map { PlanCheck.lot(seed, $0.programme, $0.audience) }
    for at in cells.indices.sorted(by: { lots[$0] < lots[$1] }) {
      if cells[at].isWinner {
        trades.keep(members[at])
      } else if trades.settle(members[at]) {
        reportTie(
          split, "ties",
          Phrase(
            zh: "按种子的签，\(cells[at].programme) 给 \(cells[at].audience) 应得该名额",
            en:
              "by the lots of the seed \(cells[at].programme) gives \(cells[at].audience) the seat")
        )
      }
    }
  }
}
