import Diagnostics
import Rules

/// The variants: one by one, or a grid of axes.
extension ExperimentReader {
  /// One value of an axis.
  private struct Step {
    let name: String
    let patches: [Patch]
    let behaviour: BehaviourChange
  }
  /// One axis of a grid.
  private struct Axis {
    let name: String
    let place: Place
    let steps: [Step]

    /// What its values set.
    var pointers: [RulePointer] { steps.flatMap { $0.patches.map(\.pointer) } }
    /// Which parts of behaviour its values change.
    var behaviours: Set<String> { Set(steps.flatMap(\.behaviour.keys)) }
  }

  /// All variants of the file, those of `variants` first, then the grid's in the order of its axes,
  /// the last axis fastest.
  mutating func variants(
    _ fields: Fields, common: [Patch], _ behaviour: BehaviourRule
  ) -> [Variant] {
    if fields["variants"] == nil, fields["grid"] == nil {
      rules.report(
        .missingKey, fields.node, zh: "缺少 \"variants\" 或 \"grid\"，至少写一个",
        en: "there is no \"variants\" and no \"grid\": one of them at least, or both")
    }
    var variants: [Variant] = []
    for node in fields["variants"].flatMap({ rules.namedElements($0, by: "name", countMin: 1) })
      ?? []
    {
      if let variant = variant(node, common, behaviour) { variants.append(variant) }
    }
    if let grid = fields["grid"] { variants += self.grid(grid, common, behaviour) }
    reportDoubles(variants)
    return variants
  }

  private mutating func variant(
    _ node: Node, _ common: [Patch], _ behaviour: BehaviourRule
  ) -> Variant? {
    guard let fields = rules.fields(node, ["name", "set", "behaviour"]) else { return nil }
    let name = rules.name(rules.required("name", in: fields))
    let own = fields["set"].map { patches($0) } ?? []
    let answer = fields["behaviour"].map { self.behaviour($0).applied(to: behaviour) } ?? behaviour
    guard let name else { return nil }
    return Variant(
      name: name, values: [], patches: common + own, behaviour: answer,
      place: Place(file: file, line: node.value.line, column: node.value.column))
  }

  private mutating func reportDoubles(_ variants: [Variant]) {
    var firsts: [[UInt8]: Variant] = [:]
    for variant in variants {
      guard let first = firsts.updateValue(variant, forKey: Array(variant.name.utf8)) else {
        continue
      }
      let line = first.place.line
      rules.report(
        .doubledName, at: variant.place, path: "/variants/\(variant.name)",
        zh: "方案名 \(asciiQuoted(variant.name)) 重复，前一次在第 \(line) 行",
        en: "the name \(asciiQuoted(variant.name)) is another variant's too, on line \(line)")
    }
  }

  // MARK: Patches

  /// What `set` sets: pointers with values. Null takes away what is there.
  mutating func patches(_ node: Node) -> [Patch] {
    var patches: [Patch] = []
    for (text, node) in rules.entries(node) ?? [] {
      guard let pointer = pointer(text, at: rules.places[node.path]!, path: node.path) else {
        continue
      }
      patches.append(patch(pointer, node))
    }
    return patches
  }

  private mutating func patch(_ pointer: RulePointer, _ node: Node) -> Patch {
    if pointer.parts.first == "plan" { setsPlan = true }
    var value: JSONTree? = JSONTree(node.value)
    if case .null = node.value.kind { value = nil }
    return Patch(
      pointer: pointer, value: value,
      place: Place(file: file, line: node.value.line, column: node.value.column))
  }

  private mutating func pointer(_ text: String, at place: Place, path: String) -> RulePointer? {
    if let pointer = RulePointer(text), !pointer.parts.contains("") { return pointer }
    rules.report(
      .wrongValue, at: place, path: path,
      zh: "应为 JSON Pointer，如 \"/plan/splits/school/share\"，实为 \(asciiQuoted(text))",
      en:
        "expected a JSON Pointer such as \"/plan/splits/school/share\", found \(asciiQuoted(text))")
    return nil
  }

  // MARK: Grids

