import Diagnostics
import Rules

/// `run.json` against what was counted: every key, its value, and no key more.
struct RunFactsCheck {
  static let file = "run.json"
  /// What has to be known of the program to check it; of warnings `WarningsCheck` checks what it
  /// can.
  static let unchecked = ["version", "warnings"]

  let recount: Recount
  let digests: [(name: String, hex: String)]
  let compliance: [String]
  let drawn: Int
  /// What the page shows beside the counts.
  let page: [(key: String, value: PlainJSON)]
  /// Where the hashes of long files were on the way; nothing where there are none.
  var waypoints: [(key: String, value: PlainJSON)] = []
  private var inputs: CaseInputs { recount.inputs }

  /// SHA-256 of the lines `HEX  NAME` LF, sorted by name, of the files read without the lottery's
  /// seed and the decisions (FILES.md, "The commitment").
  ///
  /// In a later round the earlier run's fingerprint, `after`, is the last line.
  static func commitment(
    _ digests: [(name: String, hex: String)], _ rules: RuleSet, after: String?
  ) -> String {
    let open = digests.filter {
      !areSameBytes($0.name, "seed.txt") && !areSameBytes($0.name, rules.fileName("decisions"))
    }
    let lines = open.map { "\($0.hex)  \($0.name)\n" }
    let last = after.map { ["\($0)  \(RunFolder.sums)\n"] } ?? []
    return PlainSHA256.hex(of: Array((lines + last).joined().utf8))
  }

  /// What `run.json` should hold.
  func expected() -> PlainJSON {
    let commitment = RunFactsCheck.commitment(digests, inputs.rules, after: inputs.after)
    let after = inputs.after.map { [("after", PlainJSON.text($0))] } ?? []
    return .object(
      after + page + [
        ("format", .number("1")), ("program", .text("zhibiao")), ("version", .null),
        ("rules", rules), ("students", students),
        (
          "plan",
          .object([
            ("seats", number(inputs.plan.reduce(0, +))),
            ("quotaSeats", number(pools.reduce(0) { $0 + ($1.isQuota ? $1.counts[0] : 0) })),
          ])
        ),
        ("stages", .array(recount.stages.indices.map { stage($0) })),
        ("pools", .array(pools.map(pool))), ("drawn", number(drawn)), ("seeds", seeds),
        ("commitment", .text(commitment)),
        ("decisions", .array(inputs.decisions.map(decision))),
        (
          "waivers",
          .array(
            inputs.rules.waivers.map {
              .object([("point", .text($0.point.rawValue)), ("reason", .text($0.reason))])
            })
        ),
        ("compliance", .array(compliance.map { .text($0) })), ("warnings", .null),
      ] + waypoints)
  }

  private func number(_ value: Int) -> PlainJSON { .number(String(value)) }

  private var rules: PlainJSON {
    let digest = digests.first { areSameBytes($0.name, "rules.json") }?.hex
    return .object([
      ("name", .text(inputs.rules.name)), ("year", inputs.rules.year.map(number) ?? .null),
      ("digest", digest.map { .text($0) } ?? .null),
      ("basis", .array(inputs.rules.basis.map { .text($0) })),
      ("language", .text(inputs.rules.language.rawValue)),
      ("minimumShare", .text(inputs.rules.plan.minimumShare.description)),
    ])
  }

  private var students: PlainJSON {
    let all = inputs.market.studentCount
    let admitted = recount.placements.count { $0.stage >= 0 }
    return .object([
      ("all", number(all)), ("admitted", number(admitted)), ("notAdmitted", number(all - admitted)),
    ])
  }

  private func stage(_ number: Int) -> PlainJSON {
    let rule = inputs.market.stages[number].rule
    let stage = recount.stages[number]
    let recorded = stage.cells.flatMap { cells in cells.recorded.map { cells[$0] } }
    func sum(_ value: (CellCount) -> Int32) -> PlainJSON {
      self.number(recorded.reduce(0) { $0 + Int(value($1)) })
    }
    let applications = stage.cells.reduce(0) { $1.applicants.reduce($0) { $0 + Int($1) } }
    let mechanism = RunFactsCheck.mechanism(rule).map { [("mechanism", PlainJSON.text($0))] } ?? []
    return .object(
      [("stage", .text(rule.name))] + mechanism + [
        ("provisional", .bool(rule.provisional)),
        ("candidates", self.number(stage.candidates)), ("eligible", self.number(stage.eligible)),
        ("applications", self.number(applications)), ("seats", sum(\.seats)),
        ("admitted", sum(\.admitted)),
        ("excess", sum(\.excess)), ("vacant", sum(\.vacant)),
      ])
  }

