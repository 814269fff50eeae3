import Apportionment
import Diagnostics
import Rules

/// Splits with both margins fixed.
extension PlanCheck {
  /// Column totals, then every cell against its row's multiplier and its column's divisor, then
  /// ties.
  mutating func checkMargins(_ split: Split, _ inputs: PlanInputs) {
    let (model, summary, name) = (split.model, split.summary, split.model.rule.name)
    var sums = Array(repeating: 0, count: model.audiences.count)
    for (cell, column) in model.matrix.columns.enumerated() {
      sums[Int(column)] += split.seats[cell]
    }
    checkColumnTotals(split, sums, inputs)
    let (rows, columns) = (summary.member("rows").elements, summary.member("columns").elements)
    let multipliers = rows.compactMap { natural($0.member("multiplier"), model) }
    let divisors = columns.compactMap { natural($0.member("divisor"), model) }
    expect(
      .array(rows.map { $0.member("programme") }),
      .array(model.rows.map { .text(inputs.programmes.codes[$0.programme]) }),
      "splits/\(name)/rows")
    expect(
      .array(
        columns.map {
          .members([("audience", $0.member("audience")), ("seats", $0.member("seats"))])
        }),
      .array(
        zip(model.audiences, sums).map {
          .members([("audience", .text($0)), ("seats", .whole($1))])
        }), "splits/\(name)/columns")
    let certificate = BiproportionalCertificate(
      rowMultipliers: multipliers, columnDivisors: divisors)
    do throws(MatrixFault) {
      try model.matrix.checkBiproportional(
        split.seats, columnSeats: sums, certificate: certificate)
      checkCellTies(split, certificate, inputs)
    } catch {
      report(error, split, inputs)
    }
    count(
      multipliers.count + divisors.count, zh: "个乘数与除数", en: "multipliers and divisors, exactly")
  }

  /// A natural number of a certificate; nil where it is none, or longer than any that joins the
  /// rows and columns by one signpost and weight each, of at most 27 digits: reading takes the
  /// square of the length.
  private func natural(_ json: PlainJSON, _ model: PlanSplitModel) -> Natural? {
    let digitsMax = 64 * (model.rows.count + model.audiences.count + 1)
    guard let text = json.asText, text.utf8.count <= digitsMax else { return nil }
    return Natural(text)
  }

  // MARK: Column totals

  /// The columns' totals are those of the table, or Webster's on the weights of each block.
  private mutating func checkColumnTotals(_ split: Split, _ sums: [Int], _ inputs: PlanInputs) {
    let (model, name) = (split.model, split.model.rule.name)
    let listed = split.summary.member("columnHouses").elements
    if let given = model.columnSeats {
      for (column, sum) in sums.enumerated() where sum != given[column] {
        let audience = model.audiences[column]
        report(
          .planSeats, at: split.place, cause: name,
          Phrase(
            zh: "方案 \(name)：\(audience) 合计 \(sum)，表中 seats 为 \(given[column])",
            en: "split \(name): \(audience) adds up to \(sum), its table says \(given[column])"))
      }
      expect(split.summary.member("columnHouses"), .array([]), "splits/\(name)/columnHouses")
      return
    }
    let houses = columnHouses(split, sums)
    if houses.count != listed.count {
      reportCertificate(
        name,
        Phrase(
          zh: "列合计有 \(listed.count) 份证明，应有 \(houses.count) 份",
          en: "\(listed.count) certificates of column totals, \(houses.count) were expected"))
    }
    for house in houses {
      let found = listed.first {
        $0.member("programme") == .text("*") && $0.member("parent") == PlainJSON(text: house.parent)
      }
      check(house, .divisor(.webster), found ?? .null, split, inputs)
    }
    count(houses.count, zh: "份列合计的证明", en: "certificates of column totals")
  }

  /// The houses of the columns: one for each value of `within`, or one for all where an audience is
  /// open to several values.
  private func columnHouses(_ split: Split, _ sums: [Int]) -> [House] {
    let model = split.model
    var values = Array(repeating: Set<[UInt8]>(), count: sums.count)
    var weights = Array(repeating: 0, count: sums.count)
    var (least, most) = (weights, weights)
    var seats: [[UInt8]: Int] = [:]
    for (row, cells) in model.cells.enumerated() {
      let value = Array((model.withinOfRow?[row] ?? "").utf8)
      seats[value, default: 0] += model.rows[row].seats
      for cell in cells {
        values[cell.column].insert(value)
        guard cell.weight > 0 else { continue }
        weights[cell.column] = max(weights[cell.column], cell.weight)
        least[cell.column] += model.minimum(cell)
        most[cell.column] += model.rule.maximum ?? Limits.seatsMax
      }
    }
    let isApart = model.withinOfRow != nil && values.allSatisfy { $0.count == 1 }
    let total = model.rule.totalMinimum ?? 0
    func house(_ parent: String?, _ seats: Int, _ columns: [Int]) -> House {
      let claimants = try? Claimants(
        weights: columns.map { weights[$0] },
        minimums: columns.map { weights[$0] > 0 ? max(total, least[$0]) : 0 },
        maximums: columns.map { min(most[$0], Limits.seatsMax) })
      let none = try! Claimants(weights: [])
      return House(
        level: 0, programme: "*", parent: parent, seats: seats,
        names: columns.map { model.audiences[$0] }, claimed: columns.map { sums[$0] },
        claimants: claimants ?? none)
    }
    guard isApart else {
      return [house(nil, model.matrix.seatsTotal, Array(sums.indices))]
    }
    return seats.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { value, total in
      house(
        String(decoding: value, as: UTF8.self), total, sums.indices.filter { values[$0] == [value] }
      )
    }
  }
}
