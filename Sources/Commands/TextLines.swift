import Diagnostics

/// Lines for a terminal of 80 columns, Chinese counted as wide.
struct TextLines {
  private var lines: [String] = []

  /// The columns of a line.
  static let width = 80

  /// All lines, each with its end.
  var text: String { lines.map { $0 + "\n" }.joined() }

  /// Adds a text behind `head`; what a line cannot hold stands below, under its beginning.
  mutating func add(_ text: String, behind head: String = "") {
    let indent = displayWidth(head)
    let parts = wrapped(text, to: TextLines.width - indent)
    for (number, part) in parts.enumerated() {
      lines.append((number == 0 ? head : String(repeating: " ", count: indent)) + part)
    }
  }

  /// Adds words with blanks between them, which are kept whole; a line that is cut ends with `cut`.
  mutating func add(_ words: [String], behind head: String, cut: String = "") {
    var line = head
    var isFirst = true
    for word in words {
      if !isFirst, displayWidth(line + " " + word + cut) > TextLines.width {
        lines.append(line + cut)
        line = String(repeating: " ", count: displayWidth(head) + 2) + word
      } else {
        line += (isFirst ? "" : " ") + word
      }
      isFirst = false
    }
    lines.append(line)
  }
}
