import Cases
import Columns
import Diagnostics
import Exact
import Tables

/// What differs between two runs: students, seats, cutoffs, lines, inputs, rules.
public struct RunDifference: Sendable {
  /// How a student's lot changed.
  public enum Kind: String, Sendable, CaseIterable {
    /// Not admitted before, admitted now.
    case gained
    /// Admitted before, not now.
    case lost
    /// Another programme.
    case changed
    /// The same programme in another stage or pool.
    case otherPool
    /// In one of the runs alone.
    case joined, left
  }

  /// A student whose lot changed.
  public struct Move: Sendable {
    /// The student's code.
    public let student: String
    /// How it changed.
    public let kind: Kind
    let from: SeatName?
    let to: SeatName?
    /// The move of whom this student took the seat, an index into `moves`; nil: a seat that was
    /// vacant.
    var tookFrom: Int?
    /// The move of who took this student's seat; nil: it stays vacant.
    var takenBy: Int?
  }

  /// A seat by its names.
  struct SeatName: Sendable, Hashable {
    let programme: String
    let stage: String
    let pool: String
    /// Empty where no case tells.
    let audience: String
    let choice: Int

    /// What seats that can take each other's place have in common.
    var cell: [ByteText] { [ByteText]([programme, pool, audience]) }
  }

  /// The moves in the order of the first run's students, then those of the second alone.
  public private(set) var moves: [Move] = []
  /// How many students either run has.
  public let students: (a: Int, b: Int)
  /// Seats of each programme and pool: planned and admitted in either run, where they differ.
  public let balance: [SeatBalance]
  /// Rows of `cutoffs.csv` and `lines.csv` that differ, by what they are about.
  public let cutoffs: [RowDifference]
  /// See `cutoffs`.
  public let lines: [RowDifference]
  /// Inputs with other digests, or in one run alone.
  public let inputs: [(name: String, a: Digest?, b: Digest?)]
  /// Keys of the rules with other values; nil where no case tells.
  public let rules: [(path: String, a: String?, b: String?)]?
  /// What differs between the students' tables; nil where that is nothing, or no cases tell.
  public let studentChanges: StudentChanges?
  /// Whether audiences are known, so that chains follow seats and not only pools.
  public let knowsAudiences: Bool
  let chains: [[Int]]
  /// The compliance points that the rules of each run waive.
  private let waivers: (a: [Phrase], b: [Phrase])

  /// What is said of waived points: once where both runs waive the same.
  func waived(_ language: Language) -> [String] {
    let (a, b) = (waivers.a.map { $0[language] }, waivers.b.map { $0[language] })
    return a == b ? a : a.map { "RUN_A: " + $0 } + b.map { "RUN_B: " + $0 }
  }

  /// Compares two runs. `caseA` and `caseB` name their cases; without them a bundle serves, and
  /// without that rules are compared by their digest alone. Complexity: O(students + rows).
  public init?(
    _ a: RunFolder, _ b: RunFolder, caseA: String?, caseB: String?, workers: Workers,
    log: inout ProblemLog
  ) {
    guard let sides = Sides(a, b, caseA: caseA, caseB: caseB, workers: workers, log: &log) else {
      return nil
    }
    students = (sides.a.admissions.count, sides.b.admissions.count)
    waivers = (a.waivers, b.waivers)
    knowsAudiences = sides.a.read != nil && sides.b.read != nil
    moves = sides.moves()
    chains = Chains.link(&moves)
    balance = SeatBalance.all(a, b, workers: workers, log: &log)
    cutoffs = RowDifference.all("cutoffs.csv", keys: 4, a, b, workers: workers, log: &log)
    lines = RowDifference.all("lines.csv", keys: 3, a, b, workers: workers, log: &log)
    inputs = RunDifference.inputs(a, b)
    rules = sides.rules(log: &log)
    let hasOtherTables = inputs.contains { $0.name != "rules.json" && $0.name != "seed.txt" }
    studentChanges =
      hasOtherTables ? sides.studentChanges(a, b, workers: workers, log: &log) : nil
    guard log.isClean else { return nil }
  }

  /// How many moves of a kind there are.
  public func count(_ kind: Kind) -> Int { moves.count { $0.kind == kind } }

  private static func inputs(
    _ a: RunFolder, _ b: RunFolder
  ) -> [(name: String, a: Digest?, b: Digest?)] {
    let names = Set((a.inputs.entries + b.inputs.entries).map(\.name))
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { (name: $0, a: a.inputs[$0], b: b.inputs[$0]) }.filter { $0.a != $0.b }
  }
}
