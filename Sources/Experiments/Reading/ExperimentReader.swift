import Diagnostics
import Exact
import Metrics
import Rules
import Simulation
import Tables

extension Experiment {
  /// Reads an experiment's file, JSON5 in UTF-8. Every problem of the file in one run; nil if there
  /// is any error. Folders are taken from `folder`, where the file is.
  public static func read(
    _ bytes: [UInt8], file: String, folder: String
  ) -> (experiment: Experiment?, problems: ProblemLog) {
    switch JSON5Value.read(bytes, file: file) {
    case .failure(let error):
      var log = ProblemLog()
      log.add(error.problem)
      return (nil, log)
    case .success(let value):
      var reader = ExperimentReader(file: file, folder: folder)
      let found = reader.experiment(value)
      return (reader.rules.log.isClean ? found : nil, reader.rules.log)
    }
  }
}

/// Reads an experiment's file, going on after every problem.
struct ExperimentReader {
  /// The keys of the file.
  static let keys = [
    "format", "name", "language", "base", "tables", "set", "seats", "behaviour", "variants",
    "grid", "baseline", "replicates", "draws", "seed", "metrics", "groups", "deviations",
    "confidence",
  ]
  /// The most variants, and the most cells.
  static let variantsMax = 100_000
  static let cellsMax = 10_000_000

  let file: String
  let folder: String
  /// Knows objects, arrays, texts and numbers.
  var rules: RuleReader
  /// Whether some variant sets something of the plan.
  var setsPlan = false

  init(file: String, folder: String) {
    (self.file, self.folder) = (file, folder)
    rules = RuleReader(file: file)
  }

  mutating func experiment(_ value: JSON5Value) -> Experiment? {
    let root = Node(value: value, path: "")
    guard let fields = rules.fields(root, ExperimentReader.keys) else { return nil }
    if let format = rules.required("format", in: fields), let number = rules.decimal(format),
      number != .one
    {
      rules.report(
        .unknownFormat, format, zh: "格式 \(number) 不受支持，应为 1",
        en: "format \(number) is not known, expected 1")
    }
    let name = rules.name(rules.required("name", in: fields)) ?? ""
    let base = rules.required("base", in: fields).flatMap { self.base($0) }
    let common = fields["set"].map { patches($0) } ?? []
    let change = fields["behaviour"].map { self.behaviour($0) } ?? BehaviourChange()
    let variants = self.variants(fields, common: common, change.applied(to: .truthful))
    let replicates = rules.integer(fields["replicates"], in: 1...1_000_000) ?? 1
    let sources = self.sources(fields["draws"], base)
    limit(variants.count, replicates, fields)
    let metrics = self.metrics(fields["metrics"])
    let divisions = self.divisions(fields["groups"])
    let seed = self.seed(fields["seed"])
    let deviations = self.deviations(fields["deviations"], metrics)
    let seats: Experiment.Seats? = rules.word(fields["seats"])
    let tables = self.tables(fields["tables"])
    let confidence = self.confidence(fields["confidence"])
    let language: Language = rules.word(fields["language"]) ?? .zh
    let baseline = self.baseline(fields["baseline"], variants)
    guard let base, let baseline else { return nil }
    return Experiment(
      name: name, language: language, file: file, base: base,
      tables: tables,
      seats: seats ?? (setsPlan || sources.contains(.plan) ? .plan : .table), variants: variants,
      baseline: baseline, replicates: replicates, sources: sources, seed: seed, metrics: metrics,
      divisions: divisions.map(\.division), divisionPlaces: divisions.map(\.place),
      deviations: deviations, confidence: confidence,
      digest: SHA256.digest(of: Array(JSONTree(value).compact.utf8).span))
  }

  // MARK: Draws

  private mutating func sources(_ node: Node?, _ base: Experiment.Base?) -> Set<Experiment.Source> {
    guard let node else { return [.lottery] }
    var sources: Set<Experiment.Source> = []
    for element in rules.elements(node) ?? [] {
      guard let source: Experiment.Source = rules.word(element) else { continue }
      if case .folder = base, source == .population {
        rules.report(
          .conflictingKeys, element, zh: "\"population\" 只能用于生成的城市（base 中的 generate）",
          en:
            "\"population\" needs a base that is generated: the students of a folder are what they are"
        )
      }
      sources.insert(source)
    }
    return sources
  }

