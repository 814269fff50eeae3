import Apportionment
import Diagnostics
import Rules

extension PlanCheck {
  /// A row of `plan.csv` as it stands.
  private struct Row {
    let line: Int
    /// Split, level, programme, pool and audience, as one key.
    let key: [UInt8]
    let cells: [String]
  }

  /// A row as it should be.
  private struct Expected {
    let key: [String]
    let heads: Int
    let weight: Int
    let parts: Int
    /// The seats of the programme: no cell has more.
    let most: Int
  }

  static let columns = [
    "split", "level", "programme", "pool", "audience", "eligible", "weight", "fair_share", "seats",
  ]

  /// Lays out every split and reads its seats from `plan.csv`; nil where its rows are not those of
  /// the splits, each of which is reported.
  mutating func readSplits(
    _ inputs: PlanInputs, _ summary: PlainJSON, _ file: PlanFolder.File
  ) -> [Split]? {
    guard let rows = readRows(file) else { return nil }
    var quotas: [(seats: [Int], bases: [Int])] = []
    var splits: [Split] = []
    var at = 0
    let summaries = summary.member("splits").elements
    for (number, rule) in inputs.rules.plan.splits.enumerated() {
      let quota = inputs.quota(rule, earlier: quotas, log: &verdict.log)
      quotas.append(quota)
      let heads = inputs.heads(rule, inputFolder, log: &verdict.log)
      guard
        let model = PlanSplitModel(
          inputs, rule, seats: quota.seats, heads: heads, log: &verdict.log)
      else { return nil }
      var split = Split(
        model: model, bases: quota.bases, shares: PlanShares.all(model), seats: [],
        coarseSeats: [], summary: number < summaries.count ? summaries[number] : .null,
        place: Place(file: "plan.csv", line: at < rows.count ? rows[at].line : 0))
      settleShares(&split, inputs)
      guard take(&split, rows, &at, inputs) else { return nil }
      splits.append(split)
    }
    if at < rows.count { reportAdded(rows[at...]) }
    guard isWithinLimits(splits) else { return nil }
    if summaries.count != splits.count {
      report(
        .planSummary, at: Place(file: "plan-summary.json"),
        Phrase(
          zh: "摘要有 \(summaries.count) 个方案，规则有 \(splits.count) 个",
          en: "the summary has \(summaries.count) splits, the rules have \(splits.count)"))
    }
    count(rows.count, zh: "行（键、人数、权数、应得数）", en: "rows: keys, heads, weights, fair shares")
    return splits
  }

  /// Whether the parts of all seats fit 63 bits: sums of shares and seats are made over all splits.
  private mutating func isWithinLimits(_ splits: [Split]) -> Bool {
    let seats = splits.reduce(0) { $0 + $1.model.matrix.seatsTotal }
    let unit = splits.map(\.model.unit).max() ?? 1
    if seats <= (1 << 62) / unit { return true }
    report(
      .planInput, at: Place(file: "programmes.csv"),
      Phrase(
        zh: "各方案共 \(seats) 个名额，最多核对 \((1 << 62) / unit) 个",
        en: "the splits have \(seats) seats in all; at most \((1 << 62) / unit) are checked"))
    return false
  }

  private mutating func readRows(_ file: PlanFolder.File) -> [Row]? {
    guard let table = PlainTable("plan.csv", file.bytes, encoding: .utf8, problems: &verdict.log)
    else { return nil }
    guard table.headers == PlanCheck.columns else {
      report(
        .planRow, at: Place(file: "plan.csv", line: 1),
        Phrase(
          zh: "表头应为 \(PlanCheck.columns.joined(separator: ","))",
          en: "the header should be \(PlanCheck.columns.joined(separator: ","))"))
      return nil
    }
    let texts = table.texts(problems: &verdict.log)
    return (0..<texts.count).map { row in
      let cells = PlanCheck.columns.indices.map { texts[row, $0] }
      return Row(
        line: texts.place(row).line, key: PlanCheck.key(Array(cells[..<5])), cells: cells)
    }
  }

  /// Codes hold no line feeds.
  private static func key(_ cells: [String]) -> [UInt8] {
    Array(cells.joined(separator: "\n").utf8)
  }

  // MARK: Rows that should be

