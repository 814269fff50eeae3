import Diagnostics
import Rules
import Tables

extension OutputPlace {
  /// Files of a case that are no tables.
  private static let ownNames = [
    "rules.json", "seed.txt", "plan-seed.txt", "plan.csv", "plan-summary.json", "corrections.csv",
  ]

  /// Refuses the name of a file that the case in this folder reads, there or not: a list or a page
  /// would take its place, or be taken for it. Other files in a case spoil nothing.
  public func checkIsNoInput() throws(FileError) {
    guard let text = try? readSmallFile("rules.json", in: folder, bytesMax: JSONTree.bytesMax)
    else { return }
    let rules = RuleSet.read(text).rules
    let isTable = RuleSet.tables.contains { table in
      rules?.isFile(name, of: table) ?? sameBytes(name, "\(table).csv")
    }
    guard isTable || OutputPlace.ownNames.contains(where: { sameBytes(name, $0) }) else { return }
    throw refusal(
      Phrase(
        zh: "\(folder) 是案例，\(name) 是它的文件", en: "\(folder) is a case, and \(name) is a file of it"))
  }
}
