import Rules
import Tables

/// `quotas.csv`: the cells with seats, those of splits into one pool added up; and what can be
/// counted on the way.
struct QuotaTable {
  static let header = "programme,pool,audience,seats\n"

  /// The rows, without a byte order mark.
  private(set) var bytes = Array(QuotaTable.header.utf8)
  /// Cells of a programme, pool and audience that are open in some split.
  private(set) var cellCount = 0
  /// Cells that have seats.
  private(set) var seatedCount = 0
  /// Cells that have exactly one.
  private(set) var singleCount = 0

  /// Adds up the cells of `plan`. Complexity: O(cells · log splits).
  init(_ plan: Plan) {
    let pools = plan.planCase.rules.pools
    let order = pools.indices.sorted {
      pools[$0].name.utf8.lexicographicallyPrecedes(pools[$1].name.utf8)
    }
    let rows = plan.splits.map { split in
      Dictionary(
        uniqueKeysWithValues: split.subject.rows.enumerated().map { ($1.programme, $0) })
    }
    for (number, programme) in plan.planCase.programmes.enumerated() {
      for pool in order {
        let parts = plan.splits.indices.filter {
          plan.splits[$0].subject.rule.pool == pool && rows[$0][number] != nil
        }
        let head = Array(
          "\(CSVText.cell(programme.code)),\(CSVText.cell(pools[pool].name)),".utf8)
        if parts.count == 1 {
          append(plan.splits[parts[0]], rows[parts[0]][number]!, head)
        } else if parts.count > 1 {
          append(parts.map { (plan.splits[$0], rows[$0][number]!) }, head)
        }
      }
    }
  }

  private mutating func append(_ split: SplitPlan, _ row: Int, _ head: [UInt8]) {
    for cell in split.subject.matrix.cells(ofRow: row) {
      let column = Int(split.subject.matrix.columns[cell])
      append(split.subject.audiences[column], split.seats[cell], head)
    }
  }

  /// The cells of several splits, added up by audience.
  private mutating func append(_ parts: [(split: SplitPlan, row: Int)], _ head: [UInt8]) {
    var sums: [[UInt8]: Int] = [:]
    for (split, row) in parts {
      for cell in split.subject.matrix.cells(ofRow: row) {
        let column = Int(split.subject.matrix.columns[cell])
        sums[Array(split.subject.audiences[column].utf8), default: 0] += split.seats[cell]
      }
    }
    for (audience, seats) in sums.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      append(String(decoding: audience, as: UTF8.self), seats, head)
    }
  }

  private mutating func append(_ audience: String, _ seats: Int, _ head: [UInt8]) {
    cellCount += 1
    guard seats > 0 else { return }
    seatedCount += 1
    singleCount += seats == 1 ? 1 : 0
    bytes += head
    bytes += CSVText.cell(audience).utf8
    bytes.append(UInt8(ascii: ","))
    ExactText.append(seats, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }
}

extension Plan {
  /// The bytes of `quotas.csv`, for who goes on in memory. Complexity: O(cells).
  package var quotaTable: [UInt8] { QuotaTable(self).bytes }
}
