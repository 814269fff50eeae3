import Diagnostics
import Exact

/// Queue stages: the order of the pairs and its bands.
extension RuleReader {
  private enum OrderName: String, CaseIterable { case parallel, immediate }

  /// What only a queue stage has.
  mutating func readQueue(_ fields: Fields, into stage: inout StageRule) {
    _ = required("ranking", in: fields)
    refuse(
      ["reserve"], in: fields, .wrongMechanism, zh: "只用于 \"mechanism\": \"deferredAcceptance\"",
      en: "goes with \"mechanism\": \"deferredAcceptance\" only")
    let order = fields["order"].flatMap { readOrder($0) }
    stage.order = order ?? [.rank, .choice]
    stage.choiceBands = fields["choiceBands"].flatMap { readChoiceBands($0) }
    stage.scoreBands = fields["scoreBands"].flatMap { readScoreBands($0) }
    if fields["order"] == nil || order != nil {
      checkBands(fields, .choiceBand, "choiceBands", stage.order)
      checkBands(fields, .scoreBand, "scoreBands", stage.order)
    }
  }

  /// The keys; nil where they could not be read.
  private mutating func readOrder(_ node: Node) -> [OrderKey]? {
    if case .text = node.value.kind {
      switch word(node, OrderName.self) {
      case .parallel: return [.rank, .choice]
      case .immediate: return [.choice, .rank]
      case nil: return nil
      }
    }
    guard let elements = elements(node) else { return nil }
    var order: [OrderKey] = []
    var isWhole = true
    for element in elements {
      guard let key = word(element, OrderKey.self) else {
        isWhole = false
        continue
      }
      if order.contains(key) {
        report(
          .doubledName, element, zh: "\(asciiQuoted(key.rawValue)) 写了两次",
          en: "\(asciiQuoted(key.rawValue)) stands twice")
      }
      order.append(key)
    }
    guard isWhole else { return nil }
    for key in [OrderKey.rank, .choice] where !order.contains(key) {
      report(
        .wrongOrder, node, zh: "次序中缺少 \(asciiQuoted(key.rawValue))",
        en: "the order lacks \(asciiQuoted(key.rawValue))")
    }
    return order
  }

  /// A band key needs its bands. Bands without their key are refused too: who writes them believes
  /// that they are in force.
  private mutating func checkBands(
    _ fields: Fields, _ key: OrderKey, _ bands: String, _ order: [OrderKey]
  ) {
    if order.contains(key), fields[bands] == nil {
      report(
        .wrongOrder, fields["order"] ?? fields.node,
        zh: "次序中有 \(asciiQuoted(key.rawValue))，须写明 \(asciiQuoted(bands))",
        en: "the order has \(asciiQuoted(key.rawValue)), which needs \(asciiQuoted(bands))")
    }
    if !order.contains(key) {
      refuse(
        [bands], in: fields, .wrongOrder, zh: "次序中没有 \(asciiQuoted(key.rawValue))，这些分段不起作用",
        en: "the order has no \(asciiQuoted(key.rawValue)): these bands have no effect")
    }
  }

  private mutating func readChoiceBands(_ node: Node) -> ChoiceBands? {
    let range = 1...1_000_000
    guard case .array = node.value.kind else { return integer(node, in: range).map { .every($0) } }
    var sizes: [Int] = []
    for element in elements(node, countMin: 1) ?? [] {
      if let size = integer(element, in: range) { sizes.append(size) }
    }
    return .sizes(sizes)
  }

  private mutating func readScoreBands(_ node: Node) -> ScoreBands? {
    guard let fields = fields(node, ["score", "edges"]) else { return nil }
    let score = scoreReference(required("score", in: fields))
    var edges: [Decimal] = []
    let given = required("edges", in: fields).flatMap {
      elements($0, countMin: 1, countMax: ScoreBands.edgesMax)
    }
    for element in given ?? [] {
      guard let edge = points(element) else { continue }
      if let last = edges.last, edge >= last {
        report(
          .wrongOrder, element, zh: "分段线应从高到低，\(edge) 不低于前面的 \(last)",
          en: "edges descend, but \(edge) is not below \(last) before it")
      }
      edges.append(edge)
    }
    return score.map { ScoreBands(score: $0, edges: edges) }
  }
}
