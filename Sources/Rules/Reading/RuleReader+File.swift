import Diagnostics
import Exact

/// The file as a whole.
extension RuleReader {
  private static let rootKeys = [
    "format", "name", "year", "basis", "language", "files", "columns", "kinds", "fullMarks",
    "encoding", "undecided", "lists", "grades", "scores", "rankings", "lots", "pools", "plan",
    "stages", "waive",
  ]

  /// The tables of a case, for which `files` can give other names.
  static let tables = RuleSet.tables

  /// Everything that the file says; whole only if nothing was reported.
  mutating func ruleSet(_ root: Node) -> RuleSet? {
    places[""] = Place(file: file, line: root.value.line, column: root.value.column)
    topKeys = RuleReader.rootKeys
    guard let fields = fields(root, topKeys) else { return nil }
    if let format = required("format", in: fields), let number = decimal(format), number != .one {
      // The rest may mean something else there: one message is better than a hundred wrong ones.
      problems = []
      report(
        .unknownFormat, format, zh: "格式 \(number) 不受支持，应为 1",
        en: "format \(number) is not known, expected 1")
      return nil
    }
    let name = name(required("name", in: fields)) ?? ""
    let lists = readLists(required("lists", in: fields))
    readGrades(fields["grades"])
    let scores = readScores(fields["scores"])
    readRankings(required("rankings", in: fields))
    readPools(required("pools", in: fields))
    let waivers = waivers(fields["waive"])
    let plan = readPlan(fields["plan"], waivers: waivers)
    let stages = readStages(required("stages", in: fields))
    let tableFiles = readFiles(fields["files"])
    let (basis, clauses) = readBasis(fields["basis"])
    let rules = RuleSet(
      name: name, year: integer(fields["year"], in: 1...9999), basis: basis,
      clauses: clauses.map(\.clause), lots: lots(fields["lots"], stages),
      language: word(fields["language"]) ?? .zh,
      files: tableFiles.compactMapValues(\.file), sheets: tableFiles.compactMapValues(\.sheet),
      headerRows: tableFiles.compactMapValues(\.headerRow),
      columns: headers(fields["columns"]), kinds: kinds(fields["kinds"]),
      fullMarks: fullMarks(fields["fullMarks"], scores), encoding: word(fields["encoding"]),
      undecided: undecided(fields["undecided"]),
      lists: lists, grades: gradeRules, scores: scores, rankings: rankingRules, pools: poolRules,
      plan: plan, stages: stages, waivers: waivers, places: places)
    // Last, when every key path of the file is known.
    checkClauses(clauses)
    return rules
  }

  /// Lots of a programme's own want a stage in which programmes rank for themselves.
  private mutating func lots(_ node: Node?, _ stages: [StageRule]) -> LotsRule {
    let rule: LotsRule = word(node) ?? .one
    if let node, rule == .programme, !stages.isEmpty,
      stages.allSatisfy({ $0.mechanism == .queue })
    {
      report(
        .wrongMechanism, node, zh: "各批次都是排队批次，全体考生排一个次序，每人一签",
        en: "all stages are queues, in which all students stand in one order with one lot each")
    }
    return rule
  }

  private mutating func headers(_ node: Node?) -> [String: String] {
    guard let node else { return [:] }
    var headers: [String: String] = [:]
    for (column, node) in entries(node) ?? [] {
      if let header = name(node) { headers[column] = header }
    }
    return headers
  }

  private mutating func kinds(_ node: Node?) -> [String: ColumnKind] {
    guard let node else { return [:] }
    var kinds: [String: ColumnKind] = [:]
    for (column, node) in entries(node) ?? [] {
      if let kind = word(node, ColumnKind.self) { kinds[column] = kind }
    }
    return kinds
  }

  /// Full marks of columns that scores or rankings use: of another they would never be looked at.
  private mutating func fullMarks(_ node: Node?, _ scores: [ScoreRule]) -> [String: Decimal] {
    guard let node else { return [:] }
    let used = scores.flatMap { $0.sum.flatMap(\.columns) } + rankingRules.flatMap(\.columns)
    var fullMarks: [String: Decimal] = [:]
    for (column, node) in entries(node) ?? [] {
      if !used.contains(where: { sameBytes($0, column) }) {
        let hint = choiceHint(for: column, among: used)
        report(
          .unknownName, at: places[node.path]!, path: node.path,
          zh: "没有成绩项或排序用到列 \(asciiQuoted(column))\(hint.zh)",
          en: "no score and no ranking uses the column \(asciiQuoted(column))\(hint.en)")
      }
      guard let marks = points(node) else { continue }
      if marks > .zero {
        fullMarks[column] = marks
      } else {
        report(.wrongNumber, node, zh: "满分应大于 0", en: "full marks are above 0")
      }
    }
    return fullMarks
  }

  /// Open points: their paths need not exist yet, but must begin with a key that does.
  private mutating func undecided(_ node: Node?) -> [(path: String, question: String)] {
    guard let node else { return [] }
    var undecided: [(path: String, question: String)] = []
    for (path, node) in entries(node) ?? [] {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      if parts.first != "" || parts.count < 2 || parts.dropFirst().contains("") {
        report(
          .wrongValue, at: places[node.path]!, path: node.path,
          zh: "应为键路径，如 \"/stages/quota/lines\"，实为 \(asciiQuoted(path))",
          en: "expected a key path such as \"/stages/quota/lines\", found \(asciiQuoted(path))")
      } else if !RuleReader.rootKeys.contains(String(parts[1])) {
        let hint = choiceHint(for: String(parts[1]), among: RuleReader.rootKeys)
        report(
          .unknownName, at: places[node.path]!, path: node.path,
          zh: "键路径的第一段 \(asciiQuoted(String(parts[1]))) 不是已知的键\(hint.zh)",
          en: "the key path begins with \(asciiQuoted(String(parts[1]))), which is no key\(hint.en)"
        )
      }
      if let question = sentence(node) { undecided.append((path, question)) }
    }
    return undecided
  }

  private mutating func waivers(_ node: Node?) -> [(point: CompliancePoint, reason: String)] {
    guard let node, let fields = fields(node, CompliancePoint.allCases.map(\.rawValue)) else {
      return []
    }
    var waivers: [(point: CompliancePoint, reason: String)] = []
    for point in CompliancePoint.allCases {
      guard let node = fields[point.rawValue] else { continue }
      if case .text(let text) = node.value.kind,
        text.unicodeScalars.contains(where: { !$0.properties.isWhitespace && !isControl($0) })
      {
        waivers.append((point, text))
      } else {
        report(
          .wrongWaiver, node, zh: "应写明豁免的理由，实为\(node.value.description.zh)",
          en: "expected the reason of the waiver, found \(node.value.description.en)")
      }
    }
    return waivers
  }
}