  private mutating func seed(_ node: Node?) -> String {
    guard let node else { return "zhibiao" }
    guard case .text(let text) = node.value.kind, (1...32).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) || $0 == 0x20 }),
      text.utf8.first != 0x20, text.utf8.last != 0x20
    else {
      rules.reportKind(
        node, wanted: " 1 到 32 个可打印 ASCII 字符，首尾无空格",
        "1 to 32 printable ASCII characters without outer blanks")
      return "zhibiao"
    }
    return text
  }

  private mutating func confidence(_ node: Node?) -> Int {
    guard let node, let level = rules.integer(node, in: 1...99) else { return 95 }
    if [90, 95, 99].contains(level) { return level }
    rules.report(
      .unknownWord, node, zh: "置信水平应为 90、95 或 99，实为 \(level)",
      en: "the level is 90, 95 or 99, found \(level)")
    return 95
  }

  private mutating func limit(_ variants: Int, _ replicates: Int, _ fields: Fields) {
    let (cells, overflow) = variants.multipliedReportingOverflow(by: replicates)
    guard overflow || cells > ExperimentReader.cellsMax else { return }
    rules.report(
      .rulesLimit, fields.node,
      zh: "\(variants) 个方案 × \(replicates) 次，超过 \(ExperimentReader.cellsMax) 格",
      en: "\(variants) variants × \(replicates) replicates are more than "
        + "\(ExperimentReader.cellsMax) cells")
  }

  // MARK: Measures

  private mutating func metrics(_ node: Node?) -> [Metric] {
    guard let node else { return Metric.defaults }
    var found: [Metric] = []
    for element in rules.elements(node, countMin: 1) ?? [] {
      guard let name = rules.name(element) else { continue }
      guard let metric = Metric.named(name) else {
        let hint = choiceHint(for: name, among: Metric.names)
        rules.report(
          .unknownName, element, zh: "没有名为 \(asciiQuoted(name)) 的指标\(hint.zh)",
          en: "there is no metric named \(asciiQuoted(name))\(hint.en)")
        continue
      }
      if found.contains(where: { $0.name == metric.name }) {
        rules.report(
          .doubledName, element, zh: "指标 \(asciiQuoted(name)) 写了两次",
          en: "the metric \(asciiQuoted(name)) stands twice")
        continue
      }
      found.append(metric)
    }
    return found
  }

  private mutating func deviations(_ node: Node?, _ metrics: [Metric]) -> Deviations.Effort {
    var effort = Deviations.Effort()
    guard let node, let fields = rules.fields(node, ["students", "lists"]) else { return effort }
    effort.students = rules.integer(fields["students"], in: 1...1_000_000) ?? effort.students
    effort.lists = rules.integer(fields["lists"], in: 0...1000) ?? effort.lists
    if !metrics.contains(where: { $0.needs.contains(.deviations) }) {
      rules.report(
        .conflictingKeys, node, zh: "没有哪个指标用到 deviations；请在 metrics 中写 deviation_share",
        en: "no metric asks for deviations; name deviation_share under metrics")
    }
    return effort
  }

  private mutating func divisions(
    _ node: Node?
  ) -> [(division: Experiment.Division, place: Place)] {
    guard let node else { return [] }
    var found: [(division: Experiment.Division, place: Place)] = []
    for element in rules.elements(node) ?? [] {
      var division: Experiment.Division?
      if case .object = element.value.kind {
        if let fields = rules.fields(element, ["decile"]),
          let score = rules.name(rules.required("decile", in: fields))
        {
          division = .decile(score: score)
        }
      } else if let name = rules.name(element) {
        division = name == "decile" ? .decile(score: nil) : .column(name)
      }
      guard let division else { continue }
      if found.contains(where: { $0.division.name == division.name }) {
        rules.report(
          .doubledName, element, zh: "分组 \(asciiQuoted(division.name)) 写了两次",
          en: "the groups \(asciiQuoted(division.name)) stand twice")
        continue
      }
      let place = Place(file: file, line: element.value.line, column: element.value.column)
      found.append((division, place))
    }
    return found
  }
}
