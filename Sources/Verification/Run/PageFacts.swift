import Report
import Rules

/// The sums that the page shows, counted again from the inputs and the placements.
struct PageFacts {
  let recount: Recount
  let threads: PlainThreads
  private var inputs: CaseInputs { recount.inputs }
  private var market: MarketModel { inputs.market }

  /// The members of `run.json` that hold them.
  func json() -> [(key: String, value: PlainJSON)] {
    let cells = quotaCells().map { [("quotaCells", $0.json)] } ?? []
    return [
      ("programmes", .array(programmes().map(\.json))),
      ("middleSchools", .array(middleSchools().map(\.json))),
      ("distributions", .array(distributions().map(\.json))),
    ] + cells
  }

  private func rule(_ pool: Int) -> PoolRule { market.rules.pools[market.poolRules[pool]] }

  /// A column of a table, `otherwise` where it, or a cell of it, is empty.
  private func values(
    _ table: KeyedTexts, _ name: String, otherwise: [String]? = nil
  ) -> [String] {
    let none = otherwise ?? Array(repeating: "", count: table.count)
    let values = table.unquestioned(name) ?? none
    return zip(values, none).map { $0.isEmpty ? $1 : $0 }
  }

  // MARK: Programmes

  private var isQuality: [Bool] {
    values(inputs.programmes, "quality").map(isOfQuality)
  }

  private func programmes() -> [RunPage.Programme] {
    let (table, ledger) = (inputs.programmes, recount.ledger)
    let (names, schools) = (
      values(table, "name", otherwise: table.codes), values(table, "school", otherwise: table.codes)
    )
    let (districts, isQuality) = (values(table, "district"), isQuality)
    var programmes = table.codes.indices.map {
      RunPage.Programme(
        code: table.codes[$0], name: names[$0], school: schools[$0], district: districts[$0],
        isQuality: isQuality[$0], plan: inputs.plan[$0])
    }
    for pool in market.audiences.indices {
      let isQuota = rule(pool).isQuota
      for account in ledger.accounts[pool] {
        let programme = Int(account.cell) % programmes.count
        programmes[programme].admitted += Int(account.admitted)
        programmes[programme].vacant += Int(account.left)
        if !isQuota { continue }
        programmes[programme].quotaSeats += Int(account.planned)
        programmes[programme].quotaAdmitted += Int(account.admitted)
      }
    }
    let lowest = lowestScores(programmes.count)
    for at in programmes.indices {
      programmes[at].quotaCutoff = lowest.cutoff(at, isQuota: true)
      programmes[at].openCutoff = lowest.cutoff(at, isQuota: false)
    }
    return programmes
  }

  private func lowestScores(_ programmes: Int) -> LowestScores {
    var lowest = LowestScores(programmes, scores: market.layout.measures.map(\.name))
    for (number, stage) in recount.stages.enumerated() {
      let model = market.stages[number]
      if model.rule.provisional { continue }
      for (slot, pool) in stage.pools.enumerated() {
        for at in stage.cells[slot].recorded where stage.cells[slot][at].admitted > 0 {
          let cell = stage.cells[slot][at]
          let programme = at % programmes
          let measure = market.ranking(number, pool: pool, programme: programme)
            .flatMap(scoreMeasure)
          let score = measure.map { measure in
            // A queue's worst value is kept as the ranking orders it: the larger the worse.
            let value = model.rule.mechanism == .queue ? ~cell.worst : value(measure, cell.last)
            return (measure, value)
          }
          lowest.add(
            programme, isQuota: rule(pool).isQuota, score, admitted: Int(cell.admitted))
        }
      }
    }
    return lowest
  }

  /// The first key of a ranking, if it is a score of which more is better.
  private func scoreMeasure(_ ranking: Int) -> Int? {
    guard let key = market.rankings[ranking].keys.first, !key.smallerFirst,
      market.layout.measures[key.measure].grades == nil
    else { return nil }
    return key.measure
  }

  private func value(_ measure: Int, _ row: Int32) -> Int64 {
    let (block, i) = market.find(Int(row))
    return market.blocks[block].measure(measure, i)
  }

  // MARK: Middle schools

