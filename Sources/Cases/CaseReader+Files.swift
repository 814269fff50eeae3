import Diagnostics
import Rules
import Tables

/// Files that are there and not read, and one that is not there.
extension CaseReader {
  /// Warns of files that somebody may think are read, and of seats that nobody gave.
  func warnOfFiles(_ rules: RuleSet, _ log: inout ProblemLog) {
    files.warnOfMisnamed(log: &log)
    warnOfUnused(rules, &log)
    if after == nil { warnOfNoQuotas(rules, &log) }
  }

  /// Warns of a table about students that may have been cut in its last row: a cell of which a
  /// digit is missing is a cell as good as any.
  func warnOfCut(_ table: CSVTable, _ log: inout ProblemLog) {
    guard table.isLastRowOpen else { return }
    log.add(.tableOpen, cause: table.file) {
      (
        table.place(row: table.rowCount - 1),
        Phrase(
          zh: "最后一行没有行尾：文件可能在此被截断",
          en: "the last row has no line end: the file may have been cut here")
      )
    }
  }

  /// Tables for which nothing in the rules asks.
  private func warnOfUnused(_ rules: RuleSet, _ log: inout ProblemLog) {
    let asksForChoices = rules.lists.contains { if case .rows = $0.source { true } else { false } }
    let asksForPriorities = rules.stages.contains { stage in
      stage.pools.contains { if case .priorities? = $0.ranking { true } else { false } }
    }
    let tables = [
      ("choices", asksForChoices, "lists"), ("priorities", asksForPriorities, "stages"),
    ]
    for (table, isAsked, key) in tables where !isAsked && files.isThere(table) {
      let file = files.fileName(table)
      log.add(
        .tableUnused, at: Place(file: file), cause: file,
        Phrase(
          zh: "\(file) 没有被读取：rules.json 的 \(key) 没有用到它",
          en: "\(file) is not read: nothing under `\(key)` of the rules asks for it"))
    }
  }

  /// Pools whose seats only a table of quotas can give.
  private func warnOfNoQuotas(_ rules: RuleSet, _ log: inout ProblemLog) {
    let pools = rules.pools.filter { !$0.takesRest }.map(\.name)
    if pools.isEmpty || files.isThere("quotas") { return }
    let file = files.fileName("quotas")
    log.add(
      .quotasAbsent, at: Place(file: file), cause: file,
      Phrase(
        zh: "没有 \(file)：类别 \(pools.joined(separator: "、")) 没有任何名额",
        en: "there is no \(file): no seats in " + (pools.count == 1 ? "the pool " : "the pools ")
          + pools.joined(separator: ", ")))
  }
}
