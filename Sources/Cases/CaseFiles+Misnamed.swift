import Diagnostics
import Rules

extension CaseFiles {
  /// Warns of files whose names nearly are those of tables and seeds, and which are therefore not
  /// read: `quota.csv`, `Quotas.csv`, `quotas (1).csv`. Another format of a table that is there,
  /// and a file whose name says more (`students_2025.csv`), are somebody's own.
  func warnOfMisnamed(log: inout ProblemLog) {
    guard source == nil, let rules else { return }
    let seeds = ["seed.txt", "plan-seed.txt"]
    for file in names.sorted() where !seeds.contains(where: { sameBytes($0, file) }) {
      if RuleSet.tables.contains(where: { rules.isFile(file, of: $0) }) { continue }
      guard let (stem, isText) = CaseFiles.stem(file) else { continue }
      let wanted = isText ? seeds : RuleSet.tables
      guard let name = wanted.first(where: { isNear(stem, isText ? String($0.dropLast(4)) : $0) })
      else { continue }
      let right = isText ? name : fileName(name)
      let isThere = isText ? names.contains { sameBytes($0, name) } : self.isThere(name)
      if isThere, sameBytes(stem, name) { continue }
      log.add(
        .fileMisnamed, at: Place(file: file), cause: file,
        Phrase(
          zh: "\(spelled(file)) 没有被读取，它像是 \(right)" + (isThere ? "（读取的是后者）" : "，改用此名才会读取"),
          en: "\(spelled(file)) is not read; it looks like \(right)"
            + (isThere ? ", which is" : ": called so it is read")))
    }
  }

  /// A file's name without the ending that tables (or texts, as seeds) have; nil for other files.
  private static func stem(_ file: String) -> (stem: String, isText: Bool)? {
    let tables = [".csv", ".xlsx", ".xls", ".dbf", ".et", ".ods"]
    let small = file.lowercased()
    guard let ending = (tables + [".txt"]).first(where: { small.hasSuffix($0) }),
      small.unicodeScalars.count == file.unicodeScalars.count
    else { return nil }
    return (String(file.dropLast(ending.count)), ending == ".txt")
  }

  /// Whether `stem` is `name` but for what people and programs do to names: another case, one of
  /// many, other marks between words, the number of a copy, a slip of one letter.
  private func isNear(_ stem: String, _ name: String) -> Bool {
    let (mine, other) = (CaseFiles.form(stem), CaseFiles.form(name))
    if sameBytes(mine, other) { return true }
    return other.utf8.count >= 6 && editDistance(Array(mine.utf8), Array(other.utf8)) == 1
  }

  private static func form(_ name: String) -> String {
    var form = plainForm(name).filter { $0 != "_" && $0 != "-" }
    // "quotas (1)" and, of a full-width pair, the same.
    if form.hasSuffix(")"), let open = form.lastIndex(of: "("),
      form[form.index(after: open)...].dropLast().allSatisfy(\.isNumber)
    {
      form = String(form[..<open])
    }
    for word in ["副本", "copy"] where form.hasSuffix(word) { form.removeLast(word.count) }
    if form.hasSuffix("ies") { return form.dropLast(3) + "y" }
    return form.hasSuffix("s") ? String(form.dropLast()) : form
  }
}
