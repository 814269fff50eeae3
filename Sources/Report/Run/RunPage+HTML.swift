import Diagnostics
import Exact

extension RunPage {
  /// The whole page. A pure function of these values. Complexity: that of `draft`.
  public func html(_ language: Language) -> String { draft(language).html(fingerprint) }

  /// A page but for its fingerprint, which stands for files that may still be on their way.
  public struct Draft: Sendable {
    fileprivate let before: String
    fileprivate let after: String

    /// The whole page, with this fingerprint.
    public func html(_ fingerprint: String) -> String {
      var markup = Markup()
      markup.fingerprint(fingerprint)
      return before + markup.string + after
    }
  }

  /// All of the page but its fingerprint: the verdict in words, how to compute the fingerprint,
  /// then detail in parts that are closed at first. Complexity: O(programmes · groups + middle
  /// schools).
  public func draft(_ language: Language) -> Draft {
    let say = Words(language)
    let year = rules.year.map { " · \($0)" } ?? ""
    var page = PageWriter(
      language, title: rules.name, kind: say("录取结果", "Admissions") + year,
      notices: waivers.map {
        say(
          "已豁免合规要求 \($0.point)：\($0.reason)",
          "Compliance point \($0.point) is waived: \($0.reason)")
      })
    page.section("verdict", say("结论", "Verdict")) { writeVerdict(&$0, say) }
    var before = ""
    page.section("fingerprint", say("指纹", "Fingerprint")) {
      before = $0.cut()
      writeAboutFingerprint(&$0, say)
    }
    page.detailsBegin(say("明细", "Detail"))
    writeSeats(&page, say)
    writeScores(&page, say)
    writeProgrammes(&page, say)
    writeQuotaCells(&page, say)
    writeMiddleSchools(&page, say)
    writeDecisions(&page, say)
    writeRules(&page, say)
    page.detailsEnd()
    let after = page.finish(
      foot: say(
        "由 zhibiao \(version) 生成。本页不含任何学生的信息：不足 \(RunPage.groupMin) 人的群体不显示分数和录取人数，"
          + "各初中的录取线（往往只有一人）一概不显示。",
        "Made by zhibiao \(version). No student is on this page: of groups of fewer than "
          + "\(RunPage.groupMin) no marks and no admissions are shown, and the cutoffs of single "
          + "middle schools, which are often one child's marks, are not shown at all."))
    return Draft(before: before, after: after)
  }

  // MARK: Verdict

  private func writeVerdict(_ page: inout PageWriter, _ say: Words) {
    let (all, own, not) = (grouped(students), grouped(admitted), grouped(students - admitted))
    page.paragraph(
      say(
        "\(all) 名考生：录取 \(own) 名，未录取 \(not) 名。",
        "Of \(all) students \(own) are admitted, \(not) are not."),
      class: "lead")
    page.facts(
      [seatFact(say), shareFact(say), quotaFact(say), tieFact(say), warningFact(say)]
        .compactMap { $0 })
    page.list(findings)
  }

  private func seatFact(_ say: Words) -> PageWriter.Fact {
    let planned = pools.reduce(0) { $0 + $1.planned }
    let (vacant, excess) = (
      pools.reduce(0) { $0 + $1.vacant }, pools.reduce(0) { $0 + $1.excess }
    )
    var notes = [
      say(
        "录满 \(grouped(admitted - excess))，空缺 \(grouped(vacant))",
        "\(grouped(admitted - excess)) filled, \(grouped(vacant)) vacant")
    ]
    if excess > 0 {
      notes.append(
        say("另因同分超额录取 \(grouped(excess))", "and \(grouped(excess)) admitted beyond, as equals"))
    }
    if after != nil { notes.append(say("前一轮余下的名额", "left by the round before")) }
    return .init(name: say("计划名额", "Seats planned"), figure: grouped(planned), notes: notes)
  }

  /// The share of quota seats in the programmes that count, and the school where it is lowest. Of a
  /// later round there is none: its seats are what the earlier one left.
  private func shareFact(_ say: Words) -> PageWriter.Fact? {
    let counted = programmes.filter(\.isQuality)
    let (quota, plan) = (
      counted.reduce(0) { $0 + $1.quotaSeats }, counted.reduce(0) { $0 + $1.plan }
    )
    guard after == nil, plan > 0, pools.contains(where: \.isQuota) else { return nil }
    let least = RunPage.percent(rules.minimumShare)
    let isMet = RunPage.reaches(quota, of: plan, rules.minimumShare)
    var notes = [
      say(
        "优质高中 \(grouped(plan)) 个计划中的 \(grouped(quota)) 个；要求 \(least)，\(isMet ? "达到" : "未达到")",
        "\(grouped(quota)) of \(grouped(plan)) seats of quality schools; \(least) asked for, "
          + (isMet ? "met" : "not met"))
    ]
    if let lowest = lowestShare(counted) {
      let share = RunPage.share(lowest.quota, of: lowest.plan)
      notes.append(
        say("最低的学校：\(lowest.name)，\(share)", "Lowest school: \(lowest.name), \(share)"))
    }
    return .init(
      name: say("指标名额比例", "Quota share"), figure: RunPage.share(quota, of: plan), notes: notes)
  }

