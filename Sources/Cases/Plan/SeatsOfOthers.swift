import Columns
import Diagnostics
import Rules
import Tables

/// Says which seats the quotas in `folder`, if there are any, have of pools that no split of the
/// rules fills: the office brought them, and a plan knows nothing of them. What is no such table
/// has none.
package func reportSeatsOfOthers(
  in folder: String, _ rules: RuleSet, as code: Code, workers: Workers, log: inout ProblemLog
) {
  let names = ["programme", "pool", "audience", "seats"]
  guard let table = NonInputTable("quotas", columns: names, in: folder, rules, workers: workers)
  else { return }
  let filled = rules.plan.splits.map { rules.pools[$0.pool].name }
  for row in 0..<table.rowCount {
    let cells = table.cells(row)
    if filled.contains(where: { sameBytes($0, cells[1]) }) || count(of: cells[3]) == 0 { continue }
    log.add(
      code, at: table.place(row), cause: cells[1],
      Phrase(
        zh: "\(cells[0]) 给 \(cells[2]) 的 \(cells[3]) 个名额属于类别 \(cells[1])，没有方案分配这一类",
        en:
          "\(cells[0]) has \(cells[3]) for \(cells[2]) in the pool \(cells[1]), which no split fills"
      ))
  }
}
