import Diagnostics
import Rules

/// Stages of deferred acceptance and of top trading cycles.
extension SentenceWriter {
  mutating func writeMatching(_ stage: StageRule, _ path: String) {
    let isDeferred = stage.mechanism == .deferredAcceptance
    say(
      path + "/mechanism", zh: isDeferred ? "录取机制为延迟接受" : "录取机制为首位交易循环",
      en: isDeferred
        ? "the mechanism is deferred acceptance" : "the mechanism is top trading cycles")
    if let ranking = stage.ranking.map({ named(rules.rankings[$0].name) }) {
      say(
        path + "/ranking", zh: "没有另写排序的名额类别用排序\(ranking.zh)",
        en: "pools that name no ranking use \(ranking.en)")
    }
    for entry in stage.pools {
      let pool = rules.pools[entry.pool].name
      let (name, ranking) = (named(pool), entry.ranking.map(describe) ?? named(""))
      say(
        path + "/pools" + RuleSet.keyPath(pool) + "/ranking", zh: "\(name.zh)按\(ranking.zh)",
        en: "\(name.en) goes by \(ranking.en)")
    }
    guard let reserve = stage.reserve else { return }
    let rule: Phrase
    switch reserve.rule {
    case .reserveFirst: rule = Phrase(zh: "先录指标，再录面向全体的名额", en: "reserves choose first")
    case .openFirst: rule = Phrase(zh: "先录面向全体的名额，再录指标", en: "open seats choose first")
    case .backwardTransfer:
      rule = Phrase(
        zh: "先录面向全体的名额，指标的空额并回后重录", en: "open seats first, vacant reserves are given back to them")
    }
    let vacancies =
      reserve.vacancies == .soft
      ? Phrase(zh: "指标的空额并入面向全体的名额", en: "vacant reserve seats are open to all")
      : Phrase(zh: "指标的空额留空", en: "vacant reserve seats stay vacant")
    say(path + "/reserve", zh: "\(rule.zh)；\(vacancies.zh)", en: "\(rule.en); \(vacancies.en)")
  }

  private func describe(_ ranking: PoolRankingRule) -> Phrase {
    switch ranking {
    case .ranking(let number):
      let name = named(rules.rankings[number].name)
      return Phrase(zh: "排序\(name.zh)", en: "the ranking \(name.en)")
    case .priorities(let kind):
      let title = kind?.title
      return Phrase(
        zh: "priorities.csv 的优先次序\(title.map { "（\($0.zh)）" } ?? "")，不在表中的不录",
        en: "the priorities in priorities.csv\(title.map { " (\($0.en))" } ?? ""); who is not "
          + "listed is not admitted")
    case .column(let column):
      let name = header(column)
      return Phrase(
        zh: "各招生代码的\(name.zh)列所写的排序", en: "the ranking named in each programme's \(name.en)")
    }
  }
}
