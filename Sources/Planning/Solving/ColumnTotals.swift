import Apportionment
import Cases
import Diagnostics
import Rules

/// The seats of each column of a biproportional split: as the tables say, else by Webster's method.
struct ColumnTotals {
  /// The seats of each column.
  let seats: [Int]
  /// How they were split; empty where the tables say them.
  let houses: [House]

  /// Nil where a tie is left open, or, with a message, where totals cannot be.
  init?(
    _ subject: SplitSubject, _ planCase: PlanCase, _ book: inout TieBook, log: inout ProblemLog
  ) {
    if let given = subject.columnSeats {
      let total = given.reduce(0, +)
      guard total == subject.seatsTotal else {
        log.add(
          .marginsInfeasible, at: Place(file: planCase.rules.fileName("middle_schools")),
          cause: subject.rule.name,
          Phrase(
            zh: "方案 \(subject.rule.name)：初中的 seats 合计 \(total)，招生代码的名额合计 "
              + "\(subject.seatsTotal)",
            en: "split \(subject.rule.name): the middle schools' seats add up to \(total), the "
              + "programmes' to \(subject.seatsTotal)"))
        return nil
      }
      (seats, houses) = (given, [])
      return
    }
    var seats = Array(repeating: 0, count: subject.audiences.count)
    var houses: [House] = []
    var isSettled = true
    for block in ColumnTotals.blocks(subject) {
      guard
        let (found, house) = ColumnTotals.webster(block, subject, planCase, &book, &log)
      else {
        isSettled = false
        continue
      }
      for (at, column) in block.columns.enumerated() { seats[column] = found[at] }
      houses.append(house)
    }
    guard isSettled else { return nil }
    (self.seats, self.houses) = (seats, houses)
  }

  /// Rows and columns that meet only one another.
  private struct Block {
    let value: String?
    let seats: Int
    let columns: [Int]
  }

  /// A block for each value of `within`; one for all where there is none, or where an audience is
  /// open to several values.
  private static func blocks(_ subject: SplitSubject) -> [Block] {
    let whole = [
      Block(value: nil, seats: subject.seatsTotal, columns: Array(subject.audiences.indices))
    ]
    guard let within = subject.withinOfRow else { return whole }
    let (names, values) = numbered(within)
    var blockOfColumn = Array(repeating: -1, count: subject.audiences.count)
    for row in subject.rows.indices {
      for cell in subject.matrix.cells(ofRow: row) {
        let column = Int(subject.matrix.columns[cell])
        if blockOfColumn[column] >= 0, blockOfColumn[column] != values[row] { return whole }
        blockOfColumn[column] = values[row]
      }
    }
    return names.indices.map { block in
      Block(
        value: names[block],
        seats: subject.rows.indices.reduce(0) {
          $0 + (values[$1] == block ? subject.rows[$1].seats : 0)
        },
        columns: blockOfColumn.indices.filter { blockOfColumn[$0] == block })
    }
  }

  private static func webster(
    _ block: Block, _ subject: SplitSubject, _ planCase: PlanCase, _ book: inout TieBook,
    _ log: inout ProblemLog
  ) -> (seats: [Int], house: House)? {
    let solution: VectorSolution
    do {
      solution = try claimants(block, subject).apportion(block.seats, by: .divisor(.webster))
    } catch {
      report(error, block, subject, planCase, &log)
      return nil
    }
    var (seats, tie) = (solution.certain, SettledTie?.none)
    if !solution.tied.isEmpty {
      let open = PlanTie(
        split: subject.split, level: 0, parent: block.value,
        claimants: solution.tied.map {
          PlanTie.Claimant(
            programme: nil, audience: subject.audiences[block.columns[$0]], certain: seats[$0])
        }, shared: solution.sharedSeats)
      guard let settled = book.settle(open, log: &log) else { return nil }
      for (at, gotSeat) in zip(solution.tied, settled.gotSeat) where gotSeat { seats[at] += 1 }
      tie = settled
    }
    return (
      seats,
      House(
        level: 0, programme: nil, parent: block.value, seats: block.seats,
        certificate: solution.certificate, fixed: [], tie: tie)
    )
  }

  /// The columns of a block: each weighs what its heaviest cell does, and must get what its cells
  /// must, but no more than they may.
  private static func claimants(
    _ block: Block, _ subject: SplitSubject
  ) throws(VectorError) -> Claimants {
    let (count, matrix) = (subject.audiences.count, subject.matrix)
    var weights = Array(repeating: 0, count: count)
    var (least, most) = (weights, weights)
    for (cell, column) in matrix.columns.enumerated() where matrix.weights[cell] > 0 {
      weights[Int(column)] = max(weights[Int(column)], matrix.weights[cell])
      least[Int(column)] += matrix.minimum(cell)
      most[Int(column)] = min(Limits.seatsMax, most[Int(column)] + matrix.maximum(cell))
    }
    let total = subject.rule.totalMinimum ?? 0
    return try Claimants(
      weights: block.columns.map { weights[$0] },
      minimums: block.columns.map { weights[$0] > 0 ? max(total, least[$0]) : 0 },
      maximums: block.columns.map { most[$0] })
  }

  private static func report(
    _ error: VectorError, _ block: Block, _ subject: SplitSubject, _ planCase: PlanCase,
    _ log: inout ProblemLog
  ) {
    guard case .minimumsExceedSeats(let least, let seats) = error else {
      preconditionFailure("rows were checked: \(error)")
    }
    let path = RuleSet.keyPath("plan", "splits", subject.rule.name, "totalMinimum")
    let who = block.value.map { " (\($0))" } ?? ""
    log.add(
      .minimumsBeyondSeats, at: planCase.rules.place(of: path), cause: subject.rule.name,
      Phrase(
        zh: "方案 \(subject.rule.name)\(who)：totalMinimum 合计 \(least)，名额只有 \(seats)",
        en: "split \(subject.rule.name)\(who): totalMinimum adds up to \(least), there are "
          + "\(seats) seats"))
  }
}
