/// Lines for a terminal of 80 columns, Chinese counted as wide.
public struct TextLines {
  private var lines: [String] = []

  /// The columns of a line.
  public static let width = 80

  /// Nothing yet.
  public init() {}

  /// All lines, each with its end.
  public var text: String { lines.map { $0 + "\n" }.joined() }

  /// Adds a text behind `head`; what a line cannot hold stands below, under its beginning and
  /// `hang` columns further in.
  public mutating func add(_ text: String, behind head: String = "", hang: Int = 0) {
    let indent = displayWidth(head)
    let below = String(repeating: " ", count: indent + hang)
    let whole = displayWidth(text) <= TextLines.width - indent
    let parts = whole ? [text] : wrapped(text, to: TextLines.width - indent - hang)
    for (number, part) in parts.enumerated() { lines.append((number == 0 ? head : below) + part) }
  }

  /// Adds words with blanks between them, which are kept whole; a line that is cut ends with `cut`.
  public mutating func add(_ words: [String], behind head: String, cut: String = "") {
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

  /// Adds a line as it is, however long: one to copy.
  public mutating func add(whole line: String) { lines.append(line) }
}