  private func middleSchools() -> [RunPage.MiddleSchool] {
    let table = inputs.schools
    let (names, districts) = (
      values(table, "name", otherwise: table.codes), values(table, "district")
    )
    var schools = table.codes.indices.map {
      RunPage.MiddleSchool(code: table.codes[$0], name: names[$0], district: districts[$0])
    }
    let isQuality = isQuality
    let blocks = market.blocks
    let placements = recount.placements
    let tasks = min(threads.count, blocks.count)
    let parts = threads.map(tasks) { task in
      var counts = Array(repeating: SIMD4<Int32>(), count: table.count + 1)
      for block in blocks[PlainThreads.part(task, of: tasks, count: blocks.count)] {
        for i in 0..<block.count {
          let placed = placements[block.firstRow + i]
          let isAdmitted: Int32 = placed.stage >= 0 ? 1 : 0
          let isInQuality: Int32 =
            placed.stage >= 0 && isQuality[Int(placed.programme)] ? 1 : 0
          counts[Int(block.schools[i])] &+= SIMD4(1, isAdmitted, isInQuality, 0)
        }
      }
      return counts
    }
    for counts in parts {
      for at in schools.indices {
        schools[at].students += Int(counts[at + 1][0])
        schools[at].admitted += Int(counts[at + 1][1])
        schools[at].qualityAdmitted += Int(counts[at + 1][2])
      }
    }
    let programmes = market.programmes.count
    for pool in market.audiences.indices
    where rule(pool).isQuota && rule(pool).audience == .middleSchool {
      for account in recount.ledger.accounts[pool] where account.cell >= programmes {
        let school = Int(account.cell) / programmes - 1
        schools[school].quotaSeats += Int(account.planned)
        schools[school].quotaAdmitted += Int(account.admitted)
      }
    }
    return schools
  }

  // MARK: Quota cells

  private func quotaCells() -> RunPage.QuotaCells? {
    // The first audience of middle schools is that of students of none, which has no seats.
    let districts = [""] + values(inputs.schools, "district")
    let programmes = market.programmes.count
    let groups = market.audiences.indices.map { pool -> [String] in
      if !rule(pool).isQuota { return [] }
      return rule(pool).audience == .middleSchool ? districts : market.audiences[pool].names
    }
    guard var sums = QuotaSums(programmes: programmes, groups: groups) else { return nil }
    for pool in groups.indices where !groups[pool].isEmpty {
      for account in recount.ledger.accounts[pool] {
        let (audience, programme) = Int(account.cell).quotientAndRemainder(dividingBy: programmes)
        sums.add(
          pool: pool, audience: audience, programme: programme, planned: Int(account.planned),
          admitted: Int(account.admitted))
      }
    }
    return sums.cells
  }

  // MARK: Distributions

  private func distributions() -> [RunPage.Distribution] {
    var (names, distributions): ([String], [RunPage.Distribution]) = ([], [])
    for stage in market.stages where !stage.rule.provisional {
      for measure in rankings(stage).compactMap(scoreMeasure) {
        let name = market.layout.measures[measure].name
        if names.contains(where: { areSameBytes($0, name) }) { continue }
        names.append(name)
        if let found = distribution(name, measure) { distributions.append(found) }
      }
    }
    return distributions
  }

  private func rankings(_ stage: StageModel) -> [Int] {
    if stage.rule.mechanism == .queue { return [stage.ranking] }
    return stage.entries.flatMap { entry -> [Int] in
      switch entry.ranking {
      case .one(let ranking): [ranking]
      case .each(let rankings): rankings
      case .priorities: []
      }
    }
  }

  private func distribution(_ name: String, _ measure: Int) -> RunPage.Distribution? {
    let market = self.market
    let ends = threads.map(market.blocks.count) { number in
      var (lowest, highest) = (Int64.max, Int64.min)
      market.blocks[number].forEachValue(of: measure) {
        (lowest, highest) = (min(lowest, $0), max(highest, $0))
      }
      return (lowest: lowest, highest: highest)
    }
    let (lowest, highest) = (ends.map(\.lowest).min() ?? .max, ends.map(\.highest).max() ?? .min)
    guard lowest <= highest,
      var found = RunPage.Distribution(score: name, lowest: lowest, highest: highest)
    else { return nil }
    let empty = found
    let parts = threads.map(market.blocks.count) { number in
      var counts = empty.counts
      market.blocks[number].forEachValue(of: measure) {
        counts[Int(($0 - empty.from) / empty.width)] += 1
      }
      return counts
    }
    for counts in parts {
      for at in counts.indices { found.counts[at] += counts[at] }
    }
    return found
  }
}

extension StudentBlock {
  /// Hands over the values of a measure that are not missing.
  @inline(__always)
  fileprivate func forEachValue(of measure: Int, _ body: (Int64) -> Void) {
    for i in 0..<count {
      let value = self.measure(measure, i)
      if value != StudentLayout.missing { body(value) }
    }
  }
}
