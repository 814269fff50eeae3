import Apportionment
import Diagnostics
import Tables

extension GridResult {
  func writeTies(_ json: inout JSONWriter) {
    json.array("ties") { json in
      for tie in ties { json.object { write(tie, &$0) } }
    }
  }

  private func write(_ tie: Tie, _ json: inout JSONWriter) {
    switch tie {
    case .row(let row, let solution):
      json.text("kind", "row")
      json.text("row", grid.rows[row])
      let lot = seed.map { TieLot(seed: $0, row: grid.rows[row]) }
      solution.writeTie(&json, names(ofRow: row), lot)
    case .columns(let solution):
      json.text("kind", "columns")
      solution.writeTie(&json, grid.columns, seed.map { TieLot(seed: $0, row: "") })
    case .cells(let tie):
      json.text("kind", "cells")
      json.array("tied") { json in
        for member in tie.members {
          json.object { json in
            json.text("row", grid.rows[member.row])
            json.text("column", grid.columns[member.column])
            json.number("certain_seats", member.certain)
            if let seed {
              let lot = TieLot(seed: seed, row: grid.rows[member.row])
              json.text("lot", lot(grid.columns[member.column]).hexadecimal)
            }
          }
        }
      }
    }
  }

  /// The ties as lines for people: what each is about, then who is tied, at most `rowsMax` each
  /// and as many ties.
  public func tieLines(rowsMax: Int = 20, _ language: Language) -> [String] {
    var lines: [String] = []
    for tie in ties.prefix(rowsMax) { lines += self.lines(of: tie, rowsMax, language) }
    let left = ties.count - rowsMax
    if left > 0 {
      lines.append(
        language == .zh ? "…… 另有 \(grouped(left)) 处并列" : "… and \(grouped(left)) more ties")
    }
    return lines
  }

  private func lines(of tie: Tie, _ rowsMax: Int, _ language: Language) -> [String] {
    switch tie {
    case .row(let row, let solution):
      let name = terminalSafe(grid.rows[row])
      let title = Phrase(
        zh: "行 \(name)：\(solution.tied.count) 者并列，共享 \(solution.sharedSeats) 个名额",
        en: "row \(name): \(solution.tied.count) are tied for \(solution.sharedSeats) of the seats")
      return [title[language]] + solution.tieLines(names(ofRow: row), rowsMax: rowsMax, language)
    case .columns(let solution):
      let title = Phrase(
        zh: "列合计：\(solution.tied.count) 列并列，共享 \(solution.sharedSeats) 个名额",
        en:
          "column totals: \(solution.tied.count) are tied for \(solution.sharedSeats) of the seats"
      )
      return [title[language]] + solution.tieLines(grid.columns, rowsMax: rowsMax, language)
    case .cells(let tie): return cellLines(tie, rowsMax, language)
    }
  }

  private func cellLines(_ tie: CellTie, _ rowsMax: Int, _ language: Language) -> [String] {
    let isChinese = language == .zh
    var table = TerminalTable([
      .init(isChinese ? "行" : "row"), .init(isChinese ? "列" : "column"),
      .init(isChinese ? "确定的名额" : "certain seats", .right),
    ])
    for member in tie.members.prefix(rowsMax) {
      table.add([
        grid.rows[member.row], grid.columns[member.column], grouped(member.certain),
      ])
    }
    let left = tie.count - rowsMax
    let title =
      tie.isOfDeviation
      ? Phrase(
        zh: "\(grouped(tie.count)) 个格可以互换名额而总偏差不变",
        en: "\(grouped(tie.count)) cells can trade seats, and the total deviation stays the same")
      : Phrase(
        zh: "\(grouped(tie.count)) 个格恰在进位点上，可以互换名额",
        en: "\(grouped(tie.count)) cells stand exactly at a signpost and can trade seats")
    let more =
      left > 0 ? [isChinese ? "…… 另有 \(grouped(left)) 个" : "… and \(grouped(left)) more"] : []
    return [title[language]] + table.lines() + more
  }
}
