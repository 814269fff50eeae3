import Apportionment
import Cases
import Diagnostics
import Rules

/// Splits each programme on its own by a vector method, level by level.
struct HouseSolver {
  private let subject: SplitSubject
  private let method: VectorMethod
  /// What each cell got; 0 below a tie that is left open.
  private(set) var seats: [Int]
  /// The houses, level by level.
  private var houses: [[House]]

  init(_ subject: SplitSubject, _ method: VectorMethod) {
    self.subject = subject
    self.method = method
    seats = Array(repeating: 0, count: subject.matrix.cellCount)
    houses = Array(repeating: [], count: subject.levels.count)
  }

  /// The houses in the order of level, programme, parent.
  var allHouses: [House] { houses.flatMap { $0 } }

  /// Splits all rows. Complexity: O(c log c) for c cells.
  mutating func solve(_ book: inout TieBook, log: inout ProblemLog) {
    for row in subject.rows.indices {
      let cells = Array(subject.matrix.cells(ofRow: row))
      split(
        Task(row: row, cells: cells, level: 0, parent: nil, seats: subject.rows[row].seats),
        &book, &log)
    }
  }

  /// Seats of one programme, or of an audience within it, to be split over finer ones.
  private struct Task {
    let row: Int
    let cells: [Int]
    let level: Int
    let parent: String?
    let seats: Int
  }

  private mutating func split(_ task: Task, _ book: inout TieBook, _ log: inout ProblemLog) {
    let (matrix, audiences) = (subject.matrix, subject.audiences)
    guard task.level < subject.coarse.count else {
      let names = { (at: Int) in audiences[Int(matrix.columns[task.cells[at]])] }
      let claimants = claimants(task.cells.map { [$0] })
      guard let found = apportion(claimants, task, names, &book, &log) else { return }
      for (at, cell) in task.cells.enumerated() { seats[cell] = found[at] }
      return
    }
    let level = subject.coarse[task.level]
    var groups: [Int: [Int]] = [:]
    for cell in task.cells {
      groups[level.ofColumn[Int(matrix.columns[cell])], default: []].append(cell)
    }
    let parts = groups.sorted { $0.key < $1.key }
    let names = { (at: Int) in level.names[parts[at].key] }
    guard
      let found = apportion(claimants(parts.map(\.value)), task, names, &book, &log)
    else { return }
    for (at, part) in parts.enumerated() where found[at] > 0 {
      split(
        Task(
          row: task.row, cells: part.value, level: task.level + 1, parent: names(at),
          seats: found[at]), &book, &log)
    }
  }

  /// One claimant for each list of cells, with the sums of their weights and requirements.
  private func claimants(_ lists: [[Int]]) -> Claimants {
    let matrix = subject.matrix
    do {
      return try Claimants(
        weights: lists.map { $0.reduce(0) { $0 + matrix.weights[$1] } },
        minimums: lists.map { list in
          list.reduce(0) { $0 + (matrix.weights[$1] > 0 ? matrix.minimum($1) : 0) }
        },
        maximums: lists.map { list in
          min(Limits.seatsMax, list.reduce(0) { min(Limits.seatsMax, $0 + matrix.maximum($1)) })
        })
    } catch {
      preconditionFailure("weights and requirements were checked: \(error)")
    }
  }

  /// The seats of each claimant; nil where a tie is left open.
  private mutating func apportion(
    _ claimants: Claimants, _ task: Task, _ name: (Int) -> String, _ book: inout TieBook,
    _ log: inout ProblemLog
  ) -> [Int]? {
    let solution: VectorSolution
    do {
      solution = try claimants.apportion(task.seats, by: method)
    } catch {
      preconditionFailure("every row was checked to be feasible: \(error)")
    }
    let programme = subject.rows[task.row].programme
    var (seats, tie) = (solution.certain, SettledTie?.none)
    if !solution.tied.isEmpty {
      let open = PlanTie(
        split: subject.split, level: task.level, parent: task.parent,
        claimants: solution.tied.map {
          PlanTie.Claimant(programme: programme, audience: name($0), certain: seats[$0])
        }, shared: solution.sharedSeats)
      guard let settled = book.settle(open, log: &log) else { return nil }
      for (claimant, gotSeat) in zip(solution.tied, settled.gotSeat) where gotSeat {
        seats[claimant] += 1
      }
      tie = settled
    }
    houses[task.level].append(
      House(
        level: task.level, programme: programme, parent: task.parent, seats: task.seats,
        certificate: solution.certificate, fixed: solution.certificate.fixed.map(name), tie: tie))
    return seats
  }
}

extension VectorCertificate {
  /// Who left before the last round of Hamilton's method.
  var fixed: [Int] {
    if case .remainders(let border) = self { border.fixed } else { [] }
  }
}

extension SplitRule.Method {
  /// The vector method of this name; nil for the methods that split a whole matrix.
  var vector: VectorMethod? { VectorMethod(name: rawValue) }
}
