/// How many columns of a terminal `text` takes: wide characters (Chinese, full-width forms, emoji)
/// two, combining and invisible ones none, others one. Characters of ambiguous width count one, as
/// terminals outside East Asian locales show them. Complexity: O(length).
///
/// Source: Unicode Standard Annex 11, East Asian Width.
public func displayWidth(_ text: String) -> Int {
  var width = 0
  for character in text { width += displayWidth(character) }
  return width
}

/// The columns of one character as a reader sees it: that of its widest scalar; two where a
/// variation selector asks for a picture, or two regional indicators make a flag.
func displayWidth(_ character: Character) -> Int {
  var width = 0
  var indicators = 0
  for scalar in character.unicodeScalars {
    width = max(width, displayWidth(scalar))
    if (0x1F1E6...0x1F1FF).contains(scalar.value) { indicators += 1 }
    if scalar.value == 0xFE0F || indicators == 2 { width = 2 }
  }
  return width
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  let value = scalar.value
  if value < 0x300 { return value < 0x20 || (0x7F...0x9F).contains(value) ? 0 : 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
    return 0
  default: break
  }
  if (0x1160...0x11FF).contains(value) { return 0 }  // vowels and finals of a Hangul syllable
  if value < 0x1100 { return 1 }
  let isWide = wideBlocks.contains { $0.contains(value) } || scalar.properties.isEmojiPresentation
  return isWide && !(0x1F1E6...0x1F1FF).contains(value) ? 2 : 1
}

/// The blocks in which characters are wide, most frequent first. Emoji are told by their property.
private let wideBlocks: [ClosedRange<UInt32>] = [
  0x4E00...0xA4CF, 0x3041...0x3247, 0xFF01...0xFF60, 0x2E80...0x303E, 0x3250...0x4DBF,
  0x20000...0x3FFFD, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
  0xFFE0...0xFFE6, 0x1100...0x115F, 0x2329...0x232A, 0xA960...0xA97C, 0x16FE0...0x18DFF,
  0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
]

/// Where text stands in a column of a table.
public enum Alignment: Sendable {
  case left, right
}

/// `text` filled up with blanks to `width` columns; unchanged where it is wider.
public func padded(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
  let blanks = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return alignment == .left ? text + blanks : blanks + text
}

/// `text` cut to at most `width` columns, with `…` where something was cut.
public func truncated(_ text: String, to width: Int) -> String {
  if displayWidth(text) <= width { return text }
  var kept = ""
  var used = 1  // for the ellipsis
  for character in text {
    used += displayWidth(character)
    if used > width { break }
    kept.append(character)
  }
  return width < 1 ? "" : kept + "…"
}

/// `number` with commas between groups of three digits.
public func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude).utf8.reversed()
  var reversed: [UInt8] = []
  for (at, digit) in digits.enumerated() {
    if at > 0 && at % 3 == 0 { reversed.append(UInt8(ascii: ",")) }
    reversed.append(digit)
  }
  return (number < 0 ? "-" : "") + String(decoding: reversed.reversed(), as: UTF8.self)
}

/// A count with its noun in English: `1 error`, `2,000 errors`. `plural` where an `s` does not make
/// it.
public func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// What somebody got against their shares, in words; `seats` is a decimal with its sign.
public func againstShares(_ seats: String) -> Phrase {
  var size = seats.hasPrefix("-") ? seats.dropFirst() : seats[...]
  if size.contains(".") {
    while size.last == "0" { size.removeLast() }
    if size.last == "." { size.removeLast() }
  }
  if size == "0" { return Phrase(zh: "恰为应得数", en: "exactly its shares") }
  let noun = size == "1" ? "seat" : "seats"
  return seats.hasPrefix("-")
    ? Phrase(zh: "比应得数少 \(size) 个", en: "\(size) \(noun) less than its shares")
    : Phrase(zh: "比应得数多 \(size) 个", en: "\(size) \(noun) more than its shares")
}
