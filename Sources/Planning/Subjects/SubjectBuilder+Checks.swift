import Apportionment
import Cases
import Diagnostics
import Rules

extension SubjectBuilder {
  /// Whether a row's seats can be placed at all.
  func check(
    _ row: SplitSubject.Row, _ cells: ArraySlice<MatrixCell>, _ log: inout ProblemLog
  ) {
    let weighty = cells.filter { $0.weight > 0 }
    let least = weighty.reduce(0) { $0 + $1.minimum }
    let most = rule.maximum.map { min($0, Limits.seatsMax) * weighty.count } ?? Limits.seatsMax
    let (code, what): (Code, Phrase)
    if cells.isEmpty {
      (code, what) = (.splitWithoutAudience, noAudience(row))
    } else if weighty.isEmpty {
      (code, what) = (
        .splitWithoutWeight,
        Phrase(
          zh: "对它开放的 \(cells.count) 个受众权重都为 0",
          en: "the \(cells.count) audiences open to it weigh nothing")
      )
    } else if least > row.seats {
      (code, what) = (
        .minimumsBeyondSeats, Phrase(zh: "最低名额合计 \(least)", en: "the minima add up to \(least)")
      )
    } else if most < row.seats {
      (code, what) = (
        .maximumsBelowSeats, Phrase(zh: "最高名额合计 \(most)", en: "the maxima add up to \(most)")
      )
    } else {
      return
    }
    log.add(code, cause: rule.name) {
      let programme = planCase.programmes[row.programme].code
      return (
        planCase.place(ofProgramme: row.programme),
        Phrase(
          zh: "方案 \(rule.name)：\(programme) 有 \(row.seats) 个名额，\(what.zh)",
          en: "split \(rule.name): \(programme) has \(counted(row.seats, "seat")), and \(what.en)")
      )
    }
  }

  /// Why nobody is open to a row: the value of `within` that no middle school has, else exclusions.
  private func noAudience(_ row: SplitSubject.Row) -> Phrase {
    guard let name = rule.within, let within = split.within else {
      return Phrase(zh: "没有对它开放的受众", en: "no audience is open to it")
    }
    let value = within.programmes[row.programme]
    if value.isEmpty { return Phrase(zh: "它的 \(name) 为空", en: "its \(name) is empty") }
    let isAnywhere = within.schools.contains { sameBytes($0, value) }
    return isAnywhere
      ? Phrase(
        zh: "\(name) 为 \(value) 的初中都被排除",
        en: "the middle schools whose \(name) is \(value) are all excluded")
      : Phrase(
        zh: "没有 \(name) 为 \(value) 的初中", en: "no middle school has \(name) \(value)")
  }

  /// Refuses what the method cannot do, naming those that can.
  func checkMethod(_ log: inout ProblemLog) {
    let isNetwork = [.lottery, .leastDeviation].contains(rule.method)
    let name = rule.method.rawValue
    let path = RuleSet.keyPath("plan", "splits", rule.name)
    func refuse(_ key: String, _ zh: String, _ en: String) {
      log.add(
        .methodCannot, at: planCase.rules.place(of: path + "/" + key), cause: rule.name,
        Phrase(zh: "方案 \(rule.name)：\(zh)", en: "split \(rule.name): \(en)"))
    }
    if isNetwork, rule.levels.count > 2 {
      refuse(
        "levels", "\(name) 至多两级；六种逐级分配的方法（如 hamilton）级数不限",
        "\(name) takes at most two levels; the vector methods (such as hamilton) take any number")
    }
    if rule.method == .biproportional, rule.levels.count > 1 {
      refuse(
        "levels", "biproportional 只能一级；两级可用 lottery 或 leastDeviation",
        "biproportional takes one level; lottery and leastDeviation take two")
    }
    if let least = rule.totalMinimum, least > 0, !isNetwork, rule.method != .biproportional {
      refuse(
        "totalMinimum",
        "\(name) 逐个招生代码分配，不能保证每所初中合计；可用 lottery、leastDeviation 或 biproportional",
        "\(name) splits each programme on its own and cannot promise totals; lottery, "
          + "leastDeviation and biproportional can")
    }
  }
}
