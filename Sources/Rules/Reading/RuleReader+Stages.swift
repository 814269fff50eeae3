import Diagnostics
import Exact

/// Stages: names, pools, mechanism, what happens at the end.
extension RuleReader {
  private static let stageKeys = [
    "name", "mechanism", "list", "pools", "ranking", "order", "choiceBands", "scoreBands",
    "eligible", "lines", "maxChoices", "unfilled", "provisional", "reserve",
  ]

  /// The stages in the order in which they run.
  mutating func readStages(_ node: Node?) -> [StageRule] {
    guard let node, let nodes = namedElements(node, by: "name", countMin: 1) else { return [] }
    // All names first: a line may refer to a stage by mistake that comes later.
    for node in nodes { stageNames.add(stageName(node) ?? "") }
    var stages: [StageRule] = []
    for (number, node) in nodes.enumerated() {
      let stage = stage(node)
      if !stage.name.isEmpty, let first = stageNames.number(of: stage.name), first < number {
        report(
          .doubledName, node, zh: "另一个批次也叫 \(asciiQuoted(stage.name))",
          en: "another stage is named \(asciiQuoted(stage.name))")
      }
      stages.append(stage)
    }
    warnIdle(stages, nodes)
    return stages
  }

  private func stageName(_ node: Node) -> String? {
    guard case .object(let members) = node.value.kind,
      let member = members.first(where: { $0.key == "name" }),
      case .text(let text) = member.value.kind
    else { return nil }
    return text
  }

  private mutating func stage(_ node: Node) -> StageRule {
    var stage = StageRule(
      name: "", mechanism: .queue, list: 0, ranking: nil, pools: [], order: [.rank, .choice],
      choiceBands: nil, scoreBands: nil, eligible: [], lines: [], maxChoices: nil,
      unfilled: .keep, provisional: false, reserve: nil)
    guard let fields = fields(node, RuleReader.stageKeys) else {
      offered.append(nil)
      return stage
    }
    stage.name = name(required("name", in: fields)) ?? ""
    stage.mechanism = word(fields["mechanism"]) ?? .queue
    stage.list = reference(required("list", in: fields), to: lists) ?? 0
    stage.ranking = reference(fields["ranking"], to: rankings)
    stage.eligible = fields["eligible"].map { conditions($0) } ?? []
    stage.lines = fields["lines"].map { readLines($0) } ?? []
    stage.maxChoices = integer(fields.optional("maxChoices"), in: 1...1_000_000)
    stage.provisional = flag(fields["provisional"]) ?? false
    stage.pools = stagePools(fields, stage)
    switch stage.mechanism {
    case .queue: readQueue(fields, into: &stage)
    case .deferredAcceptance, .topTradingCycles: readMatching(fields, into: &stage)
    }
    stage.unfilled = unfilled(fields, stage)
    return stage
  }

  private mutating func stagePools(_ fields: Fields, _ stage: StageRule) -> [StagePoolRule] {
    var rules: [StagePoolRule] = []
    var isWhole = true
    let nodes = required("pools", in: fields).flatMap {
      namedElements($0, by: "pool", countMin: 1)
    }
    for node in nodes ?? [] {
      guard let rule = stagePool(node, stage) else {
        isWhole = false
        continue
      }
      if rules.contains(where: { $0.pool == rule.pool }) {
        let name = asciiQuoted(pools.names[rule.pool])
        report(
          .doubledName, node, zh: "名额类别 \(name) 在本批次中写了两次", en: "the pool \(name) stands twice here"
        )
      }
      rules.append(rule)
    }
    offered.append(isWhole && nodes != nil ? rules.map(\.pool) : nil)
    return rules
  }

  /// A pool's name, or an object with conditions, lines and a ranking of its own.
  private mutating func stagePool(_ node: Node, _ stage: StageRule) -> StagePoolRule? {
    if case .text = node.value.kind {
      return reference(node, to: pools).map {
        StagePoolRule(pool: $0, ranking: nil, eligible: [], lines: [])
      }
    }
    guard let fields = fields(node, ["pool", "eligible", "lines", "ranking"]) else { return nil }
    let pool = reference(required("pool", in: fields), to: pools)
    let eligible = fields["eligible"].map { conditions($0) } ?? []
    let lines = fields["lines"].map { readLines($0) } ?? []
    if stage.mechanism == .queue {
      refuse(
        ["ranking"], in: fields, .wrongMechanism, zh: "排队录取（queue）的批次只有一个共同的 ranking",
        en: "a queue stage has one ranking for all its pools")
    }
    let ranking = fields["ranking"].flatMap { poolRanking($0) }
    return pool.map {
      StagePoolRule(pool: $0, ranking: ranking, eligible: eligible, lines: lines)
    }
  }

  /// `"keep"`, or `{"to": POOL}` where every pool's seats can go there.
  private mutating func unfilled(_ fields: Fields, _ stage: StageRule) -> StageRule.Unfilled {
    guard let node = fields["unfilled"] else { return .keep }
    if case .text = node.value.kind {
      _ = word(node, KeepWord.self)
      return .keep
    }
    guard let target = self.fields(node, ["to"]).flatMap({ required("to", in: $0) }),
      let to = reference(target, to: pools)
    else { return .keep }
    if stage.provisional {
      report(
        .wrongUnfilled, node, zh: "模拟批次（provisional）的录取会撤销，没有剩余名额可转",
        en: "a provisional stage undoes its admissions: it has no seats to move")
    }
    let sources = stage.pools.map(\.pool).filter { $0 != to }
    if sources.isEmpty, !stage.pools.isEmpty {
      report(
        .wrongUnfilled, target, zh: "本批次只投放 \(asciiQuoted(pools.names[to]))，没有别的名额可转入",
        en: "the stage offers \(asciiQuoted(pools.names[to])) alone: nothing moves there")
    }
    for source in sources where !canMove(from: source, to: to) {
      let (from, into) = (asciiQuoted(pools.names[source]), asciiQuoted(pools.names[to]))
      report(
        .wrongUnfilled, target,
        zh: "\(from) 的剩余名额不能转入 \(into)：只能转给面向所有人或对象相同的类别，或由按初中划分转为按属性划分",
        en: """
          seats of \(from) cannot move to \(into): only to a pool for everyone, to one with the \
          same audience, or from one keyed by middle school to one keyed by an attribute
          """)
    }
    return .to(pool: to)
  }

  private enum KeepWord: String, CaseIterable { case keep }

  private func canMove(from source: Int, to target: Int) -> Bool {
    if vaguePools.contains(source) || vaguePools.contains(target) { return true }
    return switch (poolRules[source].audience, poolRules[target].audience) {
    case (_, .everyone), (.middleSchool, _): true
    case (let from, let to): from == to
    }
  }

  /// A provisional stage lives by its cutoffs alone.
  private mutating func warnIdle(_ stages: [StageRule], _ nodes: [Node]) {
    var used: Set<Int> = []
    for line in stages.flatMap({ $0.lines + $0.pools.flatMap(\.lines) }) {
      if case .cutoff(let stage, _, _, _) = line.bound { used.insert(stage) }
    }
    for (number, stage) in stages.enumerated() where stage.provisional && !used.contains(number) {
      report(
        .idleProvisional, nodes[number], zh: "没有控制线引用这个模拟批次的录取线，它不起作用",
        en: "no line refers to the cutoffs of this provisional stage: it has no effect")
    }
  }
}
