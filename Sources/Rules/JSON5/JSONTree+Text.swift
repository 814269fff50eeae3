import Diagnostics

extension JSONTree {
  /// The tree as JSON that people can read: a key a line, two spaces a level, keys in their order.
  /// What reads it finds the same tree.
  package var pretty: String {
    var text = ""
    write(to: &text, indent: "")
    return text + "\n"
  }

  /// The tree as JSON on one line, without blanks.
  package var compact: String {
    switch self {
    case .number(let digits), .word(let digits): digits
    case .text(let text): jsonEscaped(text)
    case .array(let items): "[" + items.map(\.compact).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { jsonEscaped($0.key) + ":" + $0.value.compact }.joined(separator: ",")
        + "}"
    }
  }

  private func write(to text: inout String, indent: String) {
    let inner = indent + "  "
    switch self {
    case .number, .word, .text: text += compact
    case .array(let items):
      // Lists of plain values fit on a line.
      if items.allSatisfy(\.isPlain) {
        text += "[" + items.map(\.compact).joined(separator: ", ") + "]"
        return
      }
      text += "["
      for (number, item) in items.enumerated() {
        text += (number > 0 ? ",\n" : "\n") + inner
        item.write(to: &text, indent: inner)
      }
      text += "\n" + indent + "]"
    case .object(let members):
      if members.isEmpty {
        text += "{}"
        return
      }
      text += "{"
      for (number, member) in members.enumerated() {
        text += (number > 0 ? ",\n" : "\n") + inner + jsonEscaped(member.key) + ": "
        member.value.write(to: &text, indent: inner)
      }
      text += "\n" + indent + "}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .number, .word, .text: true
    case .array, .object: false
    }
  }
}
