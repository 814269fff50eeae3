// Text that people wrote (names, codes, cells, file names) comes back in messages. A terminal, a
// browser or a reader of JSON must not be led by what is in it.

/// A cell's text in a message, cut where it is long.
package func curlyQuoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  return scalars.count <= 40 ? "“\(text)”" : "“\(String(scalars.prefix(40)))…”"
}

/// `text` with everything a terminal or an eye could be misled by made visible as `\u{…}`: control
/// characters (C0, DEL, C1: terminal escapes), line ends, direction overrides, and characters
/// without any width. Complexity: O(length); nothing is copied where nothing is to be done.
public func terminalSafe(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isMisleading) else { return text }
  var safe = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if isMisleading(scalar) {
      safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    } else {
      safe.append(scalar)
    }
  }
  return String(safe)
}

/// `text` as a JSON string, with its quotes (RFC 8259). What `terminalSafe` makes visible is
/// escaped here too, so that the output can be shown as it is. Complexity: O(length).
public func jsonEscaped(_ text: String) -> String {
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": json += "\\\""
    case "\\": json += "\\\\"
    case "\n": json += "\\n"
    case "\r": json += "\\r"
    case "\t": json += "\\t"
    case _ where isMisleading(scalar):
      for unit in UTF16.encode(scalar)! {
        let digits = String(unit, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}

/// `text` for HTML, in content and in quoted attributes: what markup would read is written as
/// entities, and what `terminalSafe` makes visible is visible. Complexity: O(length).
public func htmlEscaped(_ text: String) -> String {
  var html = ""
  for scalar in terminalSafe(text).unicodeScalars {
    switch scalar {
    case "&": html += "&amp;"
    case "<": html += "&lt;"
    case ">": html += "&gt;"
    case "\"": html += "&quot;"
    case "'": html += "&#39;"
    default: html.unicodeScalars.append(scalar)
    }
  }
  return html
}

/// Whether a terminal or an eye could be misled. Joiners (U+200C, U+200D) are among them: in a code
/// they make two equal-looking texts different.
private func isMisleading(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x20...0x7E: false
  case 0...0x1F, 0x7F...0x9F: true
  case 0xAD, 0x61C, 0x180E: true  // soft hyphen, Arabic letter mark, Mongolian vowel separator
  case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
  case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true  // annotations, tags
  default: false
  }
}
