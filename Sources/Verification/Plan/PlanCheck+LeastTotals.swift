import Apportionment
import Diagnostics

/// Fair shares where every audience has a least total over all programmes.
extension PlanCheck {
  /// With a least total a column, shares are not clamps of one λ a row alone. What defines them
  /// leaves room for rounding, and every part of a seat changes the draws: so they are those of the
  /// engine to the last part, computed again, and held against their definition here. Where no
  /// column is short they are the plain ones.
  mutating func settleShares(_ split: inout Split, _ inputs: PlanInputs) {
    let model = split.model
    guard let least = model.rule.totalMinimum, least > 0 else { return }
    var sums = Array(repeating: 0, count: model.audiences.count)
    var isWeighty = Array(repeating: false, count: model.audiences.count)
    for (cell, column) in model.matrix.columns.enumerated() {
      sums[Int(column)] += split.shares.parts[cell]
      if model.matrix.weights[cell] > 0 { isWeighty[Int(column)] = true }
    }
    // Never more seats than there are: a product with them is within 64 bits.
    let reached = min(least, model.matrix.seatsTotal + 1) * model.unit
    guard sums.indices.contains(where: { isWeighty[$0] && sums[$0] < reached }) else { return }
    guard
      let matrix = try? model.matrix.requiring(
        columnMinimums: Array(repeating: least, count: model.audiences.count)),
      let shares = try? matrix.fairShares(unit: model.unit)
    else {
      reportShares(
        split,
        Phrase(
          zh: "没有符合 totalMinimum \(least) 的应得数", en: "no fair shares keep totalMinimum \(least)"))
      return
    }
    split.shares = shares
    do throws(ShareFault) {
      try matrix.checkShares(shares, tolerance: model.unit / 1_000_000)
      count(shares.parts.count, zh: "个应得数对最低合计的定义", en: "fair shares against the least totals")
    } catch {
      reportShares(split, words(error, split, inputs))
    }
  }

  private mutating func reportShares(_ split: Split, _ what: Phrase) {
    let name = split.model.rule.name
    report(
      .planRow, at: split.place, cause: "shares",
      Phrase(zh: "方案 \(name)：\(what.zh)", en: "split \(name): \(what.en)"))
  }

  /// What a check of fair shares found.
  private func words(_ fault: ShareFault, _ split: Split, _ inputs: PlanInputs) -> Phrase {
    let model = split.model
    let places = model.unit == 1_000_000_000 ? 9 : 12
    func code(_ row: Int) -> String { inputs.programmes.codes[model.rows[row].programme] }
    func seats(_ parts: Int) -> String { exactText(parts, places: places) }
    switch fault {
    case .wrongCount(let expected, let found):
      return Phrase(
        zh: "\(found) 个应得数，应为 \(expected)", en: "\(found) fair shares, not \(expected)")
    case .wrongRow(let row, let expected, let found):
      return Phrase(
        zh: "\(code(row)) 的应得数合计 \(seats(found))，应为 \(seats(expected))",
        en: "the fair shares of \(code(row)) add up to \(seats(found)), not to \(seats(expected))")
    case .outsideRequirements(let row, let column, let parts):
      return Phrase(
        zh: "\(code(row)) 给 \(model.audiences[column]) 的应得数 \(seats(parts)) 超出最低或最高数",
        en: "the fair share of \(code(row)) for \(model.audiences[column]), \(seats(parts)), is "
          + "outside its minimum and maximum")
    case .belowColumnMinimum(let column, let minimum, let found):
      return Phrase(
        zh: "\(model.audiences[column]) 的应得数合计 \(seats(found))，少于 totalMinimum "
          + seats(minimum),
        en: "the fair shares of \(model.audiences[column]) add up to \(seats(found)), less than "
          + "totalMinimum \(seats(minimum))")
    case .tooLittle(let row, let column, let against):
      return Phrase(
        zh: "\(code(row)) 给 \(model.audiences[column]) 的应得数按权数少于 \(model.audiences[against])",
        en: "\(code(row)) has a smaller fair share for \(model.audiences[column]) than its weight "
          + "beside \(model.audiences[against]) asks for")
    case .tooMuch(let row, let column, let against):
      return Phrase(
        zh: "\(code(row)) 给 \(model.audiences[column]) 的应得数按权数多于 \(model.audiences[against])",
        en: "\(code(row)) has a larger fair share for \(model.audiences[column]) than its weight "
          + "beside \(model.audiences[against]) asks for")
    }
  }
}
