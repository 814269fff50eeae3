import Apportionment
import Diagnostics
import Rules

/// Splits by networks: the lottery and least deviation.
extension PlanCheck {
  /// Cells and nested totals within floor and ceiling, then the draws once more.
  mutating func checkLottery(_ split: Split, _ inputs: PlanInputs) {
    checkNetwork(split, inputs)
    let name = split.model.rule.name
    guard let seed = inputs.seed else {
      report(
        .planReplay, at: Place(file: "plan-seed.txt"),
        Phrase(zh: "方案 \(name) 由抽签决定，但没有种子", en: "the split \(name) is by lottery, without a seed"))
      return
    }
    var draws = PlanDraws(seed: seed, counter: nextDraw)
    var replay = RoundingReplay(split.model.matrix, split.shares)
    guard let right = replay.run({ draws.uniform(below: $0) }) else {
      report(
        .planReplay, at: split.place,
        Phrase(zh: "方案 \(name) 的应得数合计不是整数", en: "the shares of the split \(name) are not whole"))
      return
    }
    for (row, cells) in split.model.cells.enumerated() {
      for (cell, at) in zip(cells, split.model.matrix.cells(ofRow: row))
      where split.seats[at] != right[at] {
        let code = inputs.programmes.codes[split.model.rows[row].programme]
        let audience = split.model.audiences[cell.column]
        report(
          .planReplay, at: split.place, cause: name,
          Phrase(
            zh: "方案 \(name)：\(code) 给 \(audience) \(split.seats[at]) 个名额，重放种子得 \(right[at]) 个",
            en: "split \(name): \(code) gives \(audience) \(split.seats[at]) seats, the replay of "
              + "the seed \(right[at])"))
      }
    }
    let count = draws.counter - nextDraw
    expect(
      split.summary.member("draws"),
      .members([("first", .whole(Int(nextDraw))), ("count", .whole(Int(count)))]),
      "splits/\(name)/draws")
    self.count(Int(count), zh: "次抽取的重放", en: "draws replayed")
    nextDraw = draws.counter
  }

  /// Floors and ceilings, the potentials that prove the least deviation, and ties.
  mutating func checkDeviation(_ split: Split, _ inputs: PlanInputs) {
    checkNetwork(split, inputs)
    let (summary, name) = (split.summary, split.model.rule.name)
    guard let proof = PlanCheck.potentials(summary.member("potentials")) else {
      reportCertificate(name, Phrase(zh: "势不是整数", en: "its potentials are not whole numbers"))
      return
    }
    do throws(MatrixFault) {
      try split.model.matrix.checkLeastDeviation(split.seats, split.shares, certificate: proof)
      checkDeviationTies(split, proof, inputs)
    } catch {
      report(error, split, inputs)
    }
    let deviation = split.seats.indices.reduce(0) {
      $0 + abs(split.seats[$1] * split.shares.unit - split.shares.parts[$1])
    }
    let places = split.shares.unit == 1_000_000_000 ? 9 : 12
    expect(
      summary.member("deviation"), .text(exactText(deviation, places: places)),
      "splits/\(name)/deviation")
    checkBias(split, places)
    let count =
      proof.rows.count + proof.rowGroups.count + proof.tierColumns.count + proof.columns.count
      + proof.groups.count + 1
    self.count(count, zh: "个势（最小偏差的证明）", en: "potentials of least deviation")
  }

