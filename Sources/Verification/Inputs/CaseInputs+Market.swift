import Diagnostics
import Rules

/// What becomes of rules, tables and students together: audiences, moves, seats.
extension CaseInputsReader {
  /// The market without its seats.
  func market(
    _ planner: MarketPlanner, _ read: [StudentRows], _ seed: String?
  ) -> MarketModel {
    var rows = read
    let texts = joinTexts(&rows, planner.students.layout)
    var blocks: [StudentBlock] = []
    for rows in rows {
      blocks.append(
        StudentBlock(rows, firstRow: blocks.last.map { $0.firstRow + $0.count } ?? 0))
    }
    let audiences = planner.divisions.enumerated().map { pool, division in
      let rule = planner.rules.pools[planner.poolRules[pool]].audience
      let alike = planner.rules.pools.filter { $0.audience == rule }.map(\.name)
      return audienceMap(division, planner, texts, others: earlier?.audiences(alike) ?? [])
    }
    var stages = planner.stages
    for at in stages.indices { addMoves(&stages[at], planner, audiences) }
    return MarketModel(
      rules: planner.rules, layout: planner.students.layout, programmes: planner.programmes.codes,
      poolRules: planner.poolRules, audiences: audiences,
      rankings: planner.rankings.map { $0 ?? RankingModel(keys: [], ties: .admitAll) },
      stages: stages, blocks: blocks, seed: seed)
  }

  /// Gives the texts that blocks met the same numbers in all blocks.
  private func joinTexts(
    _ blocks: inout [StudentRows], _ layout: StudentLayout
  ) -> [PlainNames] {
    var joined = layout.texts.map(\.known)
    for at in blocks.indices {
      for text in joined.indices {
        let own = blocks[at].textNames[text].codes
        let numbers = own.map { Int32(joined[text].number(adding: $0)) }
        if numbers.enumerated().allSatisfy({ $0 == $1 }) { continue }
        for i in stride(from: text, to: blocks[at].texts.count, by: joined.count) {
          blocks[at].texts[i] = numbers[Int(blocks[at].texts[i])]
        }
      }
    }
    return joined
  }

  private func audienceMap(
    _ division: MarketPlanner.Division, _ planner: MarketPlanner, _ texts: [PlainNames],
    others: [String]
  ) -> AudienceMap {
    switch division {
    case .everyone: return AudienceMap(names: ["*"], key: .everyone)
    case .schools:
      let names = [""] + planner.schools.codes
      return AudienceMap(names: names, key: .school(names.indices.map { Int32($0) }))
    case .schoolColumn(let values):
      let (names, numbers) = audiences(values, others)
      return AudienceMap(names: names, key: .school(numbers))
    case .studentText(let text):
      let values = texts[text].codes.map { String(decoding: $0, as: UTF8.self) }
      let (names, numbers) = audiences(values, others)
      return AudienceMap(names: names, key: .text(text, numbers))
    }
  }

  /// The different values, and `others`, in the order of their bytes, and for each value its place
  /// there; who has no value is in the audience without a name, which has no seats.
  private func audiences(
    _ values: [String], _ others: [String]
  ) -> (names: [String], numbers: [Int32]) {
    var names: [String] = []
    for name in (values + others).sorted(by: comesBefore) {
      if names.isEmpty || !areSameBytes(names.last!, name) { names.append(name) }
    }
    let lookup = PlainNames(names)
    return (names, values.map { Int32(lookup.number(of: $0)!) })
  }

  // MARK: Moves

  /// Where the seats left go: to a pool for everyone, to one with the same audiences, or from
  /// middle schools to an attribute of theirs.
  private func addMoves(
    _ stage: inout StageModel, _ planner: MarketPlanner, _ audiences: [AudienceMap]
  ) {
    guard case .to(let rule) = stage.rule.unfilled else { return }
    let to = planner.poolNumbers[rule]
    for from in Set(stage.entries.map(\.pool)).subtracting([to]).sorted() {
      let count = audiences[from].names.count
      switch (planner.divisions[from], planner.divisions[to]) {
      case (_, .everyone): stage.moves.append((from, to, Array(repeating: 0, count: count)))
      case (.schools, .schools): stage.moves.append((from, to, Array(0..<count)))
      case (.studentText(let a), .studentText(let b)) where a == b:
        stage.moves.append((from, to, Array(0..<count)))
      case (.schoolColumn(let a), .schoolColumn(let b))
      where a.elementsEqual(b, by: areSameBytes)
        && audiences[from].names.count == audiences[to].names.count:
        stage.moves.append((from, to, Array(0..<count)))
      case (.schools, .schoolColumn(let values)):
        let lookup = PlainNames(audiences[to].names)
        // A school without a value has nobody to give its seats to: they stay.
        stage.moves.append(
          (from, to, values.map { $0.isEmpty ? -1 : lookup.number(of: $0)! }))
      default:
        folder.problems.add(
          .plainReading, at: planner.rules.place(of: RuleSet.keyPath("stages", stage.rule.name)),
          Phrase(zh: "名额无法这样转移", en: "seats cannot move this way"))
      }
    }
  }

