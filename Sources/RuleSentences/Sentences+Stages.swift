import Diagnostics
import Rules

/// Stages.
extension SentenceWriter {
  mutating func write(stage number: Int) {
    let stage = rules.stages[number]
    let (name, path) = (named(stage.name), RuleSet.keyPath("stages", stage.name))
    begin(Phrase(zh: "第 \(number + 1) 批：\(name.zh)", en: "Stage \(number + 1): \(name.en)"))
    writeOffer(stage, path)
    switch stage.mechanism {
    case .queue: writeOrder(stage, path)
    case .deferredAcceptance, .topTradingCycles: writeMatching(stage, path)
    }
    if let most = stage.maxChoices {
      say(
        path + "/maxChoices", zh: "至多 \(most) 个志愿，填得更多的按错误退回",
        en: "at most \(counted(most, "choice")); a longer list is an error")
    }
    writeGates(stage.eligible, stage.lines, path, pool: nil)
    for entry in stage.pools {
      let pool = rules.pools[entry.pool].name
      let path = (path + "/pools") + RuleSet.keyPath(pool)
      writeGates(entry.eligible, entry.lines, path, pool: named(pool))
    }
    writeEnd(stage, path)
  }

  private mutating func writeOffer(_ stage: StageRule, _ path: String) {
    let list = named(rules.lists[stage.list].name)
    let pools = stage.pools.map { named(rules.pools[$0.pool].name) }
    // Only a queue uses up one pool after the other.
    let inTurn =
      stage.mechanism == .queue
      ? joined(pools, zh: "，没有时再用", en: ", where it has none left then ")
      : joined(pools, zh: "、", en: ", ")
    let noun = stage.mechanism == .queue || pools.count == 1 ? "pool" : "pools"
    say(
      path, zh: "按志愿表\(list.zh)录取，投放名额类别\(inTurn.zh)",
      en: "choices are taken from the list \(list.en), seats from the \(noun) \(inTurn.en)")
    if stage.provisional {
      say(
        path + "/provisional", zh: "本批只为求出录取线：录取结果随即撤销，考生和名额都回到批前",
        en: "this stage only finds cutoffs: its admissions are undone at once")
    }
  }

  private mutating func writeOrder(_ stage: StageRule, _ path: String) {
    let ranking = stage.ranking.map { named(rules.rankings[$0].name) } ?? named("")
    say(
      path + "/ranking", zh: "考生先后按排序\(ranking.zh)", en: "students are ranked by \(ranking.en)")
    let keys = joined(stage.order.map(describe), zh: "，再看", en: ", then ")
    let name = mechanismName(stage.order)
    say(
      path + "/order", zh: "\(name.zh)先看\(keys.zh)；一经录取即为定局",
      en: "\(name.en)first comes \(keys.en); what is taken is final")
    switch stage.choiceBands {
    case nil: break
    case .every(let size):
      say(
        path + "/choiceBands", zh: "志愿每 \(size) 个为一段",
        en: "a band of choices is every \(size)")
    case .sizes(let sizes):
      let sizes = sizes.map(String.init)
      say(
        path + "/choiceBands",
        zh: "志愿从前往后依次以 \(sizes.joined(separator: "、")) 个为一段，其余为最后一段",
        en: "the bands of choices have \(sizes.joined(separator: ", ")), and the rest is one more")
    }
    if let bands = stage.scoreBands {
      let (score, edges) = (named(rules.scores[bands.score].name), bands.edges.map(\.description))
      say(
        path + "/scoreBands",
        zh: "成绩\(score.zh)以 \(edges.joined(separator: "、")) 分为界分段，恰在界上的属于上一段",
        en: "the bands of the score \(score.en) have the edges \(edges.joined(separator: ", ")); "
          + "an edge belongs to the band above")
    }
  }

  /// What the order is called in the field, where it has a name.
  private func mechanismName(_ order: [OrderKey]) -> Phrase {
    switch order {
    case [.rank, .choice]: Phrase(zh: "平行志愿（分数优先）：", en: "parallel choices (score first): ")
    case [.choice, .rank]: Phrase(zh: "志愿优先：", en: "choice first (immediate acceptance): ")
    case [.choiceBand, .rank, .choice]: Phrase(zh: "分段平行志愿：", en: "parallel choices in bands: ")
    case [.scoreBand, .choice, .rank]: Phrase(zh: "梯度志愿：", en: "score bands, then choice: ")
    case [.score, .choice, .rank]:
      Phrase(zh: "一分一段、段内志愿优先：", en: "each score a band, then choice: ")
    default: Phrase(zh: "", en: "")
    }
  }

  private func describe(_ key: OrderKey) -> Phrase {
    switch key {
    case .rank: Phrase(zh: "排序名次", en: "the place in the ranking")
    case .choice: Phrase(zh: "志愿序号", en: "the number of the choice")
    case .choiceBand: Phrase(zh: "志愿段", en: "the band of the choice")
    case .scoreBand: Phrase(zh: "分数段", en: "the band of the score")
    case .score: Phrase(zh: "排序的第一项分数", en: "the ranking's first key alone")
    }
  }

  private mutating func writeGates(
    _ eligible: [ConditionRule], _ lines: [LineRule], _ path: String, pool: Phrase?
  ) {
    let where_ = pool.map { Phrase(zh: "用\($0.zh)的名额，", en: "for seats of \($0.en), ") }
    let (zh, en) = (where_?.zh ?? "", where_?.en ?? "")
    for (number, rule) in eligible.enumerated() {
      let rule = condition(rule)
      say("\(path)/eligible/\(number)", zh: "\(zh)资格：\(rule.zh)", en: "\(en)eligible: \(rule.en)")
    }
    for (number, rule) in lines.enumerated() {
      let rule = line(rule)
      say("\(path)/lines/\(number)", zh: "\(zh)最低控制线：\(rule.zh)", en: "\(en)line: \(rule.en)")
    }
    guard pool == nil else { return }
    if eligible.isEmpty {
      say(path + "/eligible", zh: "没有资格条件", en: "there is no condition of eligibility")
    }
    if lines.isEmpty { say(path + "/lines", zh: "不设最低控制线", en: "there is no line") }
  }

  private mutating func writeEnd(_ stage: StageRule, _ path: String) {
    switch stage.unfilled {
    case .to(let target):
      let pool = named(rules.pools[target].name)
      say(
        path + "/unfilled", zh: "本批结束后，剩余名额转入\(pool.zh)",
        en: "seats left at the end move to \(pool.en)")
    case .keep where !stage.provisional:
      say(
        path + "/unfilled", zh: "本批结束后，剩余名额留在原类别",
        en: "seats left at the end stay in their pool")
    case .keep: break
    }
  }
}
