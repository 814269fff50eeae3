import Apportionment
import Diagnostics
import Rules

/// Splits with both margins fixed.
extension PlanCheck {
  /// Column totals, then every cell against its row's multiplier and its column's divisor, then ties.
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

  /// A natural number of a certificate; nil where it is none, or longer than any that joins the rows and
  /// columns by one signpost and weight each, of at most 27 digits: reading takes the square of the length.
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

  // MARK: Ties of cells

  /// A cell at a signpost of the certificate.
  private struct TightCell {
    let row: Int
    let column: Int
    let isUp: Bool
  }

  /// Cells that could trade seats around a cycle are the tied ones of the summary, and no cell was
  /// denied a seat that the order of the lots (or the decisions) would have given it.
  private mutating func checkCellTies(
    _ split: Split, _ certificate: BiproportionalCertificate, _ inputs: PlanInputs
  ) {
    let (model, name) = (split.model, split.model.rule.name)
    let tight = tightCells(split, certificate)
    let tied = tight.indices.filter { reaches(tight, from: $0, without: []) }
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
      case .text("lottery"): checkWalk(split, tight, members, cells, inputs)
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
  ) -> [TightCell] {
    let matrix = split.model.matrix
    var tight: [TightCell] = []
    for row in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: row) where matrix.weights[cell] > 0 {
        let (column, seats) = (Int(matrix.columns[cell]), split.seats[cell])
        let share =
          Natural(UInt128(2 * matrix.weights[cell])) * certificate.rowMultipliers[row]
        let divisor = certificate.columnDivisors[column]
        if seats < matrix.maximum(cell), Natural(UInt128(2 * seats + 1)) * divisor == share {
          tight.append(TightCell(row: row, column: column, isUp: false))
        } else if seats > matrix.minimum(cell), Natural(UInt128(2 * seats - 1)) * divisor == share {
          tight.append(TightCell(row: row, column: column, isUp: true))
        }
      }
    }
    return tight
  }

  /// Whether the other tight cells can make up for a change of this one: a way from where its seat
  /// would go back to where it would come from, not over the cells `without`.
  private func reaches(_ tight: [TightCell], from cell: Int, without fixed: Set<Int>) -> Bool {
    // Rows are even nodes, columns odd ones; a cell that may rise leads from its row to its column.
    let node = { (cell: TightCell, isRow: Bool) in isRow ? 2 * cell.row : 2 * cell.column + 1 }
    let start = node(tight[cell], tight[cell].isUp)
    let goal = node(tight[cell], !tight[cell].isUp)
    var leaving: [Int: [Int]] = [:]
    for at in tight.indices where at != cell && !fixed.contains(at) {
      leaving[node(tight[at], !tight[at].isUp), default: []].append(at)
    }
    var seen: Set<Int> = [start]
    var open = [start]
    while let next = open.popLast() {
      if next == goal { return true }
      for at in leaving[next] ?? [] where seen.insert(node(tight[at], tight[at].isUp)).inserted {
        open.append(node(tight[at], tight[at].isUp))
      }
    }
    return false
  }

  /// In the order of the lots: a cell without the seat could not have had it, with all before it as
  /// they are.
  private mutating func checkWalk(
    _ split: Split, _ tight: [TightCell], _ members: [Int],
    _ cells: [(programme: String, audience: String, isWinner: Bool)], _ inputs: PlanInputs
  ) {
    guard let seed = inputs.seed else {
      reportTie(split, "ties", Phrase(zh: "没有种子", en: "there is no seed"))
      return
    }
    let order = cells.indices.sorted {
      PlanCheck.lot(seed, cells[$0].programme, cells[$0].audience)
        < PlanCheck.lot(seed, cells[$1].programme, cells[$1].audience)
    }
    var fixed: Set<Int> = []
    for at in order {
      if !cells[at].isWinner, reaches(tight, from: members[at], without: fixed) {
        reportTie(
          split, "ties",
          Phrase(
            zh: "按种子的签，\(cells[at].programme) 给 \(cells[at].audience) 应得该名额",
            en:
              "by the lots of the seed \(cells[at].programme) gives \(cells[at].audience) the seat")
        )
      }
      fixed.insert(members[at])
    }
  }
}