  private mutating func grid(
    _ node: Node, _ common: [Patch], _ behaviour: BehaviourRule
  ) -> [Variant] {
    var axes: [Axis] = []
    for element in rules.namedElements(node, by: "axis", countMin: 1) ?? [] {
      if let axis = axis(element) { axes.append(axis) }
    }
    let count = axes.reduce(1) { product, axis in
      let (next, overflow) = product.multipliedReportingOverflow(by: axis.steps.count)
      return overflow ? Int.max : next
    }
    guard !axes.isEmpty, count <= ExperimentReader.variantsMax else {
      if !axes.isEmpty {
        rules.report(
          .rulesLimit, node, zh: "网格超过 \(ExperimentReader.variantsMax) 个方案",
          en: "the grid has more than \(ExperimentReader.variantsMax) variants")
      }
      return []
    }
    reportOverlaps(axes, node)
    let place = Place(file: file, line: node.value.line, column: node.value.column)
    return (0..<count).map { number in
      var rest = number
      var steps: [(axis: Axis, step: Step)] = []
      for axis in axes.reversed() {
        steps.append((axis, axis.steps[rest % axis.steps.count]))
        rest /= axis.steps.count
      }
      steps.reverse()
      var answer = behaviour
      for (_, step) in steps { answer = step.behaviour.applied(to: answer) }
      return Variant(
        name: steps.map { axes.count == 1 ? $0.step.name : "\($0.axis.name)=\($0.step.name)" }
          .joined(separator: ","),
        values: steps.map { ($0.axis.name, $0.step.name) },
        patches: common + steps.flatMap(\.step.patches), behaviour: answer, place: place)
    }
  }

  /// Of two axes that set the same, the later alone would have an effect, and the report would show
  /// the other as one without.
  private mutating func reportOverlaps(_ axes: [Axis], _ node: Node) {
    for (number, axis) in axes.enumerated() {
      for earlier in axes[..<number] {
        let both =
          axis.pointers.first { one in earlier.pointers.contains { one.overlaps($0) } }?.text
          ?? axis.behaviours.intersection(earlier.behaviours).min().map { "behaviour/\($0)" }
        guard let both else { continue }
        rules.report(
          .conflictingKeys, at: axis.place, path: node.path.appending(key: axis.name),
          zh: "\(both) 已由另一轴 \(asciiQuoted(earlier.name)) 设置，两者只有一个起作用",
          en:
            "\(both) is set by the axis \(asciiQuoted(earlier.name)) too; only one would have an effect"
        )
      }
    }
  }

  private mutating func axis(_ node: Node) -> Axis? {
    guard let fields = rules.fields(node, ["axis", "set", "values"]) else { return nil }
    let name = rules.name(rules.required("axis", in: fields))
    var pointers: [RulePointer] = []
    if let set = fields["set"] { pointers = axisPointers(set) }
    guard let values = rules.required("values", in: fields),
      let elements = rules.elements(values, countMin: 1)
    else { return nil }
    let steps = elements.compactMap { step($0, pointers, isShort: fields["set"] != nil) }
    guard let name, steps.count == elements.count, !steps.isEmpty else { return nil }
    let place = Place(file: file, line: node.value.line, column: node.value.column)
    return Axis(name: name, place: place, steps: steps)
  }

  /// The pointers of an axis whose values are written short: one, or several that get the same
  /// value.
  private mutating func axisPointers(_ node: Node) -> [RulePointer] {
    let place = Place(file: file, line: node.value.line, column: node.value.column)
    if case .text(let text) = node.value.kind {
      return pointer(text, at: place, path: node.path).map { [$0] } ?? []
    }
    return (rules.elements(node, countMin: 1) ?? []).compactMap { element in
      guard let text = rules.name(element) else { return nil }
      return pointer(
        text, at: Place(file: file, line: element.value.line, column: element.value.column),
        path: element.path)
    }
  }

  /// A value of an axis: `{"name", "set", "behaviour"}`, or, where the axis says what it sets, the
  /// value.
  private mutating func step(_ node: Node, _ pointers: [RulePointer], isShort: Bool) -> Step? {
    if isShort {
      let patches = pointers.map { patch($0, node) }
      return Step(
        name: ExperimentReader.title(node.value), patches: patches, behaviour: BehaviourChange())
    }
    guard let fields = rules.fields(node, ["name", "set", "behaviour"]) else { return nil }
    let patches = fields["set"].map { self.patches($0) } ?? []
    let behaviour = fields["behaviour"].map { self.behaviour($0) } ?? BehaviourChange()
    guard let name = rules.name(rules.required("name", in: fields)) else { return nil }
    return Step(name: name, patches: patches, behaviour: behaviour)
  }

  private static func title(_ value: JSON5Value) -> String {
    let tree = JSONTree(value)
    return tree.text ?? tree.compact
  }

  /// The variant that `baseline` names; the first one where it is left out.
  mutating func baseline(_ node: Node?, _ variants: [Variant]) -> Int? {
    guard let node else { return variants.isEmpty ? nil : 0 }
    guard let name = rules.name(node) else { return nil }
    if let at = variants.firstIndex(where: { sameBytes($0.name, name) }) { return at }
    let hint = choiceHint(for: name, among: variants.map(\.name))
    rules.report(
      .unknownName, node, zh: "没有名为 \(asciiQuoted(name)) 的方案\(hint.zh)",
      en: "there is no variant named \(asciiQuoted(name))\(hint.en)")
    return nil
  }
}
