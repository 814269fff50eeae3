import Diagnostics

/// A cell's text in a message, in quotes, with the numbers of characters in it that look like
/// others or like nothing: `“９０” [U+FF19 U+FF10]`.
func spelled(_ text: String) -> String {
  let shown = curlyQuoted(text)
  let odd = oddCharacters(text)
  if odd.isEmpty { return shown }
  let numbers = odd.prefix(3).map { scalar in
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
  return shown + " [" + numbers.joined(separator: " ") + (odd.count > 3 ? " …]" : "]")
}

/// The characters of `text` that are not what they look like, each once: full-width digits and
/// letters, blanks other than the plain one, characters that cannot be seen. Full-width punctuation
/// is left alone, since names and codes are written with it.
func oddCharacters(_ text: String) -> [Unicode.Scalar] {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return [] }
  var odd: [Unicode.Scalar] = []
  for scalar in text.unicodeScalars where isOdd(scalar) && !odd.contains(scalar) {
    odd.append(scalar)
  }
  return odd
}

private func isOdd(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x20...0x7E: return false
  case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0xFFFD: return true
  default:
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .privateUse:
      return true
    default: return false
    }
  }
}
