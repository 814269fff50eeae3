import Diagnostics
import Tables

/// The values of a column of texts that no rule names, as one thread meets them: the odd ones are
/// kept, and of the others so much that none is judged a second time soon.
struct OtherValues: Sendable {
  private(set) var odd: [MetValue] = []
  /// The hashes of values in which nothing is odd, each in the slot of its last bits.
  private var judged: [UInt64] = []
  /// Where among the odd ones those of a hash are.
  private var oddAt: [UInt64: Int] = [:]

  private static let slots = 1024

  /// Looks at a cell. Complexity: O(bytes of the cell) for a value that was met before.
  mutating func meet(_ cell: Range<Int>, of bytes: RawSpan, row: Int, _ values: TextValues) {
    if cell.isEmpty { return }
    if judged.isEmpty { judged = Array(repeating: 0, count: OtherValues.slots) }
    // FNV-1a: two values that it confuses, one in 2⁶⁴, cost a warning.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for at in cell { hash = (hash ^ UInt64(bytes.byte(at))) &* 0x100_0000_01B3 }
    let slot = Int(truncatingIfNeeded: hash >> 32) & (OtherValues.slots - 1)
    if judged[slot] == hash { return }
    if let at = oddAt[hash] {
      odd[at].count += 1
      return
    }
    let text = String(decoding: bytes.array(cell), as: UTF8.self)
    if values.oddity(of: text) == nil {
      judged[slot] = hash
      return
    }
    guard odd.count < OtherValues.oddMax else { return }
    oddAt[hash] = odd.count
    odd.append(MetValue(text: text, count: 1, first: row))
  }

  /// Counts a value that another thread met. Complexity: O(odd values).
  mutating func add(_ value: MetValue) {
    if let known = odd.firstIndex(where: { sameBytes($0.text, value.text) }) {
      odd[known].count += value.count
      odd[known].first = min(odd[known].first, value.first)
    } else if odd.count < OtherValues.oddMax {
      odd.append(value)
    }
  }

  /// More spellings of a column than anybody reads.
  private static let oddMax = 1000
}

extension Students {
  /// Warns of the odd values of a column that `locals` met, in the order of the file.
  func warnOfOthers(_ locals: [OtherValues], _ number: Int, log: inout ProblemLog) {
    var all = OtherValues()
    for local in locals { for value in local.odd { all.add(value) } }
    let values = TextValues(plan.texts[number])
    for value in all.odd.sorted(by: { $0.first < $1.first }) {
      warn(value, values.oddity(of: value.text)!, number, &log)
    }
  }

  /// Warns of odd values among those that a column was found to have: one that takes all.
  func warnOfOddTexts(log: inout ProblemLog) {
    for (number, source) in plan.texts.enumerated() where source.takesAll {
      var met = textValues[number].map {
        MetValue(text: String(decoding: $0, as: UTF8.self), count: 0, first: 0)
      }
      // The rows are only looked at where some value is odd.
      if oddValues(met, known: source.values).isEmpty { continue }
      for row in (0..<count).reversed() {
        let value = Int(texts[number][row])
        met[value].count += 1
        met[value].first = row
      }
      met.removeAll { $0.count == 0 }
      for (value, oddity) in oddValues(met, known: source.values) {
        warn(value, oddity, number, &log)
      }
    }
  }

  private func warn(
    _ value: MetValue, _ oddity: Oddity, _ number: Int, _ log: inout ProblemLog
  ) {
    let source = plan.texts[number]
    log.add(.valueOdd, cause: "\(table.file)/\(source.name)") {
      let student = codes.text(value.first)
      return (
        table.place(row: value.first, column: source.header),
        oddPhrase(
          table.headers[source.header].name, value,
          Phrase(zh: "学生 \(student)", en: "student \(student)"), oddity)
      )
    }
  }
}
