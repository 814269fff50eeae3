import Diagnostics
import Exact

/// Lines: fixed, from a column, from an earlier stage's cutoff.
extension RuleReader {
  private enum VacantWord: String, CaseIterable { case waive }

  /// An array of lines.
  mutating func readLines(_ node: Node) -> [LineRule] {
    var lines: [LineRule] = []
    for element in elements(node) ?? [] {
      if let line = line(element) { lines.append(line) }
    }
    return lines
  }

  private mutating func line(_ node: Node) -> LineRule? {
    guard let fields = fields(node, ["score", "atLeast", "whenVacant"]) else { return nil }
    let score = scoreReference(required("score", in: fields))
    let waives = word(fields["whenVacant"], VacantWord.self) != nil
    guard let value = required("atLeast", in: fields) else { return nil }
    let bound = bound(value, waives: waives)
    if let bound, !bound.isCutoff {
      refuse(
        ["whenVacant"], in: fields, zh: "只能与 cutoffOf 同用", en: "goes with cutoffOf only")
    }
    guard let score, let bound else { return nil }
    return LineRule(score: score, bound: bound)
  }

  private mutating func bound(_ node: Node, waives: Bool) -> LineRule.Bound? {
    guard case .object = node.value.kind else { return points(node).map { .fixed($0) } }
    guard let fields = fields(node, ["column", "cutoffOf", "pool", "minus", "whenVacant"]),
      let kind = exactlyOne(of: ["column", "cutoffOf"], in: fields)
    else { return nil }
    let minus = points(fields["minus"]) ?? .zero
    if kind == "column" {
      refuse(
        ["pool", "whenVacant"], in: fields, zh: "只能与 cutoffOf 同用", en: "goes with cutoffOf only")
      return name(fields[kind]).map { .programmeColumn($0, minus: minus) }
    }
    let waives = word(fields["whenVacant"], VacantWord.self) != nil || waives
    let pool = reference(required("pool", in: fields), to: pools)
    guard let stage = earlierStage(fields[kind]), let pool else { return nil }
    if let node = fields["pool"], let offered = offered[stage], !offered.contains(pool) {
      let hint = choiceHint(for: "", among: offered.map { pools.names[$0] })
      report(
        .wrongCutoff, node,
        zh:
          "批次 \(asciiQuoted(stageNames.names[stage])) 不投放 \(asciiQuoted(pools.names[pool]))\(hint.zh)",
        en: """
          the stage \(asciiQuoted(stageNames.names[stage])) does not offer \
          \(asciiQuoted(pools.names[pool]))\(hint.en)
          """)
    }
    return .cutoff(stage: stage, pool: pool, minus: minus, waiveWhenVacant: waives)
  }

  /// The number of a stage that runs before the one being read.
  private mutating func earlierStage(_ node: Node?) -> Int? {
    guard let node, let stage = reference(node, to: stageNames) else { return nil }
    // Pools of the stage being read are known only at its end, so this is its own number.
    let current = offered.count
    if stage < current { return stage }
    let name = asciiQuoted(stageNames.names[stage])
    if stage == current {
      report(
        .wrongCutoff, node, zh: "批次 \(name) 不能引用自己的录取线",
        en: "the stage \(name) cannot refer to its own cutoff")
    } else {
      report(
        .wrongCutoff, node, zh: "批次 \(name) 排在后面，此时还没有录取线",
        en: "the stage \(name) comes later: its cutoff is not known yet")
    }
    return nil
  }
}

extension LineRule.Bound {
  fileprivate var isCutoff: Bool { if case .cutoff = self { true } else { false } }
}