  private func expected(_ split: Split, _ inputs: PlanInputs) -> [[Expected]] {
    let (model, rule) = (split.model, split.model.rule)
    let pool = inputs.rules.pools[rule.pool].name
    return rule.levels.indices.map { level in
      let isLast = level == model.coarse.count
      return model.rows.enumerated().flatMap { row, entry -> [Expected] in
        let head = [
          rule.name, rule.levels[level], inputs.programmes.codes[entry.programme], pool,
        ]
        var sums: [[UInt8]: (heads: Int, weight: Int, parts: Int)] = [:]
        for (cell, at) in zip(model.cells[row], model.matrix.cells(ofRow: row)) {
          let name = isLast ? model.audiences[cell.column] : model.coarse[level][cell.column]
          let old = sums[Array(name.utf8)] ?? (0, 0, 0)
          sums[Array(name.utf8)] = (
            old.heads + cell.heads, old.weight + cell.weight, old.parts + split.shares.parts[at]
          )
        }
        return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, sum in
          Expected(
            key: head + [String(decoding: name, as: UTF8.self)], heads: sum.heads,
            weight: sum.weight, parts: sum.parts, most: entry.seats)
        }
      }
    }
  }

  /// Takes the rows of a split, which should come next; false where they do not.
  private mutating func take(
    _ split: inout Split, _ rows: [Row], _ at: inout Int, _ inputs: PlanInputs
  ) -> Bool {
    let levels = expected(split, inputs)
    let wanted = levels.flatMap { $0 }
    let found = rows[at..<min(rows.count, at + wanted.count)]
    guard found.count == wanted.count,
      zip(found, wanted).allSatisfy({ $0.key == PlanCheck.key($1.key) })
    else {
      reportOtherRows(wanted, rows, split.model.rule.name)
      return false
    }
    var seats: [Int] = []
    for (row, right) in zip(found, wanted) {
      seats.append(compare(row, right, split.model))
    }
    at += wanted.count
    arrange(&split, levels, seats)
    return true
  }

  /// Compares the numbers of a row; its seats.
  private mutating func compare(_ row: Row, _ right: Expected, _ model: PlanSplitModel) -> Int {
    let sharePlaces = model.unit == 1_000_000_000 ? 9 : 12
    let numbers = [
      (5, String(right.heads)), (6, exactText(right.weight, places: model.places)),
      (7, exactText(right.parts, places: sharePlaces)),
    ]
    for (column, text) in numbers where row.cells[column] != text {
      let name = PlanCheck.columns[column]
      report(
        .planRow, at: Place(file: "plan.csv", line: row.line), cause: name,
        Phrase(
          zh: "\(right.key[2])、\(right.key[4])：\(name) 写作 \(row.cells[column])，复算为 \(text)",
          en: "\(right.key[2]), \(right.key[4]): \(name) is given as \(row.cells[column]), and "
            + "computed as \(text)"))
    }
    if let seats = Int(row.cells[8]), (0...right.most).contains(seats),
      String(seats) == row.cells[8]
    {
      return seats
    }
    report(
      .planRow, at: Place(file: "plan.csv", line: row.line), cause: "seats",
      Phrase(
        zh: "seats 为 “\(row.cells[8])”，应为 0 到 \(right.most) 的整数",
        en: "seats is “\(row.cells[8])”, a whole number was expected, 0 to \(right.most)"))
    return 0
  }

  /// Puts seats in the order of rows where cells and levels know them.
  private func arrange(_ split: inout Split, _ levels: [[Expected]], _ seats: [Int]) {
    var at = 0
    for (level, expected) in levels.enumerated() {
      let ofLevel = seats[at..<at + expected.count]
      at += expected.count
      if level == levels.count - 1 {
        split.seats = Array(ofLevel)
        continue
      }
      var rows = Array(repeating: [[UInt8]: Int](), count: split.model.rows.count)
      var row = -1
      var programme: [UInt8] = []
      for (entry, count) in zip(expected, ofLevel) {
        if Array(entry.key[2].utf8) != programme {
          row += 1
          programme = Array(entry.key[2].utf8)
        }
        rows[row][Array(entry.key[4].utf8)] = count
      }
      split.coarseSeats.append(rows)
    }
  }

  // MARK: Other rows

  private mutating func reportOtherRows(_ wanted: [Expected], _ rows: [Row], _ split: String) {
    var lines: [[UInt8]: Int] = [:]
    for row in rows where areSameBytes(row.cells[0], split) {
      if let before = lines.updateValue(row.line, forKey: row.key) {
        report(
          .planRow, at: Place(file: "plan.csv", line: row.line), cause: "twice",
          Phrase(zh: "与第 \(before) 行重复", en: "the same as line \(before)"))
      }
    }
    let errors = verdict.log.errorCount
    var keys: Set<[UInt8]> = []
    for right in wanted {
      keys.insert(PlanCheck.key(right.key))
      guard lines[PlanCheck.key(right.key)] == nil else { continue }
      let name = right.key.joined(separator: ", ")
      report(
        .planRow, at: Place(file: "plan.csv"), cause: "missing",
        Phrase(zh: "缺少一行：\(name)", en: "a row is missing: \(name)"))
    }
    for row in rows where lines[row.key] != nil && !keys.contains(row.key) {
      let name = row.cells[..<5].joined(separator: ", ")
      report(
        .planRow, at: Place(file: "plan.csv", line: row.line), cause: "added",
        Phrase(zh: "多出一行：\(name)", en: "a row that should not be: \(name)"))
    }
    guard verdict.log.errorCount == errors, let first = wanted.first else { return }
    report(
      .planRow, at: Place(file: "plan.csv", line: lines[PlanCheck.key(first.key)] ?? 0),
      Phrase(
        zh: "方案 \(split) 的行不在应有的顺序", en: "the rows of the split \(split) are out of order"))
  }

  private mutating func reportAdded(_ rows: ArraySlice<Row>) {
    for row in rows {
      let name = row.cells[..<5].joined(separator: ", ")
      report(
        .planRow, at: Place(file: "plan.csv", line: row.line), cause: "added",
        Phrase(zh: "多出一行：\(name)", en: "a row that should not be: \(name)"))
    }
  }
}

/// `value` / 10^`places` without trailing zeros.
func exactText(_ value: Int, places: Int) -> String {
  var digits = String(value.magnitude)
  while digits.utf8.count <= places { digits = "0" + digits }
  let whole = digits.prefix(digits.utf8.count - places)
  var fraction = digits.suffix(places)
  while fraction.last == "0" { fraction.removeLast() }
  let text = fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  return value < 0 ? "-" + text : text
}
