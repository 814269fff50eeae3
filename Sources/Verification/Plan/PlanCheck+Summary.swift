import Apportionment
import Diagnostics
import Exact
import Rules

/// What `plan-summary.json` says beside certificates: digests, counts, sums.
extension PlanCheck {
  /// Compares a value of the summary with what was computed; says where they first differ.
  mutating func expect(_ found: PlainJSON, _ right: PlainJSON, _ path: String) {
    guard found != right else { return }
    switch (found, right) {
    case (.array(let a), .array(let b)) where a.count == b.count:
      for (at, pair) in zip(a, b).enumerated() where pair.0 != pair.1 {
        expect(pair.0, pair.1, "\(path)/\(at)")
      }
    case (.object(let a), .object(let b))
    where a.count == b.count && zip(a, b).allSatisfy({ areSameBytes($0.key, $1.key) }):
      for (mine, theirs) in zip(a, b) where mine.value != theirs.value {
        expect(mine.value, theirs.value, "\(path)/\(mine.key)")
      }
    default:
      report(
        .planSummary, at: Place(file: "plan-summary.json"), cause: "values",
        Phrase(
          zh: "\(path)：写作 \(found.shown)，复算为 \(right.shown)",
          en: "\(path): \(found.shown) stands there, \(right.shown) was computed"))
    }
  }

  // MARK: Digests

  /// The files under their digests, the seed, and the commitment that was published before it.
  mutating func checkDigests(
    _ inputs: PlanInputs, _ summary: PlainJSON, _ table: PlanFolder.File,
    _ quotas: PlanFolder.File, quotasName: String
  ) {
    var lines: [(name: String, digest: String)] = []
    for input in summary.member("inputs").elements {
      let name = input.member("file").asText ?? ""
      guard !name.isEmpty, !name.contains("/"), let file = inputFolder.file(name) else {
        report(
          .planDigest, at: Place(file: name),
          Phrase(zh: "案例中没有这个输入文件", en: "the case does not have this input"))
        continue
      }
      lines.append((name, file.digest))
      compareDigest(name, input.member("sha256"), file.digest)
      expect(input.member("bytes"), .whole(file.bytes.count), "inputs/\(name)/bytes")
    }
    requireInputs(inputs, Set(lines.map(\.name)))
    compareDigest(
      "rules.json", summary.member("rules").member("digest"),
      inputFolder.file("rules.json")?.digest ?? "")
    expect(summary.member("rules").member("name"), .text(inputs.rules.name), "rules/name")
    expect(
      summary.member("rules").member("year"), inputs.rules.year.map { .whole($0) } ?? .null,
      "rules/year")
    expect(
      summary.member("outputs"),
      .members([("plan.csv", .text(table.digest)), (quotasName, .text(quotas.digest))]), "outputs")
    count(lines.count + 3, zh: "个摘要值", en: "digests")
    if summary.member("seed") != PlainJSON(text: inputs.seed) {
      report(
        .planReplay, at: Place(file: "plan-summary.json"),
        Phrase(
          zh:
            "摘要的种子 \(summary.member("seed").shown) 与 plan-seed.txt 的 \(PlainJSON(text: inputs.seed).shown) 不同",
          en:
            "the seed of the summary, \(summary.member("seed").shown), is not that of plan-seed.txt, "
            + PlainJSON(text: inputs.seed).shown))
    }
    let later = ["quotas", "plan-decisions", "decisions"].map(inputs.rules.fileName)
    let committed = lines.filter {
      !(later + ["plan-seed.txt", "seed.txt"]).contains($0.name)
    }.sorted { comesBefore($0.name, $1.name) }
    let text = committed.map { "\($0.digest)  \($0.name)\n" }.joined()
    compareDigest("commitment", summary.member("commitment"), PlainSHA256.hex(of: Array(text.utf8)))
    expect(
      summary.member("waivers"),
      .array(
        inputs.rules.waivers.map {
          .members([("point", .text($0.point.rawValue)), ("reason", .text($0.reason))])
        }), "waivers")
  }

  private mutating func compareDigest(_ name: String, _ found: PlainJSON, _ right: String) {
    guard found != .text(right) else { return }
    report(
      .planDigest, at: Place(file: "plan-summary.json"), cause: "digests",
      Phrase(
        zh: "\(name)：摘要写作 \(found.shown)，复算为 \(right)",
        en: "\(name): the digest is given as \(found.shown), and computed as \(right)"))
  }

  /// What the plan depends on is among the inputs that it lists.
  private mutating func requireInputs(_ inputs: PlanInputs, _ listed: Set<String>) {
    let tables = ["programmes", "middle_schools", "exclusions", "plan-decisions"]
    let names = ["rules.json", "plan-seed.txt"] + tables.map(inputs.rules.fileName)
    for name in names where !listed.contains(name) && inputFolder.file(name) != nil {
      report(
        .planDigest, at: Place(file: name),
        Phrase(zh: "方案所列的输入中没有它", en: "it is not among the inputs that the plan lists"))
    }
  }

