import Diagnostics

/// The members of an object whose keys are fixed.
package struct Fields {
  /// The object.
  package let node: Node
  fileprivate var members: [String: Node] = [:]

  /// The value of `key`, nil where it is left out.
  package subscript(key: String) -> Node? { members[key] }

  /// The value of `key`, where `null` says the same as leaving it out.
  package func optional(_ key: String) -> Node? {
    guard let node = members[key] else { return nil }
    if case .null = node.value.kind { return nil }
    return node
  }

  /// Which of `keys` are there, in that order.
  package func present(_ keys: [String]) -> [String] { keys.filter { members[$0] != nil } }
}

/// Objects and arrays.
extension RuleReader {
  /// The most named things in one place.
  package static let namesMax = 1000

  /// The members of an object that knows `known` keys; reports all others.
  package mutating func fields(_ node: Node, _ known: [String]) -> Fields? {
    guard let members = members(node) else { return nil }
    var fields = Fields(node: node)
    for member in members {
      if known.contains(member.key) {
        fields.members[member.key] = child(of: node, member)
      } else {
        let hint =
          topKeys.contains(member.key) && nearestName(to: member.key, among: known) == nil
          ? Phrase(zh: "；它属于最外层", en: "; it belongs at the top level of the file")
          : choiceHint(for: member.key, among: known)
        let place = Place(file: file, line: member.line, column: member.column)
        if let meant = nearestName(to: member.key, among: known) {
          mayMisreadTables = mayMisreadTables || RuleReader.keysOfTables.contains(meant)
        }
        report(
          .unknownKey, at: place, path: node.path.appending(key: member.key),
          zh: "未知的键 \(asciiQuoted(member.key))\(hint.zh)",
          en: "unknown key \(asciiQuoted(member.key))\(hint.en)")
      }
    }
    return fields
  }

  /// The members of an object whose keys are names that the author chose.
  package mutating func entries(_ node: Node) -> [(name: String, node: Node)]? {
    guard let members = members(node) else { return nil }
    guard members.count <= RuleReader.namesMax else {
      reportTooMany(node, members.count)
      return nil
    }
    return members.map { member in
      let child = child(of: node, member)
      if !isName(member.key) {
        let place = places[child.path]!
        report(
          .wrongValue, at: place, path: child.path,
          zh: "名称不能为空，也不能含控制字符", en: "a name cannot be empty or have control characters")
      }
      return (member.key, child)
    }
  }

  /// The members of an object without the doubled ones, which are reported with both lines.
  private mutating func members(_ node: Node) -> [JSON5Value.Member]? {
    guard case .object(let all) = node.value.kind else {
      reportKind(node, wanted: "一个对象 { … }", "an object { … }")
      return nil
    }
    // `String` compares what readers see, not bytes: two keys that look the same are refused.
    var firsts: [String: JSON5Value.Member] = [:]
    return all.filter { member in
      guard let first = firsts.updateValue(member, forKey: member.key) else { return true }
      report(
        .doubledKey, at: Place(file: file, line: member.line, column: member.column),
        path: node.path.appending(key: member.key),
        zh: "键 \(asciiQuoted(member.key)) 写了两次：第 \(first.line) 行和第 \(member.line) 行",
        en:
          "the key \(asciiQuoted(member.key)) stands twice: on line \(first.line) and \(member.line)"
      )
      return false
    }
  }

  private mutating func child(of node: Node, _ member: JSON5Value.Member) -> Node {
    let child = Node(value: member.value, path: node.path.appending(key: member.key))
    places[child.path] = Place(file: file, line: member.line, column: member.column)
    return child
  }

  /// The elements of an array, addressed by index; reports an array of fewer than `countMin`.
  package mutating func elements(_ node: Node, countMin: Int = 0) -> [Node]? {
    guard let all = array(node, countMin: countMin) else { return nil }
    return all.indices.map { element(of: node, all[$0], key: String($0)) }
  }

