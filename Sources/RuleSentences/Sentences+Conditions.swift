import Diagnostics
import Exact
import Rules

/// Conditions and lines, as clauses without a full stop.
extension SentenceWriter {
  /// A condition that stands alone: what must hold.
  func condition(_ condition: ConditionRule) -> Phrase {
    switch condition {
    case .all(let parts): alternatives(parts, zh: "，且", en: "and")
    case .any(let parts): alternatives(parts, zh: "，或", en: "or")
    default: part(condition)
    }
  }

  /// A condition within another.
  private func part(_ condition: ConditionRule) -> Phrase {
    switch condition {
    case .isOneOf(let subject, let texts):
      let (what, texts) = (self.subject(subject), texts.map(cell))
      if texts.count == 1 { return what + Phrase(zh: "为\(texts[0].zh)", en: " is \(texts[0].en)") }
      let (all, one) = (joined(texts), listed(texts, "or"))
      return what + Phrase(zh: "为\(all.zh)之一", en: " is \(one.en)")
    case .equalsProgramme(let subject, let column):
      let (what, column) = (self.subject(subject), header(column))
      return what
        + Phrase(zh: "与所报招生代码的\(column.zh)相同", en: " is the programme's \(column.en)")
    case .scoreWithin(let score, let least, let most):
      let name = named(rules.scores[score].name)
      return range(
        Phrase(zh: "成绩\(name.zh)", en: "the score \(name.en)"), least?.description,
        most?.description, Phrase(zh: "不低于", en: "is at least"),
        Phrase(zh: "不高于", en: "is at most"), unit: " 分")
    case .gradeWithin(let grade, let least, let most):
      let (name, order) = (header(rules.grades[grade].name), rules.grades[grade].order)
      return range(
        Phrase(zh: "等第\(name.zh)", en: "the grade \(name.en)"), least.map { order[$0] },
        most.map { order[$0] }, Phrase(zh: "不差于", en: "is at least"),
        Phrase(zh: "不优于", en: "is at most"), unit: "")
    case .all(let parts): return group(parts, zh: "，且", en: "and")
    case .any(let parts): return group(parts, zh: "，或", en: "or")
    case .not(.isOneOf(let subject, let texts)) where texts.count == 1:
      let text = cell(texts[0])
      return self.subject(subject) + Phrase(zh: "不为\(text.zh)", en: " is not \(text.en)")
    case .not(let part):
      let part = self.condition(part)
      return Phrase(zh: "并非（\(part.zh)）", en: "not (\(part.en))")
    }
  }

  /// Several parts stand together in brackets.
  private func group(_ parts: [ConditionRule], zh: String, en: String) -> Phrase {
    let all = alternatives(parts, zh: zh, en: en)
    return parts.count == 1 ? all : Phrase(zh: "（\(all.zh)）", en: "(\(all.en))")
  }

  private func alternatives(_ parts: [ConditionRule], zh: String, en: String) -> Phrase {
    joined(parts.map(part), zh: zh, en: ", \(en) ")
  }

  private func subject(_ subject: ConditionRule.Subject) -> Phrase {
    switch subject {
    case .student(column: "middle_school"): return Phrase(zh: "考生的初中代码", en: "the middle school")
    case .student(let column):
      let name = header(column)
      return Phrase(zh: "考生的\(name.zh)", en: "the student's \(name.en)")
    case .programme(let column):
      let name = header(column)
      return Phrase(zh: "所报招生代码的\(name.zh)", en: "the programme's \(name.en)")
    }
  }

  private func range(
    _ what: Phrase, _ least: String?, _ most: String?, _ atLeast: Phrase, _ atMost: Phrase,
    unit: String
  ) -> Phrase {
    var (zh, en) = ([String](), [String]())
    if let least {
      zh.append("\(atLeast.zh) \(least)\(unit)")
      en.append("\(atLeast.en) \(least)")
    }
    if let most {
      zh.append("\(atMost.zh) \(most)\(unit)")
      en.append("\(atMost.en) \(most)")
    }
    return what + Phrase(zh: zh.joined(separator: "、"), en: " " + en.joined(separator: " and "))
  }

  /// A line: what a score must reach.
  func line(_ line: LineRule) -> Phrase {
    let name = named(rules.scores[line.score].name)
    switch line.bound {
    case .fixed(let least):
      return Phrase(
        zh: "成绩\(name.zh)不低于 \(least) 分", en: "the score \(name.en) is at least \(least)")
    case .programmeColumn(let column, let minus):
      let (column, less) = (header(column), minus.less)
      return Phrase(
        zh: "成绩\(name.zh)不低于所报招生代码的\(column.zh)\(less.zh)（空则不设）",
        en:
          "the score \(name.en) is at least the programme's \(column.en)\(less.en) (empty: no line)"
      )
    case .cutoff(let stage, let pool, let minus, let waives):
      let stage = named(rules.stages[stage].name)
      let (pool, less) = (named(rules.pools[pool].name), minus.less)
      let vacant =
        waives
        ? Phrase(zh: "该校无人录取或留有空额的，不设此线", en: "no line where nobody was, or a seat was left")
        : Phrase(
          zh: "该校无人录取的，不设此线；留有空额的，仍按已录取的最低分",
          en: "no line where nobody was; where a seat was left, the lowest all the same")
      return Phrase(
        zh: "成绩\(name.zh)不低于同一招生代码在批次\(stage.zh)的\(pool.zh)名额中录取的最低分\(less.zh)（\(vacant.zh)）",
        en: "the score \(name.en) is at least the lowest admitted to the same programme's "
          + "\(pool.en) in the stage \(stage.en)\(less.en) (\(vacant.en))")
    }
  }
}

/// Both languages at once.
private func + (a: Phrase, b: Phrase) -> Phrase { Phrase(zh: a.zh + b.zh, en: a.en + b.en) }

extension Decimal {
  /// What is taken off a line; nothing where it is zero.
  fileprivate var less: Phrase {
    if self == .zero { return Phrase(zh: "", en: "") }
    return Phrase(zh: "减 \(self) 分", en: " minus \(self)")
  }
}