  // MARK: Splits

  /// What the summary says of a split beside its proof.
  mutating func checkSplitSummary(_ split: Split, _ inputs: PlanInputs) {
    let (model, rule, summary) = (split.model, split.model.rule, split.summary)
    let isImport = summary.member("method") == .text("import")
    let seats = Dictionary(
      uniqueKeysWithValues: model.rows.map { ($0.programme, $0.seats) })
    let programmes = split.bases.enumerated().filter { $0.element > 0 }.map { at, base in
      PlainJSON.members([
        ("programme", .text(inputs.programmes.codes[at])), ("base", .whole(base)),
        ("seats", .whole(seats[at] ?? 0)),
      ])
    }
    let members: [(String, PlainJSON)] = [
      ("split", .text(rule.name)), ("pool", .text(inputs.rules.pools[rule.pool].name)),
      ("method", .text(isImport ? "import" : rule.method.rawValue)),
      ("levels", .array(rule.levels.map { .text($0) })), ("within", PlainJSON(text: rule.within)),
      ("unit", .whole(split.shares.unit)), ("weightPlaces", .whole(model.places)),
      ("seats", .whole(model.matrix.seatsTotal)), ("cells", .whole(model.matrix.cellCount)),
      ("cellsWithOneSeat", .whole(split.seats.count { $0 == 1 })),
      ("programmes", .array(programmes)),
    ]
    for (key, right) in members { expect(summary.member(key), right, "splits/\(rule.name)/\(key)") }
    count(members.count + programmes.count, zh: "项方案摘要", en: "entries of the splits' summaries")
  }

  // MARK: Totals

