import Diagnostics

/// Names and their numbers. Names are equal if their bytes are: no Unicode folding.
package struct NameIndex {
  /// What the names are names of.
  package let noun: Phrase
  /// The names, by number.
  package private(set) var names: [String] = []
  /// Whether all names are known; if not, an unknown one is not worth a second message.
  package var isWhole = true
  private var numbers: [[UInt8]: Int] = [:]

  package init(of noun: Phrase) { self.noun = noun }

  /// Adds a name; the first of two equal names keeps its number.
  package mutating func add(_ name: String) {
    let bytes = Array(name.utf8)
    if numbers[bytes] == nil { numbers[bytes] = names.count }
    names.append(name)
  }

  /// The number of `name`. Complexity: O(1).
  package func number(of name: String) -> Int? { numbers[Array(name.utf8)] }

  /// The same names in another order: what was number `order[i]` becomes `i`.
  func reordered(_ order: [Int]) -> NameIndex {
    var index = NameIndex(of: noun)
    index.isWhole = isWhole
    for number in order { index.add(names[number]) }
    return index
  }

  /// "Did you mean", and what there is.
  package func hint(for name: String) -> Phrase { choiceHint(for: name, among: names) }
}

/// "Did you mean …?" and what there is, for a message about a wrong name. Of a long choice only the
/// near name is told, and a single letter is near to nothing.
package func choiceHint(for name: String, among known: [String]) -> Phrase {
  guard !known.isEmpty else { return Phrase(zh: "；一个也没有定义", en: "; none is defined") }
  var zh = "；"
  var en = "; "
  if name.utf8.count > 1, let near = nearestName(to: name, among: known) {
    zh += "是否想写 \(asciiQuoted(near))？"
    en += "did you mean \(asciiQuoted(near))?"
    if known.count > 8 { return Phrase(zh: zh, en: en) }
    en += " "
  }
  var shown: [String] = []
  for name in known.prefix(24).map(asciiQuoted) where !shown.contains(name) { shown.append(name) }
  let more = known.count > 24
  return Phrase(
    zh: zh + "可用：" + shown.joined(separator: "、") + (more ? "……" : ""),
    en: en + "there are: " + shown.joined(separator: ", ") + (more ? ", …" : ""))
}
