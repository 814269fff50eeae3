import Diagnostics

/// The `warnings` of `run.json`: how many of each code reading the case gave.
///
/// Most are suspicions of the reader, which decide nothing and are not computed again; but what
/// stands there is a known code with a count, in the order of codes. What follows from the rules
/// alone, and what compliance says of waived points, is counted again.
struct WarningsCheck {
  /// The hundreds of the warnings that are counted again: rules, compliance.
  private static let counted = ["W1", "W5"]

  let facts: PlainJSON

  /// Whether `code` is one of those that are counted again.
  static func isCounted(_ code: String) -> Bool { counted.contains(where: code.hasPrefix) }

  /// Checks what can be known without a case: known codes, each once and in order, and counts from
  /// 1 on.
  func checkForm(_ findings: inout Findings) {
    guard case .object(let members) = facts["warnings"] else {
      let found = facts["warnings"]?.written ?? ""
      return report(
        "", &findings, zh: "不是由代码和条数组成：\(found)", en: "it is not codes with counts: \(found)")
    }
    var before = ""
    for (name, value) in members {
      if Code.named(name).map({ areSameBytes($0.name, name) && !$0.isError }) != true {
        report(name, &findings, zh: "不是本程序的警告代码", en: "this is no code of a warning")
      }
      if PlainNumber.count(value.digits ?? "") ?? 0 < 1 {
        report(
          name, &findings, zh: "条数 \(value.written) 不是正整数",
          en: "the count \(value.written) is no positive whole number")
      }
      if !comesBefore(before, name) {
        report(name, &findings, zh: "没有按代码排序", en: "the codes are not in their order")
      }
      before = name
    }
  }

  /// Compares those that are counted again with `expected`, by code; returns how many codes there
  /// are.
  func compare(_ expected: [String: Int], _ findings: inout Findings) -> Int {
    var found: [String: String] = [:]
    if case .object(let members) = facts["warnings"] {
      for (name, value) in members where Self.isCounted(name) { found[name] = value.written }
    }
    let codes = Set(found.keys).union(expected.keys).sorted(by: comesBefore)
    for code in codes where found[code] != expected[code].map({ "\($0)" }) {
      findings.differs(
        .runFactWrong, at: Place(file: RunFactsCheck.file),
        { Phrase(zh: "/warnings/\(code)", en: "/warnings/\(code)") }, found: found[code] ?? "",
        expected: expected[code].map { "\($0)" } ?? "")
    }
    return codes.count
  }

  private func report(_ name: String, _ findings: inout Findings, zh: String, en: String) {
    let path = name.isEmpty ? "/warnings" : "/warnings/\(shown(name, .en))"
    findings.add(.runFactWrong, at: Place(file: RunFactsCheck.file)) {
      Phrase(zh: "\(path)：\(zh)", en: "\(path): \(en)")
    }
  }
}

extension PlainJSON {
  /// The text of a number; nil of anything else.
  fileprivate var digits: String? {
    if case .number(let digits) = self { return digits }
    return nil
  }
}