  /// Seats less shares for each quarter of the programmes (by seats) and of the audiences (by
  /// shares), the smallest first.
  private mutating func checkBias(_ split: Split, _ places: Int) {
    let (matrix, parts) = (split.model.matrix, split.shares.parts)
    func quarters(_ sizes: [Int]) -> [Int] {
      // How many come before: those that are smaller, and equal ones with smaller codes.
      let ranked = sizes.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
      var quarters = sizes
      for (place, entry) in ranked.enumerated() {
        quarters[entry.offset] = 4 * place / sizes.count
      }
      return quarters
    }
    var fair = Array(repeating: 0, count: matrix.columnCount)
    for (cell, column) in matrix.columns.enumerated() { fair[Int(column)] += parts[cell] }
    let (rows, columns) = (quarters(matrix.rowSeats), quarters(fair))
    // With fewer than four the last quarters are left out.
    let none = Array(repeating: 0, count: (columns.max() ?? -1) + 1)
    var bias = Array(repeating: none, count: (rows.max() ?? -1) + 1)
    for row in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: row) {
        bias[rows[row]][columns[Int(matrix.columns[cell])]] +=
          split.seats[cell] * split.shares.unit - parts[cell]
      }
    }
    expect(
      split.summary.member("bias"),
      .array(bias.map { row in .array(row.map { .text(exactText($0, places: places)) }) }),
      "splits/\(split.model.rule.name)/bias")
    count(bias.count * none.count, zh: "个偏差合计（按四分之一）", en: "sums of the bias, by quarters")
  }

  private mutating func checkNetwork(_ split: Split, _ inputs: PlanInputs) {
    let (model, matrix) = (split.model, split.model.matrix)
    do throws(MatrixFault) {
      try matrix.checkQuota(split.seats, split.shares)
    } catch {
      report(error, split, inputs)
    }
    let name = model.rule.name
    expect(split.summary.member("tier"), PlainJSON(text: model.rule.tier), "splits/\(name)/tier")
    expect(
      split.summary.member("groups"), PlainJSON(text: model.groupColumn), "splits/\(name)/groups")
    count(matrix.cellCount, zh: "个格的下取整与上取整", en: "cells within floor and ceiling")
    let totals =
      matrix.rowCount * matrix.groupCount + matrix.tierCount * matrix.columnCount
      + matrix.columnCount + matrix.groupCount
    count(totals, zh: "个嵌套合计的下取整与上取整", en: "nested totals within floor and ceiling")
  }

  // MARK: Words

  /// Says that a certificate of a split does not hold.
  mutating func reportCertificate(_ split: String, _ what: Phrase) {
    report(
      .planCertificate, at: Place(file: "plan-summary.json"), cause: split,
      Phrase(zh: "方案 \(split)：\(what.zh)", en: "split \(split): \(what.en)"))
  }

  /// Says what an auditor's check of a matrix found.
  mutating func report(_ fault: MatrixFault, _ split: Split, _ inputs: PlanInputs) {
    let model = split.model
    func code(_ row: Int) -> String { inputs.programmes.codes[model.rows[row].programme] }
    let name = model.rule.name
    switch fault {
    case .wrongCertificate(let row, let column):
      let audience = model.audiences[column]
      reportCertificate(
        name,
        Phrase(
          zh: "\(code(row)) 给 \(audience) 的名额不是按证明取整的结果",
          en: "the seats of \(code(row)) for \(audience) are not rounded as the certificate says"))
    case .wrongCertificateShape:
      reportCertificate(
        name,
        Phrase(
          zh: "证明的形状不对，或某个合计没有按证明取整",
          en: "the certificate has another shape, or a total is not rounded as it says"))
    case .outsideQuota(let place, let seats, let floor, let ceiling):
      let what = words(place, model, code)
      report(
        .planSeats, at: split.place, cause: name,
        Phrase(
          zh: "方案 \(name)：\(what.zh)有 \(seats) 个名额，应为 \(floor) 或 \(ceiling)",
          en: "split \(name): \(what.en) has \(counted(seats, "seat")); its share rounds to "
            + "\(floor) or \(ceiling)"))
    case .wrongRow(let row, let expected, let found):
      reportSum(split, code(row), found, expected)
    case .wrongColumn(let column, let expected, let found):
      reportSum(split, model.audiences[column], found, expected)
    case .outsideRequirements(let row, let column, let seats):
      let audience = model.audiences[column]
      report(
        .planSeats, at: split.place, cause: name,
        Phrase(
          zh: "方案 \(name)：\(code(row)) 给 \(audience) 的 \(seats) 个名额超出最低或最高数",
          en: "split \(name): \(code(row)) has \(counted(seats, "seat")) for \(audience), outside "
            + "its minimum and maximum"))
    case .wrongCount(let expected, let found), .wrongShareCount(let expected, let found):
      reportSum(split, "cells", found, expected)
    }
  }

  private mutating func reportSum(_ split: Split, _ who: String, _ found: Int, _ expected: Int) {
    let name = split.model.rule.name
    report(
      .planSeats, at: split.place, cause: name,
      Phrase(
        zh: "方案 \(name)：\(who) 合计 \(found)，应为 \(expected)",
        en: "split \(name): \(who) adds up to \(found), not to \(expected)"))
  }

  private func words(
    _ place: QuotaPlace, _ model: PlanSplitModel, _ code: (Int) -> String
  ) -> Phrase {
    let group = model.groupColumn ?? "–"
    switch place {
    case .cell(let row, let column):
      return Phrase(
        zh: "\(code(row)) 给 \(model.audiences[column]) ",
        en: "\(code(row)) for \(model.audiences[column])")
    case .rowGroup(let row, let number):
      return Phrase(
        zh: "\(code(row)) 在第 \(number + 1) 个 \(group) ",
        en: "\(code(row)) in \(group) number \(number + 1)")
    case .tierColumn(let tier, let column):
      return Phrase(
        zh: "\(model.audiences[column]) 在第 \(tier + 1) 层 ",
        en: "\(model.audiences[column]) in tier number \(tier + 1)")
    case .column(let column):
      return Phrase(zh: "\(model.audiences[column]) 合计 ", en: "\(model.audiences[column]) in all")
    case .group(let number):
      return Phrase(
        zh: "第 \(number + 1) 个 \(group) 合计 ", en: "\(group) number \(number + 1) in all")
    }
  }
}

/// The draws of a plan by the portable hash: the first 8 bytes of SHA-256 of `zhibiao-plan-v1` LF
/// seed LF counter.
struct PlanDraws {
  private(set) var counter: UInt64
  private let prefix: PlanSHA

  init(seed: String, counter: UInt64) {
    self.counter = counter
    prefix = PlanSHA("zhibiao-plan-v1\n\(seed)\n")
  }

  mutating func next() -> UInt64 {
    defer { counter += 1 }
    return prefix.adding(String(counter)).first8Bytes()
  }

  /// A number uniform in 0 ..< `bound`: a draw's remainder. Draws from the largest multiple of
  /// `bound` within 2⁶⁴ on would favour small remainders, and are drawn again.
  mutating func uniform(below bound: UInt64) -> UInt64 {
    let all = UInt128(1) << 64
    let end = all - all % UInt128(bound)
    while true {
      let draw = next()
      if UInt128(draw) < end { return draw % bound }
    }
  }
}

/// A hash that has taken a text, to which others are added.
struct PlanSHA {
  private let begun: PlainSHA256

  init(_ text: String) {
    var hash = PlainSHA256()
    hash.update(Array(text.utf8).span)
    begun = hash
  }

  func adding(_ text: String) -> PlainSHA256 {
    var hash = begun
    hash.update(Array(text.utf8).span)
    return hash
  }
}
