import Diagnostics
import Exact
import Rules

/// What is known of a student: choices, grades, scores, rankings.
extension SentenceWriter {
  mutating func writeStudents() {
    begin(Phrase(zh: "志愿", en: "Choices"))
    for list in rules.lists { write(list) }
    begin(Phrase(zh: "成绩与等第", en: "Scores and grades"))
    for grade in rules.grades { write(grade) }
    for score in rules.scores { write(score) }
    begin(Phrase(zh: "排序与同分", en: "Rankings and ties"))
    for ranking in rules.rankings { write(ranking) }
    writeLots()
  }

  private mutating func write(_ list: ListRule) {
    let (name, path) = (named(list.name), RuleSet.keyPath("lists", list.name))
    switch list.source {
    case .joined(let column):
      let column = header(column)
      say(
        path, zh: "志愿表\(name.zh)填在\(column.zh)一列，各志愿依次以 | 分隔",
        en: "the list \(name.en) is the column \(column.en), choices in order, separated by |")
    case .rows(let list):
      let called = named(list)
      say(
        path, zh: "志愿表\(name.zh)在志愿明细表（choices）中，一行一个志愿，批次（list）为\(called.zh)",
        en:
          "the list \(name.en) stands in the table of choices (choices), a row a choice, under the list "
          + called.en)
    case .columns(let columns):
      let shown = columnList(columns)
      say(
        path,
        zh: "志愿表\(name.zh)有 \(columns.count) 个志愿，依次填在\(shown.zh)\(columns.count > 1 ? "各" : "一")列，"
          + "空格保留志愿序号",
        en: "the list \(name.en) has \(counted(columns.count, "choice")), in the "
          + "column\(columns.count == 1 ? "" : "s") \(shown.en); an empty cell keeps its number")
    }
  }

  private mutating func write(_ grade: GradeRule) {
    let (name, path) = (header(grade.name), RuleSet.keyPath("grades", grade.name))
    let order = joined(grade.order.map(named))
    say(
      path + "/order", zh: "等第\(name.zh)由好到差为\(order.zh)",
      en: "the grade \(name.en) is, best first, \(order.en)")
    if let points = grade.points {
      let worth = joined(
        zip(grade.order, points).map { grade, points in
          Phrase(zh: "\(named(grade).zh)\(points) 分", en: "\(named(grade).en) \(points)")
        })
      say(
        path + "/points", zh: "等第\(name.zh)折合分数：\(worth.zh)",
        en: "the grade \(name.en) is worth these points: \(worth.en)")
    }
    write(
      grade.missing, of: name, path, zh: "折合 0 分，比较时按最差等第计",
      en: "counts as no points, and where it is compared as the worst grade")
  }

  private mutating func write(_ score: ScoreRule) {
    let (name, path) = (named(score.name), RuleSet.keyPath("scores", score.name))
    let sum = joined(score.sum.map(term), zh: "＋", en: " + ")
    var (zh, en) = ("成绩\(name.zh)＝\(sum.zh)", "the score \(name.en) is \(sum.en)")
    if let round = score.round {
      switch (round.mode, round.decimals) {
      case (.halfUp, 0): zh += "，结果四舍五入取整数"
      case (.halfUp, let decimals): zh += "，结果四舍五入保留 \(decimals) 位小数"
      case (.up, 0): zh += "，结果向上取整数"
      case (.up, let decimals): zh += "，结果向上进位保留 \(decimals) 位小数"
      case (.down, 0): zh += "，结果舍去小数取整数"
      case (.down, let decimals): zh += "，结果舍去多余位数，保留 \(decimals) 位小数"
      }
      en +=
        ", \(rounding(round.mode).en) to "
        + (round.decimals == 0 ? "a whole number" : counted(round.decimals, "decimal"))
    }
    say(path, zh: zh, en: en)
    write(score.missing, of: name, path, zh: "该项按 0 分计", en: "counts as 0")
  }

