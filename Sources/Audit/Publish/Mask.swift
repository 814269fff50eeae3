/// How codes and names are made unreadable to who does not know them already.
public struct Mask: Sendable {
  /// How many characters of a code are kept at its beginning and at its end, at most.
  public var kept: (first: Int, last: Int)

  /// At least this many characters of a code are hidden.
  static let hiddenMin = 4

  /// Keeps `first` and `last` characters of a code: `2026****0123`.
  public init(first: Int = 4, last: Int = 4) { kept = (first, last) }

  /// The code with its middle as four stars, whatever its length. Where less than four characters would
  /// be hidden, fewer are kept; a code of four or fewer is all stars.
  public func code(_ code: String) -> String {
    let scalars = Array(code.unicodeScalars)
    let (first, last) = keeps(of: scalars.count)
    var masked = String.UnicodeScalarView(scalars.prefix(first))
    masked.append(contentsOf: "****".unicodeScalars)
    masked.append(contentsOf: scalars.suffix(last))
    return String(masked)
  }

  /// How many characters are kept at both ends of a code of `count`: as many as are asked for, or fewer.
  func keeps(of count: Int) -> (first: Int, last: Int) {
    let most = max(0, count - Mask.hiddenMin)
    let first = min(kept.first, most)
    let last = min(kept.last, most)
    guard first + last > most else { return (first, last) }
    let half = min(first, (most + 1) / 2)
    return (half, most - half)
  }

  /// The name with all but its first and last character as stars (张*丰); of two characters the second
  /// (张*), of one the one. A name in letters keeps the first of each word (`Z*** S***`).
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
