import Admission
import Cases
import Columns
import Diagnostics
import Tables

/// One look at all students: who stands at the margin of every programme's pools, and who belongs
/// to which stratum.
struct Survey {
  /// Students of one fate.
  struct Stratum {
    let name: Phrase
    let rows: [Int]
  }

  /// The seats of a programme in a stage and pool, over all audiences.
  private struct Offer: Hashable, Comparable {
    let stage: Int
    let programme: Int
    let pool: Int
    static func < (a: Offer, b: Offer) -> Bool {
      (a.stage, a.programme, a.pool) < (b.stage, b.programme, b.pool)
    }
    func keys(_ judge: Judge) -> PairKey { judge.published.keys.key(stage, pool, programme) }
  }
  fileprivate struct Margin {
    var lastAdmitted: (key: [Int128], row: Int)?
    var firstRefused: (key: [Int128], row: Int)?
  }

  let codes: CodeColumn
  let strata: [Stratum]
  private let judge: Judge
  private let offers: [Offer: Margin]

  init(_ judge: Judge, workers: Workers) {
    self.judge = judge
    codes = judge.read.names.students
    let count = codes.count
    let tasks = workers.count * 4
    let parts = workers.map(tasks: tasks) { task in
      Survey.look(Workers.slice(task, of: tasks, count: count), judge)
    }
    var offers: [Offer: Margin] = [:]
    var fates: [Int: [Int]] = [:]
    for part in parts {
      for (offer, margin) in part.offers {
        offers[offer, default: Margin()].take(margin, offer.keys(judge))
      }
      fates.merge(part.fates) { $0 + $1 }
    }
    self.offers = offers
    let names = judge.read.names
    strata = fates.sorted { $0.key < $1.key }.map { fate, rows in
      if fate < 0 { return Stratum(name: Phrase(zh: "未录取", en: "not admitted"), rows: rows) }
      let text = "\(names.stages[fate >> 8])/\(names.pools[fate & 255])"
      return Stratum(name: Phrase(zh: text, en: text), rows: rows)
    }
  }

  /// Stages and pools are numbered in a byte; −1 stands for nowhere.
  private static func look(
    _ rows: Range<Int>, _ judge: Judge
  ) -> (offers: [Offer: Margin], fates: [Int: [Int]]) {
    var offers: [Offer: Margin] = [:]
    var fates: [Int: [Int]] = [:]
    for row in rows {
      let findings = judge.findings(row)
      let fate = judge.seat(findings).map { $0.stage << 8 | $0.pool } ?? -1
      fates[fate, default: []].append(row)
      for finding in findings where !judge.read.market.stages[finding.stage].provisional {
        for choice in finding.choices {
          for pool in choice.pools {
            let offer = Offer(stage: finding.stage, programme: choice.programme, pool: pool.pool)
            var margin = Margin()
            switch pool.verdict {
            case .admitted: margin.lastAdmitted = (pool.key, row)
            case .beaten: margin.firstRefused = (pool.key, row)
            default: continue
            }
            offers[offer, default: Margin()].take(margin, pool.keys)
          }
        }
      }
    }
    return (offers, fates)
  }

  /// Who stands at a margin, with the reasons.
  func margins(_ language: Language) -> [Int: [String]] {
    let names = judge.read.names
    var reasons: [Int: [String]] = [:]
    for (offer, margin) in offers.sorted(by: { $0.key < $1.key }) {
      let where_ =
        "\(names.programmes[offer.programme]) \(names.stages[offer.stage])/\(names.pools[offer.pool])"
      if let last = margin.lastAdmitted {
        reasons[last.row, default: []].append(
          Phrase(zh: "录取末位：\(where_)", en: "last admitted: \(where_)")[language])
      }
      if let first = margin.firstRefused {
        reasons[first.row, default: []].append(
          Phrase(zh: "首位落选：\(where_)", en: "first refused: \(where_)")[language])
      }
    }
    return reasons
  }
}

extension Survey.Margin {
  /// Takes what stands closer to the margin; of equals the earlier row.
  fileprivate mutating func take(_ other: Self, _ keys: PairKey) {
    if let theirs = other.lastAdmitted {
      let mine = lastAdmitted
      let difference = mine.flatMap { keys.firstDifference(theirs.key, $0.key) }
      if mine == nil || difference?.isBefore == false { lastAdmitted = theirs }
    }
    if let theirs = other.firstRefused {
      let mine = firstRefused
      let difference = mine.flatMap { keys.firstDifference(theirs.key, $0.key) }
      if mine == nil || difference?.isBefore == true { firstRefused = theirs }
    }
  }
}
