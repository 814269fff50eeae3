import Tables

/// How codes and names are made unreadable to who does not know them already.
public struct Mask: Sendable {
  /// How many characters of a code are kept at its beginning and at its end, at most.
  public var kept: (first: Int, last: Int)

  /// At least this many characters of a code are hidden.
  static let hiddenMin = 4

  /// Keeps `first` and `last` characters of a code: `2026****0123`.
  public init(first: Int = 4, last: Int = 4) { kept = (first, last) }

  /// The code with its middle as four stars, whatever its length. Where less than four characters
  /// would be hidden, fewer are kept; a code of four or fewer is all stars.
  public func code(_ code: String) -> String {
    var masked: [UInt8] = []
    // Bytes of an array are initialised.
    _ = unsafe append(Array(code.utf8).span.bytes, to: &masked)
    return String(decoding: masked, as: UTF8.self)
  }

  /// Appends the code, UTF-8, so masked. Returns whether as many characters are kept as were asked
  /// for.
  func append(_ code: RawSpan, to masked: inout [UInt8]) -> Bool {
    let (hidden, isWide) = hiddenBytes(of: code)
    for at in 0..<hidden.lowerBound { masked.append(code.byte(at)) }
    masked += "****".utf8
    for at in hidden.upperBound..<code.byteCount { masked.append(code.byte(at)) }
    return isWide
  }

  /// The bytes of the code that are hidden.
  func hidden(_ code: RawSpan) -> [UInt8] { hiddenBytes(of: code).range.map { code.byte($0) } }

  /// Where the bytes are that are hidden, and whether as many characters are kept as were asked
  /// for.
  private func hiddenBytes(of code: RawSpan) -> (range: Range<Int>, isWide: Bool) {
    var count = 0
    for at in 0..<code.byteCount where Mask.begins(code.byte(at)) { count += 1 }
    let (first, last) = keeps(of: count)
    var (start, end) = (code.byteCount, code.byteCount)
    var number = 0  // of the character that begins
    for at in 0..<code.byteCount where Mask.begins(code.byte(at)) {
      if number == first { start = at }
      if number == count - last { end = at }
      number += 1
    }
    return (start..<max(start, end), (first, last) == kept)
  }

  /// Whether a character begins with this byte of UTF-8.
  private static func begins(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

  /// How many characters are kept at both ends of a code of `count`: as many as are asked for, or
  /// fewer.
  func keeps(of count: Int) -> (first: Int, last: Int) {
    let most = max(0, count - Mask.hiddenMin)
    let first = min(kept.first, most)
    let last = min(kept.last, most)
    guard first + last > most else { return (first, last) }
    let half = min(first, (most + 1) / 2)
    return (half, most - half)
  }

  /// The name with all but its first and last character as stars (张*丰); of two characters the
  /// second (张*), of one the one. A name in letters keeps the first of each word (`Z*** S***`).
  public func name(_ name: String) -> String {
    let words = name.split(separator: " ")
    let isLatin = name.unicodeScalars.allSatisfy { !$0.properties.isIdeographic }
    if isLatin { return words.map { $0.prefix(1) + "***" }.joined(separator: " ") }
    let characters = Array(name)
    switch characters.count {
    case 0: return ""
    case 1: return "*"
    case 2: return "\(characters[0])*"
    default:
      return String(characters[0]) + String(repeating: "*", count: characters.count - 2)
        + String(characters.last!)
    }
  }
}
