import Admission
import Columns
import Diagnostics
import Rules

extension CaseReader {
  /// Warns of lines above every student: fixed ones, and those of programmes. Complexity:
  /// O(students) for each such line; the others end at the first student who reaches them.
  func warnOfLines(
    _ builder: MarketBuilder, _ market: Market, _ names: MarketNames, _ log: inout ProblemLog
  ) {
    for (rule, stage) in zip(builder.rules.stages, market.stages) {
      let path = RuleSet.keyPath("stages", rule.name)
      warn(stage.gate.lines, rule.lines, path, builder, market, names, &log)
      for (offered, pool) in zip(rule.pools, stage.pools) {
        let inner = path + RuleSet.keyPath("pools", builder.rules.pools[offered.pool].name)
        warn(pool.gate.lines, offered.lines, inner, builder, market, names, &log)
      }
    }
  }

  private func warn(
    _ lines: [Line], _ rules: [LineRule], _ path: String, _ builder: MarketBuilder,
    _ market: Market, _ names: MarketNames, _ log: inout ProblemLog
  ) {
    guard lines.count == rules.count else { return }  // what is missing has been said
    for (at, (line, rule)) in zip(lines, rules).enumerated() {
      let key = "\(path)/lines/\(at)"
      let highest: Int64?
      switch line.bound {
      case .fixed(let least): highest = least
      case .programmes(let values): highest = values.compactMap { $0 }.max()
      case .cutoff: highest = nil
      }
      let numbers = market.cohort.numbers[line.number]
      guard let highest, let best = best(numbers, below: highest) else { continue }
      let name = names.numbers[line.number]
      func words(_ what: Phrase, _ line: String) -> Phrase {
        let most = name.text(best)
        return Phrase(
          zh: "\(key)：\(what.zh)\(name.name) 不低于 \(line)，没有学生达到，最高为 \(most)",
          en: "\(key): \(what.en)\(name.name) at least \(line), which no student reaches; the "
            + "highest is \(most)")
      }
      switch (line.bound, rule.bound) {
      case (.programmes(let values), .programmeColumn(let column, _)):
        var (table, said) = (builder.programmes.table, ProblemLog())
        let header = table.finder.find(column, log: &said)
        for (programme, value) in values.enumerated() {
          guard let value, value > best else { continue }
          log.add(.lineUnmet, cause: key) {
            let code = names.programmes[programme]
            return (
              table.place(programme, column: header),
              words(Phrase(zh: "\(code) 要求 ", en: "\(code) asks for "), name.text(value))
            )
          }
        }
      case (_, .fixed(let least)):
        log.add(
          .lineUnmet, at: builder.rules.place(of: key), cause: key,
          words(Phrase(zh: "要求 ", en: ""), least.description))
      default: continue
      }
    }
  }

  /// The highest of `numbers`, if all are below `line`; nil where some student reaches it, and
  /// where nobody has a number.
  private func best(_ numbers: NumberColumn, below line: Int64) -> Int64? {
    var best = NumberColumn.missing
    for student in 0..<numbers.count {
      let value = numbers[student]
      if value >= line, value != NumberColumn.missing { return nil }
      best = max(best, value)
    }
    return best == NumberColumn.missing ? nil : best
  }
}