  /// The high school with the smallest share of quota seats, the first of equals.
  private func lowestShare(
    _ counted: [Programme]
  ) -> (name: String, quota: Int, plan: Int)? {
    var schools: [[UInt8]: (name: String, quota: Int, plan: Int)] = [:]
    var order: [[UInt8]] = []
    for programme in counted {
      let code = Array(programme.school.utf8)
      if schools[code] == nil { order.append(code) }
      var school = schools[code] ?? (programme.name, 0, 0)
      // The programme that is the school itself gives it its name.
      if Array(programme.code.utf8) == code { school.name = programme.name }
      school.quota += programme.quotaSeats
      school.plan += programme.plan
      schools[code] = school
    }
    let known = order.map { schools[$0]! }.filter { $0.plan > 0 }
    return known.min { Int128($0.quota) * Int128($1.plan) < Int128($1.quota) * Int128($0.plan) }
  }

  private func quotaFact(_ say: Words) -> PageWriter.Fact? {
    let quota = pools.filter(\.isQuota)
    if quota.isEmpty { return nil }
    let (planned, own) = (
      quota.reduce(0) { $0 + $1.planned }, quota.reduce(0) { $0 + $1.admitted - $1.excess }
    )
    let vacant = quota.reduce(0) { $0 + $1.vacant }
    var notes = [
      say("共 \(grouped(planned)) 个指标名额", "of \(grouped(planned)) quota seats")
    ]
    let moved = planned - own - vacant
    if moved > 0 {
      notes.append(
        say("未用完转为其他名额 \(grouped(moved))", "\(grouped(moved)) unused, moved to other pools"))
    }
    if vacant > 0 { notes.append(say("空缺 \(grouped(vacant))", "\(grouped(vacant)) vacant")) }
    return .init(name: say("指标名额录满", "Quota seats filled"), figure: grouped(own), notes: notes)
  }

  private func tieFact(_ say: Words) -> PageWriter.Fact {
    var notes = [
      drawn == 0
        ? say("没有学生抽签", "No student drew lots")
        : say(
          "名考生各项全同，按公开种子抽签定序", "students equal in every key, ordered by lots from the public seed")
    ]
    let answers = decisions.reduce(0) { $0 + $1.admits + $1.refuses }
    notes.append(
      answers == 0
        ? say("没有人工裁定", "Nothing was decided by hand")
        : say("人工裁定 \(grouped(answers)) 项（见明细）", "\(grouped(answers)) decided by hand (see below)"))
    return .init(name: say("同分", "Ties"), figure: grouped(drawn), notes: notes)
  }

  private func warningFact(_ say: Words) -> PageWriter.Fact {
    let count = warnings.reduce(0) { $0 + $1.count }
    let notes = warnings.map { warning in
      let title = Code.named(warning.code)?.title[say.language] ?? ""
      return "\(warning.code) \(title) (\(grouped(warning.count)))"
    }
    return .init(
      name: say("警告", "Warnings"), figure: grouped(count),
      notes: notes.isEmpty ? [say("读取输入时没有可疑之处", "Nothing in the inputs looked odd")] : notes)
  }

  // MARK: Fingerprint

  private func writeAboutFingerprint(_ page: inout PageWriter, _ say: Words) {
    page.paragraph(
      say(
        "它代表本结果的全部表格、run.json 和输入的摘要（INPUTS.sha256），不含本页自身。在结果文件夹里这样计算：",
        "It stands for all tables of this run, run.json, and the digests of the inputs "
          + "(INPUTS.sha256), without this page itself. To compute it, in the run's folder:"))
    page.shell(RunPage.fingerprintCommand)
    page.paragraph(
      say(
        "zhibiao verify 由输入重新计算一切，并逐字节重做本页；改动过的页面不会通过。",
        "zhibiao verify computes everything again from the inputs and makes this page again, byte "
          + "for byte: a page that was altered is refused."), class: "soft")
    var rows: [(name: String, value: String, code: Bool)] = []
    if let commitment { rows.append((say("承诺值", "Commitment"), commitment, true)) }
    rows.append((say("规则摘要", "Digest of the rules"), rules.digest, true))
    if let after { rows.append((say("前一轮的指纹", "The round before"), after, true)) }
    for seed in seeds {
      let name = seed.name == "seed" ? say("抽签种子", "Seed") : say("计划种子", "Seed of the plan")
      rows.append((name, seed.seed, true))
    }
    page.pairs(rows)
  }

  // MARK: Numbers

  /// A share as a percentage of two places, rounded down, so that it never looks like more than it
  /// is.
  static func share(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "" : "\(Decimal(thousandths: Int64(part) * 10_000 / Int64(whole) * 10))%"
  }

  /// An exact share as a percentage.
  static func percent(_ share: Decimal) -> String {
    share.places >= 2
      ? "\(Decimal(mantissa: share.mantissa, places: share.places - 2)!)%"
      : "\(share.mantissa * Decimal.power(2 - share.places))%"
  }

  /// Whether `part` is at least `share` of `whole`, exactly.
  static func reaches(_ part: Int, of whole: Int, _ share: Decimal) -> Bool {
    Int128(part) * Int128(Decimal.power(share.places)) >= Int128(whole) * Int128(share.mantissa)
  }
}
