import Apportionment
import Diagnostics
import Rules

extension PlanCheck {
  /// The quotas are the last levels of `plan.csv`, added up over splits into the same pool.
  mutating func checkQuotas(
    _ splits: [Split], _ inputs: PlanInputs, _ file: PlanFolder.File, _ name: String
  ) {
    var right: [[UInt8]: Int] = [:]
    for split in splits {
      let pool = inputs.rules.pools[split.model.rule.pool].name
      for (row, cells) in split.model.cells.enumerated() {
        let code = inputs.programmes.codes[split.model.rows[row].programme]
        for (cell, at) in zip(cells, split.model.matrix.cells(ofRow: row))
        where split.seats[at] > 0 {
          let key = "\(code)\n\(pool)\n\(split.model.audiences[cell.column])"
          right[Array(key.utf8), default: 0] += split.seats[at]
        }
      }
    }
    let columns = ["programme", "pool", "audience", "seats"]
    guard
      let table = PlainTable(name, file.bytes, encoding: .utf8, problems: &verdict.log),
      table.headers == columns
    else {
      report(
        .planQuotas, at: Place(file: name, line: 1),
        Phrase(
          zh: "表头应为 \(columns.joined(separator: ","))",
          en: "the header should be \(columns.joined(separator: ","))"))
      return
    }
    let texts = table.texts(problems: &verdict.log)
    count(texts.count, zh: "行名额表", en: "rows of the quotas")
    for row in 0..<texts.count {
      let cells = (0..<4).map { texts[row, $0] }
      let seats = right.removeValue(forKey: Array(cells[..<3].joined(separator: "\n").utf8))
      guard seats.map({ String($0) }) != cells[3] else { continue }
      let key = cells[..<3].joined(separator: ", ")
      report(
        .planQuotas, at: texts.place(row), cause: name,
        Phrase(
          zh: "\(key)：写作 \(cells[3])，plan.csv 合计 \(seats ?? 0)",
          en: "\(key): \(cells[3]) stands there, plan.csv adds up to \(seats ?? 0)"))
    }
    for (key, seats) in right.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let shown = String(decoding: key, as: UTF8.self).split(separator: "\n")
        .joined(separator: ", ")
      report(
        .planQuotas, at: Place(file: name), cause: "missing",
        Phrase(
          zh: "缺少 \(shown) 的 \(seats) 个名额", en: "the \(seats) seats of \(shown) are missing"))
    }
  }
}
