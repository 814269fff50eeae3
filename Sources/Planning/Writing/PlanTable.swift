import Cases
import Columns
import Tables

/// `plan.csv`: a row for each open audience of each programme with seats, at each level.
struct PlanTable {
  private let plan: Plan
  private let workers: Workers
  static let header = PlannedSeats.columns.joined(separator: ",") + "\n"
  /// How many rows of a matrix a thread writes at a time.
  private static let rowsAtATime = 16

  init(_ plan: Plan, workers: Workers) {
    (self.plan, self.workers) = (plan, workers)
  }

  /// The whole table. Complexity: O(cells · levels), on all workers.
  func bytes() -> [UInt8] {
    var out = Array(PlanTable.header.utf8)
    for split in plan.splits {
      for level in split.subject.levels.indices {
        let count = split.subject.rows.count
        let step = PlanTable.rowsAtATime
        let pieces = workers.map(tasks: (count + step - 1) / step) { task in
          piece(split, level, task * step..<min(count, (task + 1) * step))
        }
        for piece in pieces { out += piece }
      }
    }
    return out
  }

  /// What stands in the four numbers of a row.
  private struct Numbers {
    var heads = 0
    var weight = 0
    var parts = 0
    var seats = 0
  }

  private func piece(_ split: SplitPlan, _ level: Int, _ rows: Range<Int>) -> [UInt8] {
    let subject = split.subject
    let pool = plan.planCase.rules.pools[subject.rule.pool].name
    let isLast = level == subject.coarse.count
    let names = (isLast ? subject.audiences : subject.coarse[level].names)
      .map { Array(CSVText.cell($0).utf8) }
    let places = (weight: subject.weightPlaces, share: ExactText.places(of: split.shares.unit))
    var out: [UInt8] = []
    for row in rows {
      let programme = plan.planCase.programmes[subject.rows[row].programme].code
      let head = Array(
        [subject.rule.name, subject.levels[level], programme, pool].map { CSVText.cell($0) + "," }
          .joined().utf8)
      func append(_ name: Int, _ numbers: Numbers) {
        out += head
        out += names[name]
        out.append(UInt8(ascii: ","))
        ExactText.append(numbers.heads, to: &out)
        out.append(UInt8(ascii: ","))
        ExactText.append(numbers.weight, places: places.weight, to: &out)
        out.append(UInt8(ascii: ","))
        ExactText.append(numbers.parts, places: places.share, to: &out)
        out.append(UInt8(ascii: ","))
        ExactText.append(numbers.seats, to: &out)
        out.append(UInt8(ascii: "\n"))
      }
      let cells = subject.matrix.cells(ofRow: row)
      if isLast {
        for cell in cells { append(Int(subject.matrix.columns[cell]), numbers(split, cell)) }
      } else {
        for (name, numbers) in sums(split, level, cells) { append(name, numbers) }
      }
    }
    return out
  }

  private func numbers(_ split: SplitPlan, _ cell: Int) -> Numbers {
    Numbers(
      heads: split.subject.heads[cell], weight: split.subject.matrix.weights[cell],
      parts: split.shares.parts[cell], seats: split.seats[cell])
  }

  /// The sums over a coarser level's audiences, in the order of their names.
  private func sums(
    _ split: SplitPlan, _ level: Int, _ cells: Range<Int>
  ) -> [(name: Int, numbers: Numbers)] {
    var sums: [Int: Numbers] = [:]
    let ofColumn = split.subject.coarse[level].ofColumn
    for cell in cells {
      let one = numbers(split, cell)
      var sum = sums[ofColumn[Int(split.subject.matrix.columns[cell])]] ?? Numbers()
      sum.heads += one.heads
      sum.weight += one.weight
      sum.parts += one.parts
      sum.seats += one.seats
      sums[ofColumn[Int(split.subject.matrix.columns[cell])]] = sum
    }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
