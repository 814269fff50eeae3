import Diagnostics
import Exact

/// The splits of the plan (`plan.splits` in RULES.md).
extension RuleReader {
  private static let splitKeys = [
    "name", "pool", "share", "of", "seats", "restOf", "round", "weights", "levels", "within",
    "method",
    "minimum", "minimumIf", "maximum", "totalMinimum", "tier", "eligibleIf",
  ]
  private static let seatsRange = 0...100_000_000

  /// One split. `restOf` refers to one of the `earlier` splits, so that no circle can arise.
  mutating func split(_ node: Node, earlier: NameIndex) -> SplitRule {
    var split = SplitRule(
      name: "", pool: 0, seats: .share(.one, .up), of: nil, weights: "eligible", levels: [],
      within: nil,
      method: .lottery, minimum: 0, minimumIf: 1, maximum: nil, totalMinimum: nil, tier: nil,
      eligibleIf: [])
    guard let fields = fields(node, RuleReader.splitKeys) else { return split }
    split.name = name(required("name", in: fields)) ?? ""
    let pool = reference(required("pool", in: fields), to: pools)
    split.pool = pool ?? 0
    split.seats = splitSeats(fields, earlier: earlier) ?? split.seats
    split.of = name(fields.optional("of"))
    split.weights = name(fields["weights"]) ?? "eligible"
    split.levels = levels(fields, pool: pool)
    split.within = name(fields.optional("within"))
    split.method = word(fields["method"]) ?? .lottery
    split.tier = name(fields.optional("tier"))
    readBounds(fields, into: &split)
    if let node = fields["eligibleIf"] {
      split.eligibleIf = conditions(node)
      refuseProgrammes(split.eligibleIf, node)
    }
    return split
  }

  private mutating func readBounds(_ fields: Fields, into split: inout SplitRule) {
    let range = RuleReader.seatsRange
    split.minimum = integer(fields["minimum"], in: range) ?? 0
    split.minimumIf = integer(fields["minimumIf"], in: range) ?? 1
    split.maximum = integer(fields.optional("maximum"), in: range)
    split.totalMinimum = integer(fields.optional("totalMinimum"), in: range)
    if let maximum = split.maximum, maximum < split.minimum, let node = fields["maximum"] {
      report(
        .wrongNumber, node, zh: "maximum \(maximum) 小于 minimum \(split.minimum)",
        en: "maximum \(maximum) is below minimum \(split.minimum)")
    }
  }

  private mutating func splitSeats(_ fields: Fields, earlier: NameIndex) -> SplitRule.Seats? {
    let kind = exactlyOne(of: ["share", "seats", "restOf"], in: fields)
    if let kind, kind != "share" {
      refuse(["round", "of"], in: fields, zh: "只能与 \"share\" 同用", en: "goes with \"share\" only")
    }
    let mode: RoundingMode = word(fields["round"]) ?? .up
    switch kind {
    case "share":
      guard let node = fields["share"] else { return nil }
      if case .object = node.value.kind {
        return column(of: node).map { .shareColumn($0, mode) }
      }
      return share(node).map { .share($0, mode) }
    case "seats":
      return fields["seats"].flatMap { column(of: $0) }.map { .column($0) }
    case "restOf":
      return reference(fields["restOf"], to: earlier).map { .restOf($0) }
    default: return nil
    }
  }

  /// The column of `{"column": …}`.
  private mutating func column(of node: Node) -> String? {
    guard let fields = fields(node, ["column"]) else { return nil }
    return name(required("column", in: fields))
  }

  /// The levels, by default the pool's audience alone, which is always the last.
  private mutating func levels(_ fields: Fields, pool: Int?) -> [String] {
    let given = fields["levels"].map { columns($0) }
    guard let pool, !vaguePools.contains(pool), let place = fields["pool"] else {
      return given ?? []
    }
    let last: String
    switch poolRules[pool].audience {
    case .everyone:
      report(
        .wrongSplit, place, zh: "\(asciiQuoted(poolRules[pool].name)) 面向所有人，没有可分配的对象",
        en: "\(asciiQuoted(poolRules[pool].name)) is for everyone: there is nobody to split among")
      return given ?? []
    case .middleSchool: last = "middle_school"
    case .attribute(let column): last = column
    }
    if let given, let node = fields["levels"], let end = given.last, !sameBytes(end, last) {
      report(
        .wrongSplit, node, zh: "最后一级应为名额类别的对象 \(asciiQuoted(last))，实为 \(asciiQuoted(end))",
        en:
          "expected the pool's audience \(asciiQuoted(last)) as the last level, found \(asciiQuoted(end))"
      )
    }
    return given ?? [last]
  }

  /// Who counts as eligible is settled before anybody chooses a programme.
  private mutating func refuseProgrammes(_ conditions: [ConditionRule], _ node: Node) {
    guard conditions.contains(where: \.asksProgramme) else { return }
    report(
      .wrongSplit, node, zh: "eligibleIf 只能看学生及其初中，不能看招生代码（programme）的列",
      en: "eligibleIf looks at students and their middle schools, not at programmes")
  }
}
