import Apportionment
import Diagnostics

/// A matrix split by a method: the seats of every open cell with their shares, the proof, the ties.
public struct GridResult: Sendable {
  /// What proves the seats, and what their shares are.
  enum Proof: Sendable {
    /// The shares that are drawn about, and how many draws were taken; nil without a seed.
    case lottery(FairShares, draws: UInt64?)
    case deviation(FairShares, DeviationSolution)
    case biproportional(BiproportionalCertificate, columnSeats: [Int])
    /// Of each row.
    case rows([VectorSolution])
  }

  /// A tie that decides seats.
  public enum Tie: Sendable {
    /// Within a row of its own.
    case row(Int, VectorSolution)
    /// Between columns, for their totals.
    case columns(VectorSolution)
    /// Between cells of a matrix with both margins fixed, or of least deviation.
    case cells(CellTie)
  }

  /// What was split.
  public let grid: Grid
  /// How.
  public let method: GridMethod
  /// The published seed; nil where none was given.
  public let seed: String?
  /// The seats of each cell; nil where a tie or the lottery decides some and there is no seed.
  public internal(set) var seats: [Int]?
  /// The ties, settled or not.
  public internal(set) var ties: [Tie] = []
  var proof: Proof

  /// Whether a tie, or the lottery, waits for a seed.
  public var isOpen: Bool { seats == nil }

  /// Splits `grid` by `method`.
  ///
  /// Without a seed nothing is drawn: what it would decide is left open. Nil, with messages, where
  /// rows contradict their requirements or no matrix has these margins (`conflict` then names the
  /// rows and columns).
  public static func solve(
    _ grid: Grid, by method: GridMethod, seed: String?, log: inout ProblemLog,
    conflict: inout MarginConflict?
  ) -> GridResult? {
    grid.reportRows(&log)
    guard log.isClean else { return nil }
    do throws(MatrixError) {
      switch method {
      case .lottery: return try lottery(grid, seed: seed)
      case .leastDeviation: return try leastDeviation(grid, seed: seed)
      case .biproportional: return try biproportional(grid, seed: seed, log: &log)
      case .eachRow(let method): return eachRow(grid, method, seed: seed, log: &log)
      }
    } catch {
      if case .infeasible(let found) = error { conflict = found }
      log.add(grid.problem(of: error))
      return nil
    }
  }

  private static func lottery(_ grid: Grid, seed: String?) throws(MatrixError) -> GridResult {
    let shares = try grid.matrix.fairShares()
    var result = GridResult(
      grid: grid, method: .lottery, seed: seed, seats: nil, proof: .lottery(shares, draws: nil))
    if let seed {
      var draws = SeededDraws(seed: seed)
      result.seats = grid.matrix.lottery(shares, draws: &draws)
      result.proof = .lottery(shares, draws: draws.counter)
    }
    return result
  }

  private static func leastDeviation(
    _ grid: Grid, seed: String?
  ) throws(MatrixError) -> GridResult {
    let shares = try grid.matrix.fairShares()
    let solution = grid.matrix.leastDeviation(shares)
    var result = GridResult(
      grid: grid, method: .leastDeviation, seed: seed, seats: solution.seats,
      proof: .deviation(shares, solution))
    guard !solution.ties.cells.isEmpty else { return result }
    let tie = CellTie(grid, solution)
    result.ties = [.cells(tie)]
    let settled = seed.flatMap { tie.settledDeviation(seed: $0) }
    result.seats = settled?.seats
    if let settled { result.proof = .deviation(shares, settled) }
    return result
  }

  private static func eachRow(
    _ grid: Grid, _ method: VectorMethod, seed: String?, log: inout ProblemLog
  ) -> GridResult? {
    let matrix = grid.matrix
    var solutions: [VectorSolution] = []
    var ties: [Tie] = []
    var seats: [Int] = []
    var isOpen = false
    for row in grid.rows.indices {
      do {
        let solution = try grid.claimants(ofRow: row).apportion(matrix.rowSeats[row], by: method)
        solutions.append(solution)
        if !solution.tied.isEmpty { ties.append(.row(row, solution)) }
        let lot = seed.map { TieLot(seed: $0, row: grid.rows[row]) }
        let names = matrix.cells(ofRow: row).map { grid.columns[Int(matrix.columns[$0])] }
        let settled = lot.map { lot in solution.settled { lot(names[$0]) } } ?? solution.seats
        seats += settled ?? []
        isOpen = isOpen || settled == nil
      } catch {
        log.add(grid.problem(of: error, row: row))
        return nil
      }
    }
    return GridResult(
      grid: grid, method: .eachRow(method), seed: seed, seats: isOpen ? nil : seats, ties: ties,
      proof: .rows(solutions))
  }
}

extension Grid {
  /// A row's open cells as the claimants of a house.
  func claimants(ofRow row: Int) throws(VectorError) -> Claimants {
    let cells = matrix.cells(ofRow: row)
    return try Claimants(
      weights: Array(matrix.weights[cells]), minimums: cells.map(matrix.minimum),
      maximums: cells.map {
        matrix.maximums.isEmpty ? Limits.seatsMax : matrix.maximums[$0]
      })
  }

  /// Why a row cannot be split, in words.
  func problem(of error: VectorError, row: Int) -> Problem {
    let (code, phrase) = wording(of: error, columns)
    return Problem(
      code, at: sources.place(ofRow: row),
      Phrase(zh: "行 \(rows[row])：\(phrase.zh)", en: "row \(rows[row]): \(phrase.en)"))
  }
}
