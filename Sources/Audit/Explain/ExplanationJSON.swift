import Admission
import Cases
import Diagnostics
import Exact
import Rules
import Tables

extension Explanation {
  /// For programs: the same facts as one JSON object; sentences in `language`.
  public func json(_ language: Language, rerun: [RerunResult] = []) -> String {
    let words = Wording(read: read, columns: columns, cells: row.cells, language: language)
    var json = JSONWriter()
    json.object { json in
      json.text("student", code)
      json.number("line", row.line)
      let names = ["status", "programme", "stage", "pool", "choice"]
      for (name, cell) in zip(names, read.admissionCells(seat)) {
        json.text(name, cell.isEmpty ? nil : cell)
      }
      json.texts("waivers", read.rules.waiverPhrases.map { $0[language] })
      json.array("stages") { json in
        for finding in findings { append(finding, words, to: &json) }
      }
      json.array("changes") { json in
        for (number, change) in changes.enumerated() {
          append(change, number < rerun.count ? rerun[number] : nil, words, to: &json)
        }
      }
      json.text("lotteryNumber", lots.map { String($0.number(0)) })
      json.text("lotteryLine", lotteryLine)
      json.text("fingerprint", run.fingerprint.description)
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private func append(_ finding: StageFinding, _ words: Wording, to json: inout JSONWriter) {
    let rule = read.rules.stages[finding.stage]
    json.object { json in
      json.text("stage", rule.name)
      json.flag("provisional", rule.provisional)
      json.flag("admittedBefore", finding.isOver)
      if rule.mechanism != .queue { json.text("mechanism", rule.mechanism.rawValue) }
      if finding.isTrading { json.flag("admitted", finding.recorded != nil) }
      json.texts("failures", finding.failures.map { words.failure($0, rule.eligible, 0, nil) })
      json.array("choices") { json in
        for choice in finding.choices { append(choice, finding.stage, words, to: &json) }
      }
    }
  }

  private func append(
    _ choice: StageFinding.Choice, _ stage: Int, _ words: Wording, to json: inout JSONWriter
  ) {
    let rule = read.rules.stages[stage]
    json.object { json in
      json.number("choice", choice.choice + 1)
      json.text("programme", read.names.programmes[choice.programme])
      json.texts(
        "failures",
        choice.failures.map { words.failure($0, rule.eligible, 0, choice.programme) })
      json.array("pools") { json in
        for pool in choice.pools {
          append(pool, rule.pools[pool.entry], choice.programme, words, to: &json)
        }
      }
    }
  }

  private func append(
    _ pool: StageFinding.Pool, _ rule: StagePoolRule, _ programme: Int, _ words: Wording,
    to json: inout JSONWriter
  ) {
    json.object { json in
      json.text("pool", read.names.pools[pool.pool])
      let division = read.market.pools[pool.pool].audience
      json.text("audience", pool.audience.map { read.names.audiences[division][$0] })
      json.text("verdict", pool.verdict.name)
      if case .closed(let failures) = pool.verdict {
        json.texts("failures", failures.map { words.failure($0, rule.eligible, 0, programme) })
      }
      json.number("seats", pool.cutoff?.seats)
      json.number("applicants", pool.cutoff?.applicants)
      json.number("admitted", pool.cutoff?.admitted)
      json.number("vacant", pool.cutoff?.vacant)
      if pool.moved != 0 { json.number("moved", pool.moved) }
      append("key", pool.keys, pool.key, to: &json)
      if let last = pool.cutoff?.last { append("lastKey", pool.keys, last, to: &json) }
      if case .beaten(let key) = pool.verdict {
        json.text("decidingKey", pool.keys.entries[key].name)
        json.text("gap", words.gap(pool.keys, key, pool.key[key], pool.cutoff!.last![key]))
      }
    }
  }

  private func append(
    _ name: String, _ keys: PairKey, _ values: [Int128], to json: inout JSONWriter
  ) {
    json.object(name) { json in
      for (key, value) in values.enumerated() {
        json.text(keys.entries[key].name, keys.text(key, value))
      }
    }
  }

  private func append(
    _ change: SingleChange, _ result: RerunResult?, _ words: Wording, to json: inout JSONWriter
  ) {
    json.object { json in
      json.text("kind", change.kind.rawValue)
      json.text("column", change.column)
      json.text("old", change.old)
      json.text("new", change.new)
      if change.kind == .points {
        json.text("added", Decimal(thousandths: change.added).description)
      }
      for (name, cell) in zip(
        ["programme", "stage", "pool"], read.admissionCells(change.seat)[1...])
      {
        json.text(name, cell)
      }
      json.flag("certain", change.doubt == nil)
      switch result {
      case nil: break
      case .done(let cells, let isConfirmed):
        json.flag("confirmed", isConfirmed)
        json.text("rerun", cells.joined(separator: ","))
      case .tie: json.text("rerun", "tie")
      case .refused: json.text("rerun", "refused")
      }
      json.text("text", describe(change, words))
    }
  }
}

extension StageFinding.Verdict {
  /// The word for programs and tables.
  var name: String {
    switch self {
    case .admitted: "admitted"
    case .notOpen: "notOpen"
    case .closed: "closed"
    case .noSeats: "noSeats"
    case .unlisted: "unlisted"
    case .refused: "refused"
    case .tied: "tied"
    case .beaten: "beaten"
    case .notAsked: "notAsked"
    case .traded: "traded"
    }
  }
}
