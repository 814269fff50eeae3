import Diagnostics

/// What is said of a `name` that no `what` has: the name, and which of `known` comes nearest; where none
/// does and there are few, which there are.
func unknownName(_ what: String, _ name: String, among known: [String]) -> Phrase {
  let (zh, en) = ("未知的 \(what) \(quoted(name))", "unknown \(what) \(quoted(name))")
  if let near = nearestName(to: name, among: known) {
    return Phrase(zh: zh + "；最接近的是 \(near)", en: en + "; the nearest is \(near)")
  }
  let known = known.filter { !$0.isEmpty }
  guard (1...listedMax).contains(known.count) else { return Phrase(zh: zh, en: en) }
  return Phrase(
    zh: zh + "；已知的有 " + known.joined(separator: "、"),
    en: en + "; there " + (known.count == 1 ? "is " : "are ") + known.joined(separator: ", "))
}

/// So many names are read at a glance.
private let listedMax = 6
