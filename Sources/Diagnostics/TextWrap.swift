/// `text` in lines of at most `width` columns of a terminal, Chinese counted as wide. Lines break
/// at blanks and beside Chinese characters, not before closing punctuation and not behind opening
/// one; a word wider than a line has a line of its own. Complexity: O(length).
public func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  var used = 0
  for piece in pieces(of: text) {
    let wide = displayWidth(piece)
    let visible = displayWidth(String(piece.reversed().drop { $0 == " " }))
    if used > 0, used + visible > width {
      lines.append(line)
      (line, used) = ("", 0)
    }
    line += piece
    used += wide
  }
  return (lines + [line]).map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
}

/// The parts of `text` between which a line may break.
private func pieces(of text: String) -> [String] {
  var pieces: [String] = []
  var piece = ""
  var last: Character?
  var isInQuotes = false
  for character in text {
    if character == "\"" { isInQuotes.toggle() }
    // A plain quote opens or closes: it stays with what it encloses.
    let isTied = last == "\"" && isInQuotes || character == "\"" && !isInQuotes
    if let last, !isTied, mayBreak(last, character) {
      pieces.append(piece)
      piece = ""
    }
    piece.append(character)
    last = character
  }
  return pieces + [piece]
}

/// Whether a line may break between two characters.
private func mayBreak(_ last: Character, _ next: Character) -> Bool {
  if next == " " || closing.contains(next) || opening.contains(last) { return false }
  return last == " " || displayWidth(last) == 2 || displayWidth(next) == 2
    || closing.contains(last) && opening.contains(next)
}

private let closing: Set<Character> = [
  "，", "。", "、", "；", "：", "！", "？", "）", "》", "”", "％", "%", ",", ".", ")", "]", "…",
]
private let opening: Set<Character> = ["（", "《", "“", "(", "["]
