import Diagnostics
import Exact
import Rules
import Simulation

/// What an experiment starts from, and how families answer.
extension ExperimentReader {
  /// A folder, or `{"generate": {…}}`.
  mutating func base(_ node: Node) -> Experiment.Base? {
    if case .text = node.value.kind {
      return rules.name(node).map { .folder(located($0)) }
    }
    guard let fields = rules.fields(node, ["generate"]),
      let generate = rules.required("generate", in: fields)
    else { return nil }
    return settings(generate).map { .city($0) }
  }

  /// A path as it is from where the program runs.
  private func located(_ path: String) -> String {
    path.utf8.first == UInt8(ascii: "/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  /// Files beside the experiment that are added to the base.
  mutating func tables(_ node: Node?) -> [(name: String, path: String)] {
    guard let node else { return [] }
    var tables: [(name: String, path: String)] = []
    for element in rules.elements(node) ?? [] {
      guard let path = rules.name(element) else { continue }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      if tables.contains(where: { $0.name == name }) {
        rules.report(
          .doubledName, element, zh: "文件名 \(asciiQuoted(name)) 写了两次",
          en: "the file name \(asciiQuoted(name)) stands twice")
      }
      tables.append((name, located(path)))
    }
    return tables
  }

  private mutating func settings(_ node: Node) -> CitySettings? {
    guard let fields = rules.fields(node, CitySettings.fields.map(\.name) + ["seed"]) else {
      return nil
    }
    var given: [String: Int] = [:]
    for field in CitySettings.fields {
      let isRequired = field.name == "students"
      let node = isRequired ? rules.required(field.name, in: fields) : fields[field.name]
      given[field.name] = rules.integer(node, in: field.range)
    }
    let seed = rules.integer(fields["seed"], in: 0...Int.max)
    guard let students = given["students"] else { return nil }
    var settings = CitySettings(students: students, saying: given)
    if let seed { settings.seed = UInt64(seed) }
    for problem in settings.problems {
      rules.report(.wrongNumber, node, zh: problem.zh, en: problem.en)
    }
    return settings.problems.isEmpty ? settings : nil
  }

  /// How families answer, as far as it is said.
  mutating func behaviour(_ node: Node) -> BehaviourChange {
    var change = BehaviourChange()
    guard let fields = rules.fields(node, ["listMax", "safety", "moving"]) else { return change }
    if let max = fields["listMax"] {
      if case .null = max.value.kind {
        change.listMax = .some(nil)
      } else if let most = rules.integer(max, in: 1...1000) {
        change.listMax = most
      }
    }
    if let safety = fields["safety"], let parts = rules.fields(safety, ["share", "margin"]) {
      change.safetyShare = thousandths(rules.required("share", in: parts))
      change.safetyMargin = rules.points(parts["margin"])?.thousandths ?? 0
    }
    change.moving = thousandths(fields["moving"])
    return change
  }

  /// A share in thousandths.
  private mutating func thousandths(_ node: Node?) -> Int? {
    guard let node, let share = rules.share(node) else { return nil }
    if let thousandths = share.thousandths { return Int(thousandths) }
    rules.report(
      .wrongNumber, node, zh: "比例 \(share) 应至多有 3 位小数",
      en: "the share \(share) has over 3 places")
    return nil
  }
}

/// What a file says of how families answer; what it leaves out stays as it is.
struct BehaviourChange {
  var listMax: Int??
  var safetyShare: Int?
  var safetyMargin: Int64?
  var moving: Int?

  /// What it changes.
  var keys: [String] {
    let changed = [
      ("listMax", listMax != nil), ("safety", safetyShare != nil), ("moving", moving != nil),
    ]
    return changed.filter(\.1).map(\.0)
  }

  func applied(to rule: BehaviourRule) -> BehaviourRule {
    var rule = rule
    if let listMax { rule.listMax = listMax }
    if let safetyShare { rule.safetyShare = safetyShare }
    if let safetyMargin { rule.safetyMargin = safetyMargin }
    if let moving { rule.moving = moving }
    return rule
  }
}
