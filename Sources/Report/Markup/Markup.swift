import Diagnostics

/// Markup on its way to be bytes. What is called `raw` is ours; everything else is escaped, the
/// same way in content and in quoted attributes.
struct Markup: Sendable {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Appends markup of our own.
  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Begins again, in the memory at hand.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Appends what was written elsewhere.
  mutating func append(_ other: Markup) { bytes.append(contentsOf: other.bytes) }

  /// Appends `text` so that it is that text to a reader, whatever it holds: characters that mean
  /// something in markup as entities, those that could mislead an eye visible as `\u{…}`.
  mutating func text(_ text: String) {
    guard text.utf8.contains(where: Markup.isSpecial) else { return raw(text) }
    raw(htmlEscaped(text))
  }

  /// Whether a byte may be, or may begin, something that is not written as it is. All that
  /// `terminalSafe` makes visible beyond ASCII begins with one of these leads.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF3: true
    default: false
    }
  }

  /// Appends a whole number.
  mutating func number(_ number: Int) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// Appends a length of hundredths of a pixel: `12.5`.
  mutating func length(_ hundredths: Int) {
    if hundredths < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    number(Int(whole))
    if part == 0 { return }
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(part / 10))
    if part % 10 > 0 { bytes.append(UInt8(ascii: "0") + UInt8(part % 10)) }
  }

  /// Appends a digest, in groups that two people can read to each other.
  mutating func fingerprint(_ digits: String) {
    let digits = Array(digits)
    let groups = stride(from: 0, to: digits.count, by: 4).map {
      String(digits[$0..<min($0 + 4, digits.count)])
    }
    raw("<p class=\"print\"><code>")
    text(groups.joined(separator: " "))
    raw("</code></p>\n")
  }

  /// The text of it all.
  var string: String { String(decoding: bytes, as: UTF8.self) }
}
