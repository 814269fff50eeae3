/// `text` as a person would type it: without blanks, characters that cannot be seen and quotation
/// marks, without the `=` and `'` with which spreadsheets mark texts, full-width characters as the
/// plain ones.
///
/// Complexity: O(length).
public func plainSpelling(_ text: String) -> String {
  var plain = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let seen = narrow(scalar)
    if !isSpelledBySoftware(seen) { plain.append(seen) }
  }
  return String(plain)
}

/// What two spellings of one value have in common: the plain spelling in small letters, a number
/// without the zeros that spreadsheets lose (`01`) or add (`1.0`). Texts of one plain form are not
/// the same text, but mostly were meant to be.
///
/// Complexity: O(length).
public func plainForm(_ text: String) -> String {
  let letters = plainSpelling(text).unicodeScalars.reduce(into: "") {
    $0 += $1.properties.lowercaseMapping
  }
  let parts = letters.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  let isWhole = parts.count == 1 || (parts.count == 2 && parts[1].allSatisfy { $0 == 0x30 })
  guard isWhole, !parts[0].isEmpty, parts[0].allSatisfy({ (0x30...0x39).contains($0) }) else {
    return letters
  }
  let digits = parts[0].drop { $0 == 0x30 }
  return digits.isEmpty ? "0" : String(Substring(digits))
}

/// Full-width forms stand 0xFEE0 above the plain ones.
private func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  (0xFF01...0xFF5E).contains(scalar.value)
    ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
}

private func isSpelledBySoftware(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "'", "\"", "=", "`", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}": return true
  default:
    if (0x21...0x7E).contains(scalar.value) { return false }
    if scalar.properties.isWhitespace { return true }
    switch scalar.properties.generalCategory {
    case .control, .format: return true
    default: return false
    }
  }
}