  /// What an empty cell means, where it is no error.
  private mutating func write(
    _ missing: MissingPolicy, of name: Phrase, _ path: String, zh: String, en: String
  ) {
    switch missing {
    case .error: break
    case .zero:
      say(path + "/missing", zh: "\(name.zh)缺的，\(zh)", en: "where \(name.en) is missing, it \(en)")
    case .ineligible:
      say(
        path + "/missing", zh: "\(name.zh)缺的考生，不得参加用到它的批次",
        en: "a student who lacks \(name.en) is ineligible in every stage that uses it")
    }
  }

  private func term(_ term: ScoreRule.Term) -> Phrase {
    switch term {
    case .column(let column, let times): return times * header(column)
    case .score(let score, let times):
      let name = named(rules.scores[score].name)
      return times * Phrase(zh: "成绩\(name.zh)", en: "score \(name.en)")
    case .grade(let grade, let times):
      let name = header(rules.grades[grade].name)
      return times * Phrase(zh: "等第\(name.zh)折合分", en: "points of grade \(name.en)")
    case .bonus(let columns, let take, let cap):
      let shown = columnList(columns)
      let (zh, en) = take == .highest ? ("取最高一项", "the highest of") : ("各项相加", "the sum of")
      return Phrase(
        zh: "加分（\(shown.zh)\(zh)\(cap.map { "，至多 \($0) 分" } ?? "")）",
        en: "the bonus (\(en) \(shown.en)\(cap.map { ", at most \($0)" } ?? ""))")
    }
  }

  private mutating func write(_ ranking: RankingRule) {
    let (name, path) = (named(ranking.name), RuleSet.keyPath("rankings", ranking.name))
    let keys = joined(ranking.by.map(key), zh: "，再比", en: ", then ")
    say(
      path + "/by", zh: "排序\(name.zh)先比\(keys.zh)", en: "the ranking \(name.en) goes by \(keys.en)")
    let ties: Phrase
    switch ranking.ties {
    case .lottery:
      ties = Phrase(
        zh: "各项全同的，由公开抽取的种子（seed.txt）抽签定先后", en: "draw lots by the public seed (seed.txt)")
    case .admitAll:
      ties = Phrase(
        zh: "各项全同的同分同录，超出名额的一并录取", en: "are admitted together, beyond the seats")
    case .stop:
      ties = Phrase(
        zh: "各项全同而名额不够时，停下报主管部门决定，不抽签",
        en: "stop the run where the seats are too few, for the office to decide; no lots are drawn")
    }
    say(
      path + "/ties", zh: "排序\(name.zh)中\(ties.zh)",
      en: "in the ranking \(name.en), students equal in every key \(ties.en)")
  }

  /// Where programmes draw lots of their own.
  mutating func writeLots() {
    guard rules.lots == .programme else { return }
    say(
      "/lots", zh: "在各招生代码自行排序的批次中，每个招生代码各抽一签；排队批次中每人一签",
      en: "in stages in which programmes rank for themselves each draws lots of its own; in a "
        + "queue every student has one lot")
  }

  private func key(_ key: RankingRule.Key) -> Phrase {
    switch key.measure {
    case .score(let score):
      let name = named(rules.scores[score].name)
      return Phrase(
        zh: "成绩\(name.zh)，\(key.ascending ? "低" : "高")者在前",
        en: "the score \(name.en), \(key.ascending ? "lowest" : "highest") first")
    case .grade(let grade):
      let name = header(rules.grades[grade].name)
      return Phrase(
        zh: "等第\(name.zh)，\(key.ascending ? "差" : "优")者在前",
        en: "the grade \(name.en), \(key.ascending ? "worst" : "best") first")
    case .column(let column):
      let name = header(column)
      return Phrase(
        zh: "\(name.zh)列，\(key.ascending ? "小" : "大")者在前",
        en: "the column \(name.en), \(key.ascending ? "smallest" : "largest") first")
    }
  }
}

/// A summand and its factor.
private func * (times: Decimal, what: Phrase) -> Phrase {
  if times == .one { return what }
  return Phrase(zh: "\(what.zh)×\(times)", en: "\(times) × \(what.en)")
}
