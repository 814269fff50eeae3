import Admission
import Cases
import Diagnostics
import Exact
import Runs

/// The place of a (student, choice) pair in the order of its stage, as `last_key` of `cutoffs.csv`
/// says it.
struct PairKey: Sendable {
  /// The keys, the most important first.
  let entries: [PairOrderKey]
  private let stage: Stage?  // of a queue
  private let market: Market
  private let names: MarketNames
  /// The lots of equals: where programmes draw their own, those of the programme asked for.
  private var lots: Lots?

  /// The same keys as `programme` has them.
  func at(_ programme: Int) -> PairKey {
    var own = self
    own.lots = market.lots(at: programme)
    return own
  }

  /// The keys of a ranking, in the stages in which each pool ranks for itself; nil: priorities.
  init(ranking: Int?, of read: Case) {
    (stage, market, names) = (nil, read.market, read.names)
    lots = market.lots
    entries = PairOrderKey.keys(ofRanking: ranking, read)
  }

  /// The keys of a queue stage.
  init(_ stage: Stage, of read: Case) {
    (self.stage, market, names) = (stage, read.market, read.names)
    lots = market.lots
    entries = PairOrderKey.keys(of: stage, read)
  }

  /// The values of a pair; `choice` counts from 0. `priority` is in thousandths, where it is a key.
  func values(_ student: Int, choice: Int, priority: Int64 = 0) -> [Int128] {
    entries.map { entry in
      switch entry.kind {
      case .number(let number): Int128(market.cohort.numbers[number][student])
      case .lottery: Int128(lots!.number(student))
      case .choice: Int128(choice + 1)
      case .choiceBand: Int128(1 + stage!.choiceBandStarts.count { $0 <= choice })
      case .scoreBand(let number):
        Int128(1 + stage!.band(ofScore: market.cohort.numbers[number][student]))
      case .priority: Int128(priority)
      }
    }
  }

  /// The first key in which two pairs differ and whether `a` comes first there; nil: they are
  /// equal.
  func firstDifference(_ a: [Int128], _ b: [Int128]) -> (key: Int, isBefore: Bool)? {
    for key in entries.indices where a[key] != b[key] {
      return (key, (a[key] < b[key]) == entries[key].ascending)
    }
    return nil
  }

  /// The value of a key as `last_key` writes it.
  func text(_ key: Int, _ value: Int128) -> String {
    switch entries[key].kind {
    case .number(let number): names.numbers[number].text(Int64(value))
    case .priority: Decimal(thousandths: Int64(value)).description
    case .lottery, .choice, .choiceBand, .scoreBand: String(value)
    }
  }

  /// Reads a cell of `last_key`; nil where its names or values are not those of this stage.
  func parse(_ cell: String) -> [Int128]? {
    let parts = PairKey.split(cell, at: ";")
    guard parts.count == entries.count else { return nil }
    var values: [Int128] = []
    for (part, entry) in zip(parts, entries) {
      let sides = PairKey.split(part, at: "=")
      guard sides.count == 2, sameBytes(PairKey.plain(sides[0]), entry.name),
        let value = value(of: PairKey.plain(sides[1]), entry)
      else { return nil }
      values.append(value)
    }
    return values
  }

  private func value(of text: String, _ entry: PairOrderKey) -> Int128? {
    switch entry.kind {
    case .lottery, .choice, .choiceBand, .scoreBand: return Int128(text)
    case .number(let number):
      if let grades = names.numbers[number].grades {
        return grades.firstIndex { sameBytes($0, text) }.map { Int128($0) }
      }
    case .priority: break
    }
    return Decimal(text)?.thousandths.map { Int128($0) }
  }

  /// Cuts at every separator that has no `\` before it.
  private static func split(_ text: String, at separator: Unicode.Scalar) -> [String] {
    var parts = [String.UnicodeScalarView()]
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == separator, !isEscaped {
        parts.append(String.UnicodeScalarView())
        continue
      }
      parts[parts.count - 1].append(scalar)
      isEscaped = scalar == "\\" && !isEscaped
    }
    return parts.map { String($0) }
  }

  /// The text without the `\` before what separates.
  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      plain.append(scalar)
      isEscaped = false
    }
    return String(plain)
  }

  /// A cell of `last_key` without its lottery number. The number is made of the published seed and
  /// the student's code alone: whoever tries all codes finds whose it is, and with it whose marks
  /// these are.
  static func withoutLottery(_ cell: String) -> String {
    split(cell, at: ";").filter { !$0.hasPrefix("lottery=") }.joined(separator: ";")
  }
}
