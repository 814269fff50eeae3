import Diagnostics

/// What is said of a `name` that no `what` has: the name, and which of `known` comes nearest.
func unknownName(_ what: String, _ name: String, among known: [String]) -> Phrase {
  let near = nearestName(to: name, among: known)
  return Phrase(
    zh: "未知的 \(what) \(quoted(name))" + (near.map { "；最接近的是 \($0)" } ?? ""),
    en: "unknown \(what) \(quoted(name))" + (near.map { "; the nearest is \($0)" } ?? ""))
}
