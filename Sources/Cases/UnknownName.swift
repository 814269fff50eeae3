import Diagnostics
import Tables

/// What is said of a `name` that no `what` has: the name, and which of `known` comes nearest; where
/// none does and there are few, which there are.
func unknownName(_ what: String, _ name: String, among known: [String]) -> Phrase {
  let others = knownNames(near: name, among: known)
  return Phrase(
    zh: "未知的 \(what) \(spelled(name))" + others.zh,
    en: "unknown \(what) \(spelled(name))" + others.en
  )
}

/// Which of `known` comes nearest to `name`, as the end of a sentence; where none does and there
/// are few, which there are; else nothing.
func knownNames(near name: String, among known: [String]) -> Phrase {
  if let near = nearestName(to: name, among: known) {
    return Phrase(zh: "；最接近的是 \(near)", en: "; the nearest is \(near)")
  }
  let known = known.filter { !$0.isEmpty }
  guard (1...listedMax).contains(known.count) else { return Phrase(zh: "", en: "") }
  return Phrase(
    zh: "；已知的有 " + known.joined(separator: "、"),
    en: "; there " + (known.count == 1 ? "is " : "are ") + known.joined(separator: ", "))
}

extension CSVTable {
  /// Reports a cell that names none of `known`: a `what`, which has a count of its own. `column` is
  /// one of the table.
  func reportUnknown(
    _ code: Code, _ what: String, _ cell: String, among known: @autoclosure () -> [String],
    row: Int, column: Int, _ log: inout ProblemLog
  ) {
    log.add(code, cause: "\(file)/\(what)") {
      (place(row: row, column: column), unknownName(headers[column].name, cell, among: known()))
    }
  }
}

extension CodeColumn {
  /// The codes among which the nearest one is looked for: of a whole city that would take too long.
  var likely: [String] { count > 20_000 ? [] : (0..<count).map { text($0) } }
}

/// So many names are read at a glance.
private let listedMax = 6