  /// The same, of at most `countMax`.
  package mutating func elements(_ node: Node, countMin: Int, countMax: Int) -> [Node]? {
    guard let all = elements(node, countMin: countMin) else { return nil }
    if all.count <= countMax { return all }
    reportTooMany(node, all.count, countMax)
    return nil
  }

  /// The elements of an array of objects that have a name under `key`: addressed by it, or by index
  /// where there is none or it is another element's too.
  package mutating func namedElements(_ node: Node, by key: String, countMin: Int = 0) -> [Node]? {
    guard let all = array(node, countMin: countMin) else { return nil }
    guard all.count <= RuleReader.namesMax else {
      reportTooMany(node, all.count)
      return nil
    }
    var taken: Set<String> = []
    return all.indices.map { index in
      let name = all[index].name(under: key)
      let isOwn = name.map { isName($0) && taken.insert($0).inserted } ?? false
      return element(of: node, all[index], key: isOwn ? name! : String(index))
    }
  }

  private mutating func array(_ node: Node, countMin: Int) -> [JSON5Value]? {
    guard case .array(let all) = node.value.kind else {
      reportKind(node, wanted: "一个数组 [ … ]", "an array [ … ]")
      return nil
    }
    if all.count < countMin {
      report(
        .wrongValue, node, zh: "应至少有 \(countMin) 项，实为空",
        en: "expected at least \(countMin), found none")
    }
    return all
  }

  private mutating func element(of node: Node, _ value: JSON5Value, key: String) -> Node {
    let element = Node(value: value, path: node.path.appending(key: key))
    places[element.path] = Place(file: file, line: value.line, column: value.column)
    return element
  }

  private mutating func reportTooMany(
    _ node: Node, _ count: Int, _ most: Int = RuleReader.namesMax
  ) {
    report(
      .rulesLimit, node, zh: "有 \(count) 项，上限是 \(most)",
      en: "there are \(count), the limit is \(most)")
  }

  /// The value of a key that must be there; reports where it is not.
  package mutating func required(_ key: String, in fields: Fields) -> Node? {
    if let node = fields[key] { return node }
    let at = fields.node.value
    report(
      .missingKey, at: Place(file: file, line: at.line, column: at.column),
      path: fields.node.path.appending(key: key),
      zh: "缺少键 \(asciiQuoted(key))", en: "the key \(asciiQuoted(key)) is missing")
    return nil
  }

  /// The one of `keys` that is there; reports none and several.
  package mutating func exactlyOne(of keys: [String], in fields: Fields) -> String? {
    let present = fields.present(keys)
    guard present.count != 1 else { return present[0] }
    let all = keys.map(asciiQuoted)
    report(
      present.isEmpty ? .missingKey : .conflictingKeys, fields.node,
      zh: "\(all.joined(separator: "、")) 中应恰有一个，实有 \(present.count) 个",
      en: "expected exactly one of \(all.joined(separator: ", ")), found \(present.count)")
    return nil
  }

  /// Reports each of `keys` that is there.
  package mutating func refuse(
    _ keys: [String], in fields: Fields, _ code: Code = .conflictingKeys, zh: String, en: String
  ) {
    for key in keys {
      guard let node = fields[key], let place = places[node.path] else { continue }
      report(code, at: place, path: node.path, zh: zh, en: en)
    }
  }
}

extension JSON5Value {
  /// The text under `key` of an object, or the text itself.
  fileprivate func name(under key: String) -> String? {
    switch kind {
    case .text(let text): text
    case .object(let members):
      members.first { $0.key == key }.flatMap {
        if case .text(let text) = $0.value.kind { text } else { nil }
      }
    default: nil
    }
  }
}

/// Whether `text` can be a name: it is not empty and fits on a line.
package func isName(_ text: String) -> Bool {
  !text.isEmpty && !text.unicodeScalars.contains(where: isControl)
}
