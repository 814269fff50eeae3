import Diagnostics
import Tables

/// How long the codes of a column are, where they are not all as long as each other.
struct CodeLengths {
  let shortest, longest: Int
  /// The first code of the length that the fewest have, the shorter one of two.
  let example: Int
  /// How long that is, and how many have it.
  private let rare: (length: Int, count: Int)

  /// The lengths of at least one code. Complexity: O(codes).
  init(_ lengths: some Sequence<Int>) {
    var met: [Int: (count: Int, first: Int)] = [:]
    for (row, length) in lengths.enumerated() { met[length, default: (0, row)].count += 1 }
    (shortest, longest) = (met.keys.min()!, met.keys.max()!)
    let (length, found) = met.min { ($0.value.count, $0.key) < ($1.value.count, $1.key) }!
    (example, rare) = (found.first, (length, found.count))
  }

  /// The lengths of the codes of a column.
  init(_ codes: CodeColumn) {
    var lengths: [Int] = []
    lengths.reserveCapacity(codes.count)
    codes.forEach(0..<codes.count) { _, code in lengths.append(code.byteCount) }
    self.init(lengths)
  }

  /// What is said of `what`, of which `code` is the example: longer ones have lost no zeros.
  func phrase(_ what: Phrase, _ code: String) -> Phrase {
    let isShort = rare.length < longest
    return Phrase(
      zh: "\(what.zh)长短不一：\(shortest) 到 \(longest) 字节，最少的是 \(rare.length) 字节（\(rare.count) 个），"
        + "例如 \(spelled(code))；" + (isShort ? "可能丢失了前导零" : "可能多了字符"),
      en: "\(what.en) are from \(shortest) to \(longest) bytes long, the fewest, \(rare.count), of "
        + "\(rare.length), for example \(spelled(code)); "
        + (isShort ? "leading zeros may be lost" : "something may have been added"))
  }
}
