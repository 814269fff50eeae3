import Apportionment
import Diagnostics
import Tables

extension GridResult {
  /// The proof in a sentence; the JSON certificate has the numbers.
  public var certificateSentence: Phrase {
    switch proof {
    case .lottery(let shares, let taken):
      let draws = Int(taken ?? 0)
      let undrawn = shares.undrawnCells.count
      let but =
        undrawn == 0
        ? Phrase(zh: "", en: "")
        : Phrase(
          zh: "，但 \(grouped(undrawn)) 格的应得数与整数相差不到 0.0001，其期望不是应得数",
          en: ", but for \(counted(undrawn, "cell")) within 0.0001 of a whole number")
      return Phrase(
        zh: "由种子依次抽取 \(grouped(draws)) 次；每格与各级合计都是应得数下取整或上取整，期望等于应得数"
          + but.zh,
        en: "\(counted(draws, "draw")) from the seed; every cell and total is its share rounded "
          + "down or up, and its expectation is the share" + but.en)
    case .deviation(let shares, let solution):
      let deviation = DecimalText.nine(billionths: solution.deviation)
      let corner = againstShares(GridBias(grid, solution.seats, shares).smallColumnsInLargeRows)
      return Phrase(
        zh: "总偏差 \(deviation) 为最小；最小四分之一的列在最大四分之一的行中\(corner.zh)",
        en:
          "the total deviation \(deviation) is the least; the smallest quarter of the columns got "
          + "\(corner.en) in the largest quarter of the rows")
    case .biproportional:
      return Phrase(
        zh: "各行乘数 A 与各列除数 B：每格的 权数·A/B 四舍五入即其名额",
        en: "a multiplier A for each row and a divisor B for each column: weight·A/B of each cell "
          + "rounds to its seats")
    case .rows(let solutions):
      return Phrase(
        zh: "\(grouped(solutions.count)) 行各有其除数区间或余数界限",
        en:
          "\(counted(solutions.count, "row")) with a divisor interval or border of remainders each")
    }
  }
}

extension Grid {
  /// The rows and columns that contradict each other, as a JSON document.
  public func json(of conflict: MarginConflict) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.text("status", "infeasible")
      json.texts("rows", conflict.rows.map { rows[$0] })
      json.texts("columns", conflict.columns.map { columns[$0] })
      json.number("excess", conflict.excess)
    }
    return json.finish()
  }
}
