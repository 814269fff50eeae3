import Admission
import Cases
import Columns

/// What a run comes to in numbers: what its summary says and `run.json` keeps.
public struct RunCounts: Sendable {
  /// One stage.
  public struct Stage: Sendable, Hashable {
    /// The stage's name.
    public var name: String
    /// What it is if it is no queue: `topTradingCycles`, or the choice rule of deferred acceptance,
    /// for example `deferredAcceptance/reserveFirst/soft`.
    public var mechanism: String?
    /// Whether its admissions were undone.
    public var isProvisional: Bool
    /// Students without a seat when it began.
    public var candidates: Int
    /// Of these, who was eligible by themselves.
    public var eligible: Int
    /// Pairs of student and choice, counted for each pool that they could take a seat of.
    public var applications: Int
    /// Seats left when it began, in the pools that it offers.
    public var seats = 0
    /// Students admitted.
    public var admitted = 0
    /// Of these, beyond the seats.
    public var excess = 0
    /// Seats that nobody took, before they move.
    public var vacant = 0
  }
  /// One pool, over all programmes and audiences.
  public struct Pool: Sendable, Hashable {
    /// The pool's name.
    public var name: String
    /// Whether its seats count toward the quota share.
    public var isQuota: Bool
    /// Seats at the beginning.
    public var planned = 0
    /// Seats that came from other pools.
    public var movedIn = 0
    /// Seats that went to other pools.
    public var movedOut = 0
    /// Students admitted.
    public var admitted = 0
    /// Of these, beyond the seats.
    public var excess = 0
    /// Seats that nobody took.
    public var vacant = 0
  }

  /// How many students there are.
  public var students: Int
  /// Of these, who was admitted.
  public var admitted: Int
  /// Of these, who was not.
  public var notAdmitted: Int { students - admitted }
  /// The stages in the order in which they ran.
  public var stages: [Stage]
  /// The pools in order of their names.
  public var pools: [Pool]
  /// Students who drew lots.
  public var drawn: Int
  /// Seats of the plan over all programmes, and those of them in quota pools.
  public var plan: (seats: Int, quota: Int)

  /// Counts a run. Complexity: O(students + cells).
  public init(_ read: Case, _ outcome: Outcome, workers: Workers = .all) {
    students = outcome.placements.count
    drawn = outcome.drawn
    stages = outcome.stages.indices.map { RunCounts.stage($0, read, outcome) }
    pools = RunCounts.pools(read, outcome)
    plan = (read.counts.plan, pools.reduce(0) { $0 + ($1.isQuota ? $1.planned : 0) })
    // Counted from the placements, not from the cells: the two must agree.
    let placements = outcome.placements
    let found = workers.map(tasks: workers.count) { task in
      var count = 0
      for student in Workers.slice(task, of: workers.count, count: placements.count) {
        count += placements[student].isAdmitted ? 1 : 0
      }
      return count
    }
    admitted = found.reduce(0, +)
    precondition(admitted == pools.reduce(0) { $0 + $1.admitted }, "students and seats differ")
  }

  private static func stage(_ number: Int, _ read: Case, _ outcome: Outcome) -> Stage {
    let found = outcome.stages[number]
    var stage = Stage(
      name: read.names.stages[number], mechanism: read.market.stages[number].mechanism.title,
      isProvisional: read.market.stages[number].provisional,
      candidates: found.candidates, eligible: found.eligible, applications: 0)
    for cell in found.cells {
      stage.applications += cell.applicants
      stage.seats += cell.seats
      stage.admitted += cell.admitted
      stage.excess += cell.excess
      stage.vacant += cell.vacant
    }
    return stage
  }

  private static func pools(_ read: Case, _ outcome: Outcome) -> [Pool] {
    var pools = read.names.pools.indices.map {
      Pool(
        name: read.names.pools[$0], isQuota: read.rules.pools[read.names.poolRules[$0]].isQuota)
    }
    for cell in outcome.ledger {
      pools[cell.pool].planned += cell.planned
      pools[cell.pool].movedIn += cell.movedIn
      pools[cell.pool].movedOut += cell.movedOut
      pools[cell.pool].admitted += cell.admitted
      pools[cell.pool].excess += cell.excess
      pools[cell.pool].vacant += cell.vacant
    }
    return pools
  }
}

extension Mechanism {
  /// Its name in a run; nil for a queue.
  fileprivate var title: String? {
    func title(_ rule: String, _ isSoft: Bool) -> String {
      "deferredAcceptance/\(rule)/\(isSoft ? "soft" : "hard")"
    }
    switch self {
    case .queue: return nil
    case .topTradingCycles: return "topTradingCycles"
    case .deferredAcceptance(.reserveFirst(let isSoft)): return title("reserveFirst", isSoft)
    case .deferredAcceptance(.openFirst(let isSoft)): return title("openFirst", isSoft)
    case .deferredAcceptance(.backwardTransfer): return title("backwardTransfer", true)
    }
  }
}
