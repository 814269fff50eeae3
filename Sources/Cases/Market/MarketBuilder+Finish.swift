import Admission
import Columns
import Diagnostics
import Rules
import Tables

extension MarketBuilder {
  /// Reports stages of more cells than the engine can number.
  func checkCells(_ audiences: [Audiences], log: inout ProblemLog) {
    for (stage, rule) in zip(stages, rules.stages) {
      let cells = stage.pools.reduce(0) { sum, offered in
        sum + audiences[poolDivisions[offered.pool]].names.count * programmes.count
      }
      if cells <= Stage.cellsMax { continue }
      let path = RuleSet.keyPath("stages", rule.name, "pools")
      log.add(
        .limitExceeded, at: rules.place(of: path), cause: path,
        Phrase(
          zh: "\(path)：各类别的受众数乘招生代码数合计 \(cells)，至多 \(Stage.cellsMax)",
          en: "\(path): the audiences of all pools times the programmes are \(cells), at most "
            + "\(Stage.cellsMax) are allowed"))
    }
  }

  /// What moves at the end of each stage. Seats move to a pool for everyone, to a pool of the same
  /// audiences, or from middle schools to an attribute that they have.
  mutating func addMoves(_ audiences: [Audiences], log: inout ProblemLog) {
    for (number, rule) in rules.stages.enumerated() where number < stages.count {
      guard case .to(let target) = rule.unfilled else { continue }
      let to = poolNumbers[target]
      let sources = Set(stages[number].pools.map(\.pool)).subtracting([to]).sorted()
      for from in sources {
        guard let table = moveTable(poolDivisions[from], poolDivisions[to], audiences) else {
          let path = RuleSet.keyPath("stages", rule.name, "unfilled")
          let (a, b) = (rules.pools[poolRules[from]].name, rules.pools[target].name)
          log.add(
            .moveImpossible, at: rules.place(of: path),
            Phrase(
              zh: "\(path)：\(a) 的名额无法转入 \(b)：只能转入面向所有人的类别，或由初中转入其所在的属性",
              en:
                "\(path): seats of \(a) cannot move to \(b): only to a pool for everyone, or from "
                + "middle schools to an attribute of theirs"))
          continue
        }
        stages[number].unfilled.append(SeatMove(from: from, to: to, audience: table))
      }
    }
  }

  private func moveTable(_ from: Int, _ to: Int, _ audiences: [Audiences]) -> [Int32]? {
    if from == to { return audiences[from].names.indices.map { Int32($0) } }
    switch (divisions[from].source, divisions[to].source) {
    case (.unknown, _), (_, .unknown), (_, .everyone):
      return Array(repeating: 0, count: audiences[from].names.count)
    case (.schools, .schoolColumn(let values)):
      // Where a school has no value there is nobody to move the seats to: they stay.
      return values.map { $0.isEmpty ? -1 : Int32(audiences[to].number(of: $0)!) }
    default:
      return nil
    }
  }
}

extension Lots {
  /// The lots that `seed` gives students with these codes (FILES.md, "The lottery number"); with a
  /// `programme`, those that it draws for itself.
  package init(of codes: CodeColumn, seed: String, programme: String? = nil) {
    let own = programme.map { "zhibiao-lottery-programme-v1\n\(seed)\n\($0)\n" }
    let draw = LotteryDraw(prefix: own ?? "zhibiao-lottery-v1\n\(seed)\n")
    self.init { students, numbers in draw.numbers(of: students, in: codes, into: &numbers) }
  }
}

extension Market {
  /// Gives the market the lots of `seed`, as `rules` say: one for all programmes, or one a
  /// programme too.
  package mutating func draw(
    _ seed: String, _ rules: RuleSet, students: CodeColumn, programmes: [String]
  ) {
    lots = Lots(of: students, seed: seed)
    guard rules.lots == .programme else { return }
    programmeLots = { Lots(of: students, seed: seed, programme: programmes[$0]) }
  }
}

extension MarketBuilder {
  /// The market, when all is read.
  func market(
    _ students: Students, _ seats: [SeatCell], _ audiences: [Audiences], _ seed: String?,
    _ priorities: Priorities?
  ) -> Market {
    // Only rankings that stages use are made; the others' places stay empty and unused.
    let rankings = rules.rankings.indices.map {
      self.rankings[$0] ?? Ranking(keys: [], ties: .admitAll)
    }
    var market = Market(
      cohort: Cohort(
        count: students.count, numbers: students.numbers,
        categories: [students.school] + students.texts, lists: students.lists),
      programmeCount: programmes.count, audiences: audiences.map(\.map),
      pools: poolDivisions.map { Pool(audience: $0) }, seats: seats, rankings: rankings,
      stages: stages, priorities: priorities)
    if let seed { market.draw(seed, rules, students: students.codes, programmes: programmes.codes) }
    return market
  }

  /// What the market's numbers stand for.
  func names(_ students: Students, _ audiences: [Audiences]) -> MarketNames {
    MarketNames(
      programmes: programmes.codes, programmeTitles: programmes.titles,
      pools: poolRules.map { rules.pools[$0].name }, poolRules: poolRules,
      audiences: audiences.map(\.names), stages: rules.stages.map(\.name),
      students: students.codes, studentsNeedQuotes: students.needsQuotes,
      numbers: students.plan.numbers.map(\.name), schools: planner.schools.codes)
  }

  /// What the compliance points ask of each programme.
  func facts(_ seats: SeatBuilder, log: inout ProblemLog) -> [ProgrammeFacts] {
    var programmes = programmes
    var attributes: [(name: String, values: [String])] = []
    for name in rules.conditionColumns {
      if let values = programmes.table.values(name, log: &log) { attributes.append((name, values)) }
    }
    return (0..<programmes.count).map { index in
      ProgrammeFacts(
        programme: programmes.codes[index], school: programmes.schools[index],
        sector: programmes.sectors[index], isQuality: programmes.isQuality[index],
        plan: programmes.plan[index], seats: seats.byPool[index],
        attributes: Dictionary(
          attributes.map { ($0.name, $0.values[index]) }, uniquingKeysWith: { a, _ in a }))
    }
  }
}
