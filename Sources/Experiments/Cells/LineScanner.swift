import Metrics

/// Reads canonical JSON from left to right: whoever reads knows what must come next.
struct LineScanner {
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  /// Goes past `text` if it comes next.
  mutating func take(_ text: String) -> Bool {
    let utf8 = text.utf8
    guard at + utf8.count <= bytes.endIndex else { return false }
    var next = at
    for byte in utf8 {
      if bytes[next] != byte { return false }
      next += 1
    }
    at = next
    return true
  }

  /// A whole number as it is written by us: no plus sign, no leading zeros.
  mutating func integer() -> Int? {
    let start = at
    if at < bytes.endIndex, bytes[at] == UInt8(ascii: "-") { at += 1 }
    var magnitude: UInt64 = 0
    let first = at
    while at < bytes.endIndex, (0x30...0x39).contains(bytes[at]) {
      let (product, over) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, beyond) = product.addingReportingOverflow(UInt64(bytes[at] - 0x30))
      if over || beyond { return nil }
      magnitude = sum
      at += 1
    }
    guard at > first, at == first + 1 || bytes[first] != 0x30 else { return nil }
    if first == start { return Int(exactly: magnitude) }
    return magnitude == 0 || magnitude > UInt64(Int.max) ? nil : -Int(magnitude)
  }

  /// A fraction or a whole number.
  mutating func ratio() -> Ratio? {
    guard let numerator = integer() else { return nil }
    guard take("/") else { return Ratio(numerator) }
    guard let denominator = integer(), denominator > 1 else { return nil }
    return Ratio(numerator, over: denominator)
  }

  /// A text in quotes.
  mutating func text() -> String? {
    guard take("\"") else { return nil }
    let start = at
    while at < bytes.endIndex, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") {
      at += 1
    }
    guard at < bytes.endIndex else { return nil }
    if bytes[at] == UInt8(ascii: "\"") {
      at += 1
      return String(validating: bytes[start..<at - 1], as: UTF8.self)
    }
    return escapedText(from: start)
  }

  private mutating func escapedText(from start: Int) -> String? {
    guard var text = String(validating: bytes[start..<at], as: UTF8.self) else { return nil }
    var units: [UInt16] = []
    while at < bytes.endIndex, bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] != UInt8(ascii: "\\") {
        let from = at
        while at < bytes.endIndex, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\")
        {
          at += 1
        }
        guard let plain = String(validating: bytes[from..<at], as: UTF8.self) else { return nil }
        text += plain
        continue
      }
      guard at + 1 < bytes.endIndex else { return nil }
      at += 2
      switch bytes[at - 1] {
      case UInt8(ascii: "\""): text += "\""
      case UInt8(ascii: "\\"): text += "\\"
      case UInt8(ascii: "n"): text += "\n"
      case UInt8(ascii: "r"): text += "\r"
      case UInt8(ascii: "t"): text += "\t"
      case UInt8(ascii: "u"):
        guard at + 4 <= bytes.endIndex,
          let unit = UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { return nil }
        at += 4
        units.append(unit)
        // A surrogate waits for its other half.
        if UTF16.isLeadSurrogate(unit), units.count == 1 { continue }
        text += String(decoding: units, as: UTF16.self)
        units = []
      default: return nil
      }
      if !units.isEmpty { return nil }
    }
    return take("\"") && units.isEmpty ? text : nil
  }
}