  // MARK: Seats

  /// The most counters of one pool (audiences × programmes).
  static let cellsMax = 1 << 27

  /// The seats of `quotas.csv` and the rest of each plan, as `MarketModel.seats`; and for each
  /// programme the seats of each pool. Nil where there are too many cells, which is a problem.
  func seats(
    _ market: MarketModel, _ planner: MarketPlanner, _ plan: [Int]
  ) -> (seats: [[Int32]], byPool: [[Int]])? {
    let programmes = market.programmes.count
    for audiences in market.audiences where audiences.names.count * programmes > Self.cellsMax {
      folder.problems.add(
        .beyondCheck,
        Phrase(
          zh: "名额单元多于 \(Self.cellsMax) 个，独立核验不支持",
          en: "over \(Self.cellsMax) cells of one pool are beyond the independent check"))
      return nil
    }
    var seats = market.audiences.map { [Int32].zeros($0.names.count * programmes) }
    var byPool = plan.map { _ in Array(repeating: 0, count: market.audiences.count) }
    if let table = folder.table("quotas", planner.rules, required: false) {
      readQuotas(table, planner, market, &seats, &byPool)
    }
    guard let rest = planner.poolRules.firstIndex(where: { planner.rules.pools[$0].takesRest })
    else { return (seats, byPool) }
    for programme in 0..<programmes {
      let left = plan[programme] - byPool[programme].reduce(0, +)
      if left < 0 {
        folder.problems.add(
          .plainReading, at: planner.programmes.place(programme), cause: "plan",
          Phrase(
            zh: "\(market.programmes[programme]) 的名额多于计划数",
            en: "\(market.programmes[programme]) has more seats than its plan"))
      } else {
        seats[rest][programme] += Int32(left)
        byPool[programme][rest] += left
      }
    }
    return (seats, byPool)
  }

  private func readQuotas(
    _ table: PlainTable, _ planner: MarketPlanner, _ market: MarketModel,
    _ given: inout [[Int32]], _ byPool: inout [[Int]]
  ) {
    let names = ["programme", "pool", "audience", "seats"]
    let columns = names.compactMap {
      table.requiredColumn($0, planner.rules, problems: &folder.problems)
    }
    guard columns.count == names.count else { return }
    let pools = PlainNames(market.audiences.indices.map { market.poolName($0) })
    let audiences = market.audiences.map { PlainNames($0.names) }
    var isGiven = given.map { [Bool](repeating: false, count: $0.count) }
    var faults = ProblemLog()
    table.forEachRow(problems: &folder.problems) { _, line, cells, bytes in
      func number(_ names: PlainNames, _ column: Int) -> Int {
        let cell = cells[columns[column]]
        if !cell.hasDoubledQuotes { return names.number(bytes, cell.start, cell.end) }
        let code = PlainTable.content(cell, bytes)
        return names.number(code.span, 0, code.count)
      }
      let programme = number(planner.programmes.lookup, 0)
      let pool = number(pools, 1)
      let (first, end) = (cells[columns[3]].start, cells[columns[3]].end)
      let seats = PlainNumber.count(bytes, first, end)
      var audience = pool < 0 ? -1 : number(audiences[pool], 2)
      if pool >= 0, case .everyone = market.audiences[pool].key, cells[columns[2]].isEmpty {
        audience = 0
      } else if cells[columns[2]].isEmpty {
        audience = -1
      }
      let at = audience * market.programmes.count + programme
      guard programme >= 0, audience >= 0, let seats, !isGiven[pool][at] else {
        faults.add(
          .plainReading, at: Place(file: table.file, line: line), cause: table.file,
          Phrase(
            zh: "未知的代码、不是整数的名额，或重复的行",
            en: "an unknown code, seats that are no whole number, or the same row twice"))
        return
      }
      isGiven[pool][at] = true
      given[pool][at] += Int32(seats)
      byPool[programme][pool] += seats
    }
    folder.problems.merge(faults)
  }
}