  /// What a plan adds up to.
  mutating func checkTotals(_ splits: [Split], _ inputs: PlanInputs, _ summary: PlainJSON) {
    let audiences = self.audiences(splits, inputs)
    let found = summary.member("audiences")
    expect(found, .array(audiences.map(\.json)), "audiences")
    // The first of those that are furthest from their fair total.
    var furthest: (json: PlainJSON, size: Int128)?
    for audience in audiences where furthest.map({ audience.size > $0.size }) ?? true {
      furthest = audience
    }
    expect(summary.member("largestDrift"), furthest?.json ?? .null, "largestDrift")
    let quota = self.quota(splits, inputs)
    expect(
      summary.member("programmes"),
      .array(
        inputs.programmes.codes.indices.map { at in
          .members([
            ("programme", .text(inputs.programmes.codes[at])), ("plan", .whole(inputs.plan[at])),
            ("quota", .whole(quota[at])),
          ])
        }), "programmes")
    var pools: [[UInt8]: Int] = [:]
    for split in splits {
      let name = inputs.rules.pools[split.model.rule.pool].name
      pools[Array(name.utf8), default: 0] += split.model.matrix.seatsTotal
    }
    expect(
      summary.member("pools"),
      .array(
        pools.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, seats in
          .members([
            ("pool", .text(String(decoding: name, as: UTF8.self))), ("seats", .whole(seats)),
          ])
        }), "pools")
    expect(summary.member("schools"), schools(inputs, quota), "schools")
    expect(summary.member("program"), .text("zhibiao"), "program")
    let seats = cellSeats(splits)
    expect(
      summary.member("cells"),
      .members([
        ("all", .whole(seats.count)), ("withSeats", .whole(seats.count { $0 > 0 })),
        ("withOneSeat", .whole(seats.count { $0 == 1 })),
      ]), "cells")
    let quality = inputs.isQuality.indices.filter { inputs.isQuality[$0] }
    expect(
      summary.member("total"),
      .members(
        PlanCheck.share(
          plan: quality.reduce(0) { $0 + inputs.plan[$1] },
          quota: quality.reduce(0) { $0 + quota[$1] })), "total")
    count(audiences.count, zh: "个受众合计及其偏离", en: "audiences' totals and drifts")
    count(inputs.programmes.count, zh: "个招生代码的指标合计", en: "programmes' quota totals")
  }

  /// The quota seats of each programme: those of pools that count.
  private func quota(_ splits: [Split], _ inputs: PlanInputs) -> [Int] {
    var quota = Array(repeating: 0, count: inputs.programmes.count)
    for split in splits where inputs.rules.pools[split.model.rule.pool].isQuota {
      for row in split.model.rows.indices {
        let cells = split.model.matrix.cells(ofRow: row)
        quota[split.model.rows[row].programme] += split.seats[cells].reduce(0, +)
      }
    }
    return quota
  }

  /// Each audience of each pool, and how far it is from its fair total in 10⁻¹² seats.
  private func audiences(
    _ splits: [Split], _ inputs: PlanInputs
  ) -> [(json: PlainJSON, size: Int128)] {
    var units: [[UInt8]: Int] = [:]
    for split in splits {
      let pool = Array(inputs.rules.pools[split.model.rule.pool].name.utf8)
      units[pool] = max(units[pool] ?? 0, split.shares.unit)
    }
    var sums: [[UInt8]: [[UInt8]: (fair: Int, seats: Int)]] = [:]
    for split in splits {
      let pool = Array(inputs.rules.pools[split.model.rule.pool].name.utf8)
      for (cell, column) in split.model.matrix.columns.enumerated() {
        let name = Array(split.model.audiences[Int(column)].utf8)
        let old = sums[pool]?[name] ?? (0, 0)
        let fair = split.shares.parts[cell] * (units[pool]! / split.shares.unit)
        sums[pool, default: [:]][name] = (old.fair + fair, old.seats + split.seats[cell])
      }
    }
    return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { pool, names in
      let unit = units[pool]!
      let places = unit == 1_000_000_000 ? 9 : 12
      return names.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, sum in
        let drift = sum.seats * unit - sum.fair
        let json = PlainJSON.members([
          ("pool", .text(String(decoding: pool, as: UTF8.self))),
          ("audience", .text(String(decoding: name, as: UTF8.self))),
          ("fair", .text(exactText(sum.fair, places: places))), ("seats", .whole(sum.seats)),
          ("drift", .text(exactText(drift, places: places))),
        ])
        return (json, Int128(abs(drift)) * Int128(1_000_000_000_000 / unit))
      }
    }
  }

  /// The seats of each cell of the last levels; those of splits into one pool are added up.
  private func cellSeats(_ splits: [Split]) -> [Int] {
    if Set(splits.map(\.model.rule.pool)).count == splits.count { return splits.flatMap(\.seats) }
    var sums: [[UInt8]: Int] = [:]
    for split in splits {
      let model = split.model
      for (row, cells) in model.cells.enumerated() {
        let lead = "\(model.rows[row].programme)\n\(model.rule.pool)\n"
        for (cell, at) in zip(cells, model.matrix.cells(ofRow: row)) {
          sums[Array((lead + model.audiences[cell.column]).utf8), default: 0] += split.seats[at]
        }
      }
    }
    return Array(sums.values)
  }

  private func schools(_ inputs: PlanInputs, _ quota: [Int]) -> PlainJSON {
    // By code; quality first where a high school has programmes of both kinds.
    var found: [[UInt8]: (school: String, isQuality: Bool, plan: Int, quota: Int)] = [:]
    for at in inputs.programmes.codes.indices {
      let (school, isQuality) = (inputs.highSchools[at], inputs.isQuality[at])
      let key = Array(school.utf8) + [0, isQuality ? 0 : 1]
      let old = found[key] ?? (school, isQuality, 0, 0)
      found[key] = (school, isQuality, old.plan + inputs.plan[at], old.quota + quota[at])
    }
    return .array(
      found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, entry in
        .members(
          [("school", .text(entry.school)), ("quality", .bool(entry.isQuality))]
            + PlanCheck.share(plan: entry.plan, quota: entry.quota))
      })
  }

  private static func share(plan: Int, quota: Int) -> [(String, PlainJSON)] {
    let share = plan == 0 ? nil : exactText(quota * 10_000 / plan, places: 4)
    return [("plan", .whole(plan)), ("quota", .whole(quota)), ("share", PlainJSON(text: share))]
  }

  // MARK: The least share

  /// Every high school of quality, and all of them together, has its least share of quota seats.
  mutating func checkFloor(_ splits: [Split], _ inputs: PlanInputs) {
    let quota = self.quota(splits, inputs)
    var sums: [[UInt8]: (plan: Int, quota: Int)] = [:]
    var total = (plan: 0, quota: 0)
    for at in inputs.programmes.codes.indices where inputs.isQuality[at] {
      let key = Array(inputs.highSchools[at].utf8)
      let old = sums[key] ?? (0, 0)
      sums[key] = (old.plan + inputs.plan[at], old.quota + quota[at])
      total = (total.plan + inputs.plan[at], total.quota + quota[at])
    }
    let least = inputs.rules.plan.minimumShare
    let power = Int128(Decimal.power(least.places))
    // A lowered share is what was waived; an unchanged one may be waived as a whole.
    let isWaived =
      inputs.rules.waivers.contains { $0.point == .quotaShare } && least >= Decimal("0.75")!
    let all =
      sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { (String(decoding: $0.key, as: UTF8.self), $0.value) } + [("*", total)]
    for (who, sum) in all {
      guard Int128(sum.quota) * power < Int128(sum.plan) * Int128(least.mantissa), !isWaived else {
        continue
      }
      report(
        .planBelowFloor, at: Place(file: "plan.csv"), cause: "floor",
        Phrase(
          zh: "\(who == "*" ? "全部优质高中" : who)：计划 \(sum.plan)，指标 \(sum.quota)，低于 \(least)",
          en: "\(who == "*" ? "all quality high schools" : who): plan \(sum.plan), quota "
            + "\(sum.quota), below \(least)"))
    }
    count(all.count, zh: "所高中（及合计）的最低比例", en: "high schools (and all of them) at the least share")
  }
}
