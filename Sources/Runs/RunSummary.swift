import Cases
import Diagnostics
import Exact
import Rules
import Tables

/// What `allocate` says when a run is written: the verdict first, what to do next last.
public struct RunSummary: Sendable {
  private let read: Case
  private let counts: RunCounts
  private let facts: RunFacts
  private let path: String

  /// A summary of the run that was written at `path`.
  public init(_ read: Case, _ counts: RunCounts, _ facts: RunFacts, path: String) {
    self.read = read
    self.counts = counts
    self.facts = facts
    self.path = path
  }

  /// For people: tables of at most 80 columns, and sentences. Ends with a line feed.
  public func text(_ language: Language) -> String {
    func said(_ phrases: [Phrase]) -> [String] { phrases.map { terminalSafe($0[language]) } }
    let parts = [
      said([verdict] + read.rules.waiverPhrases),
      said([rules]) + stageTable(language),
      poolTable(language),
      said([quotaShare, lots, decisions].compactMap { $0 } + findings + warnings),
      said([place, next]),
    ]
    let paragraphs = parts.filter { !$0.isEmpty }.map { $0.map { $0 + "\n" }.joined() }
    return paragraphs.joined(separator: "\n")
  }

  /// For programs: the same facts as one JSON object, with a line feed behind it.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.text("verdict", "done")
      json.text("run", path)
      RunJSON.appendCounts(counts, to: &json)
      json.number("decisions", read.decisions.count)
      RunJSON.appendCompliance(read.rules, facts, to: &json)
      json.text("next", check)
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  // MARK: Sentences

  private var verdict: Phrase {
    let (all, admitted, not) = (
      grouped(counts.students), grouped(counts.admitted), grouped(counts.notAdmitted)
    )
    return Phrase(
      zh: "完成：\(all) 名考生，录取 \(admitted) 名，未录取 \(not) 名。",
      en: "Done: of \(all) students \(admitted) are admitted, \(not) are not.")
  }

  private var rules: Phrase {
    let name = read.rules.name
    return Phrase(zh: "规则：\(name)", en: "Rules: \(name)")
  }

  /// Of all schools, where compliance looks at quality schools alone. The share is rounded down, so
  /// that it never looks like more than it is.
  private var quotaShare: Phrase? {
    let (seats, quota) = counts.plan
    // A later round has what is left of the plan, whose share was that of the first.
    if read.after != nil { return nil }
    guard counts.pools.contains(where: \.isQuota), seats > 0 else { return nil }
    let share = Decimal(thousandths: Int64(quota) * 10_000 / Int64(seats) * 10)
    return Phrase(
      zh: "指标名额 \(grouped(quota)) 个，占全部学校计划 \(grouped(seats)) 个的 \(share)%。",
      en: "Quota seats: \(grouped(quota)) of \(grouped(seats)) over all schools, \(share)%.")
  }

  private var lots: Phrase? {
    guard counts.drawn > 0 else { return nil }
    return Phrase(
      zh: "\(grouped(counts.drawn)) 名考生与他人完全同分，按公开种子的抽签号排序。",
      en: """
        \(grouped(counts.drawn)) students equal others in every key; lots from the published seed \
        order them.
        """)
  }

  private var decisions: Phrase? {
    let count = read.decisions.count
    if count == 0 { return nil }
    return Phrase(
      zh: "采用了 \(grouped(count)) 行同分裁定（decisions.csv）。",
      en: "Rows of decisions.csv that settled ties: \(grouped(count)).")
  }

  private var findings: [Phrase] {
    facts.findings.map { Phrase(zh: "合规：\($0)", en: "Compliance: \($0)") }
  }

  private var warnings: [Phrase] {
    facts.warnings.map {
      Phrase(
        zh: "警告 \($0.code.name)：\($0.code.title.zh)（\(grouped($0.count)) 处）",
        en: "Warning \($0.code.name): \($0.code.title.en) (\(grouped($0.count)))")
    }
  }

  private var place: Phrase {
    Phrase(zh: "结果在 \(path)", en: "The run is in \(path)")
  }

  private var next: Phrase {
    Phrase(zh: "下一步，公布前核对：\(check)", en: "Next, before it is published: \(check)")
  }

  private var check: String { "cd \(shellQuoted(path)) && sha256sum -c SHA256SUMS" }

  // MARK: Tables

  private func stageTable(_ language: Language) -> [String] {
    var table = table(
      language, "批次", "Stage", ("待录", "Candidates"), ("合格", "Eligible"), ("名额", "Seats"),
      ("录取", "Admitted"), ("超额", "Excess"), ("空缺", "Vacant"))
    for stage in counts.stages {
      let mark = Phrase(zh: "（模拟）", en: " (provisional)")
      table.add(
        [stage.name + (stage.isProvisional ? mark[language] : "")]
          + [
            stage.candidates, stage.eligible, stage.seats, stage.admitted, stage.excess,
            stage.vacant,
          ].map(grouped))
    }
    return table.lines()
  }

  private func poolTable(_ language: Language) -> [String] {
    var table = table(
      language, "名额类别", "Pool", ("计划", "Planned"), ("转入", "Moved in"), ("转出", "Moved out"),
      ("录取", "Admitted"), ("超额", "Excess"), ("空缺", "Vacant"))
    for pool in counts.pools {
      table.add(
        [pool.name]
          + [
            pool.planned, pool.movedIn, pool.movedOut, pool.admitted, pool.excess, pool.vacant,
          ].map(grouped))
    }
    return table.lines()
  }

  private func table(
    _ language: Language, _ zh: String, _ en: String, _ titles: (zh: String, en: String)...
  ) -> TerminalTable {
    TerminalTable(
      [.init(language == .zh ? zh : en)]
        + titles.map { .init(language == .zh ? $0.zh : $0.en, .right) })
  }
}