  /// What a run calls a stage that is no queue.
  private static func mechanism(_ rule: StageRule) -> String? {
    switch rule.mechanism {
    case .queue: return nil
    case .topTradingCycles: return "topTradingCycles"
    case .deferredAcceptance:
      let name = rule.reserve?.rule ?? .reserveFirst
      let isHard = name != .backwardTransfer && rule.reserve?.vacancies == .hard
      return "deferredAcceptance/\(name.rawValue)/\(isHard ? "hard" : "soft")"
    }
  }

  /// For each pool its name, whether it is quota, and planned, moved in, moved out, admitted,
  /// excess, vacant.
  private var pools: [(name: String, isQuota: Bool, counts: [Int])] {
    let market = inputs.market
    return market.audiences.indices.map { pool in
      var counts = Array(repeating: 0, count: 6)
      for account in recount.ledger.accounts[pool] {
        let numbers = account.numbers
        for column in numbers.indices { counts[column] += Int(numbers[column]) }
      }
      return (
        market.poolName(pool), market.rules.pools[market.poolRules[pool]].isQuota, counts
      )
    }
  }

  private func pool(_ pool: (name: String, isQuota: Bool, counts: [Int])) -> PlainJSON {
    let names = ["planned", "movedIn", "movedOut", "admitted", "excess", "vacant"]
    return .object(
      [("pool", .text(pool.name)), ("quota", .bool(pool.isQuota))]
        + zip(names, pool.counts).map { ($0, number($1)) })
  }

  private var seeds: PlainJSON {
    .object(
      (inputs.seed.map { [("seed", .text($0))] } ?? [])
        + (inputs.planSeed.map { [("planSeed", .text($0))] } ?? []))
  }

  private func decision(_ row: DecisionCells) -> PlainJSON {
    let keys = [
      "stage", "programme", "pool", "audience", "student", "decision", "decidedBy", "reason",
    ]
    return .object(zip(keys, row.cells).map { ($0, .text($1)) })
  }

  // MARK: Comparing

  /// Compares what `facts` says of the way of the run's own tables, and of the inputs if it keeps
  /// them, with what was found. A run that says nothing of it claims nothing.
  static func compareWaypoints(
    _ facts: PlainJSON, _ found: [(key: String, value: PlainJSON)], hasInputs: Bool,
    _ findings: inout Findings
  ) {
    guard let said = facts[Waypoints.key] else { return }
    let path = "/\(Waypoints.key)"
    let found = found.first?.value ?? .object([])
    if hasInputs {
      _ = compare(said, found, path, &findings)
    } else {
      let (kind, none) = (Waypoints.Kind.tables.rawValue, PlainJSON.object([]))
      _ = compare(said[kind] ?? none, found[kind] ?? none, path + "/" + kind, &findings)
    }
  }

  /// Compares `found` with what it should be, value by value; returns how many values there are.
  static func compare(
    _ found: PlainJSON, _ expected: PlainJSON, _ path: String, _ findings: inout Findings
  ) -> Int {
    // Most are as they should be, and need no path.
    if found == expected { return expected.leafCount }
    switch (found, expected) {
    case (.object(let a), .object(let b))
    where a.count == b.count && zip(a, b).allSatisfy({ areSameBytes($0.key, $1.key) }):
      return zip(a, b).reduce(0) { sum, pair in
        if path.isEmpty, unchecked.contains(pair.1.key) { return sum }
        return sum + compare(pair.0.value, pair.1.value, "\(path)/\(pair.1.key)", &findings)
      }
    case (.object(let a), .object(let b)):
      for (key, _) in a where !b.contains(where: { areSameBytes($0.key, key) }) {
        findings.add(.runFactWrong, at: Place(file: file)) {
          Phrase(
            zh: "\(path)/\(key)：不应有这个键，或由更新的版本写出",
            en: "\(path)/\(key): there should be no such key, or a newer version wrote it")
        }
      }
      return b.reduce(0) { sum, member in
        guard let value = found[member.key] else {
          findings.add(.runFactWrong, at: Place(file: file)) {
            Phrase(zh: "\(path)/\(member.key)：缺少", en: "\(path)/\(member.key) is missing")
          }
          return sum
        }
        if path.isEmpty, unchecked.contains(member.key) { return sum }
        return sum + compare(value, member.value, "\(path)/\(member.key)", &findings)
      }
    case (.array(let a), .array(let b)) where a.count == b.count:
      return zip(a, b).enumerated().reduce(0) { sum, pair in
        sum + compare(pair.element.0, pair.element.1, "\(path)/\(pair.offset)", &findings)
      }
    default:
      findings.differs(
        .runFactWrong, at: Place(file: file), { Phrase(zh: path, en: path) },
        found: found.written, expected: expected.written)
      return 1
    }
  }
}
