import Diagnostics
import Exact

/// Texts, words, numbers and references. A nil node is a key left out, and a nil result has been
/// reported or was left out.
extension RuleReader {
  /// A name or header: a text that is not empty and fits on a line.
  package mutating func name(_ node: Node?) -> String? {
    guard let node else { return nil }
    guard case .text(let text) = node.value.kind, isName(text) else {
      reportKind(node, wanted: "一个非空、单行的文本", "a text, not empty and on one line")
      return nil
    }
    return text
  }

  /// A text for people, of which something is to be seen.
  package mutating func sentence(_ node: Node) -> String? {
    if case .text(let text) = node.value.kind,
      text.unicodeScalars.contains(where: { !$0.properties.isWhitespace && !isControl($0) })
    {
      return text
    }
    reportKind(node, wanted: "一段说明文字", "some words of explanation")
    return nil
  }

  /// A column or several, each once.
  package mutating func columns(_ node: Node) -> [String] {
    var seen = NameIndex(of: Noun.list)
    for element in elements(node, countMin: 1) ?? [] {
      guard let column = name(element) else { continue }
      if seen.number(of: column) != nil {
        report(
          .doubledName, element, zh: "列 \(asciiQuoted(column)) 写了两次",
          en: "the column \(asciiQuoted(column)) stands twice")
      }
      seen.add(column)
    }
    return seen.names
  }

  /// `true` or `false`.
  package mutating func flag(_ node: Node?) -> Bool? {
    guard let node else { return nil }
    guard case .bool(let value) = node.value.kind else {
      reportKind(node, wanted: " true 或 false", "true or false")
      return nil
    }
    return value
  }

  /// One of the words of `Word`.
  package mutating func word<Word: RawRepresentable & CaseIterable>(
    _ node: Node?, _ type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let node else { return nil }
    let known = Word.allCases.map(\.rawValue)
    guard case .text(let text) = node.value.kind else {
      let words = known.map(asciiQuoted)
      reportKind(
        node, wanted: " \(words.joined(separator: "、")) 之一",
        "one of \(words.joined(separator: ", "))")
      return nil
    }
    if let word = Word(rawValue: text) { return word }
    let hint = choiceHint(for: text, among: known)
    report(
      .unknownWord, node, zh: "\(asciiQuoted(text)) 不是可选的取值\(hint.zh)",
      en: "\(asciiQuoted(text)) is none of the words allowed\(hint.en)")
    return nil
  }

  /// A number, bare or as a text, exactly.
  package mutating func decimal(_ node: Node?) -> Decimal? {
    guard let node else { return nil }
    let text: String
    switch node.value.kind {
    case .number(let digits): text = plain(digits)
    case .text(let digits): text = digits
    default:
      reportKind(node, wanted: "一个数", "a number")
      return nil
    }
    if let value = Decimal(text) { return value }
    let found = node.value.description
    report(
      .wrongNumber, node,
      zh: "应为至多 18 位有效数字的十进制数，不带指数，实为\(found.zh)",
      en: "expected a decimal number of at most 18 digits without exponent, found \(found.en)")
    return nil
  }

  /// `.5` and `5.`, which JSON5 allows, as `0.5` and `5`.
  private func plain(_ digits: String) -> String {
    var sign = ""
    var digits = digits[...]
    if let first = digits.first, first == "-" || first == "+" {
      sign = String(first)
      digits = digits.dropFirst()
    }
    if digits.hasPrefix(".") { digits = "0" + digits }
    if digits.hasSuffix(".") { digits = digits.dropLast() }
    return sign + digits
  }

  /// A number of points: at most 3 places, since scores are kept in thousandths.
  package mutating func points(_ node: Node?) -> Decimal? {
    guard let node, let value = decimal(node) else { return nil }
    if value.thousandths != nil { return value }
    report(
      .wrongNumber, node, zh: "\(value) 应至多有 3 位小数且不过大",
      en: "\(value) has over 3 places or is too large")
    return nil
  }

  /// A number from 0 to 1.
  package mutating func share(_ node: Node?) -> Decimal? {
    guard let node, let value = decimal(node) else { return nil }
    if value >= .zero, value <= .one { return value }
    report(.wrongNumber, node, zh: "比例 \(value) 应在 0 与 1 之间", en: "\(value) is not between 0 and 1")
    return nil
  }

  /// A whole number of `range`.
  package mutating func integer(_ node: Node?, in range: ClosedRange<Int>) -> Int? {
    guard let node, let value = decimal(node) else { return nil }
    if value.places == 0, let whole = Int(exactly: value.mantissa), range.contains(whole) {
      return whole
    }
    report(
      .wrongNumber, node, zh: "应为 \(range.lowerBound) 至 \(range.upperBound) 的整数，实为 \(value)",
      en: "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(value)")
    return nil
  }

  /// The number of the thing that a text names.
  package mutating func reference(_ node: Node?, to index: NameIndex) -> Int? {
    guard let node, let name = name(node) else { return nil }
    if let number = index.number(of: name) { return number }
    guard index.isWhole else { return nil }
    let hint = index.hint(for: name)
    report(
      .unknownName, node, zh: "没有名为 \(asciiQuoted(name)) 的\(index.noun.zh)\(hint.zh)",
      en: "there is no \(index.noun.en) named \(asciiQuoted(name))\(hint.en)")
    return nil
  }

  /// The same for a score, with what to do where a column was meant.
  package mutating func scoreReference(_ node: Node?) -> Int? {
    guard let node, let name = name(node) else { return nil }
    if let number = scores.number(of: name) { return number }
    guard scores.isWhole else { return nil }
    let hint = scores.hint(for: name)
    report(
      .unknownName, node,
      zh: "没有名为 \(asciiQuoted(name)) 的成绩项（若是一列，请在 scores 中定义它，或改用 column）\(hint.zh)",
      en: """
        there is no score named \(asciiQuoted(name)) (if it is a column, define it under scores, or use \
        column)\(hint.en)
        """)
    return nil
  }
}
