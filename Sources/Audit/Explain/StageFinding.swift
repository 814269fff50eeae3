/// What was found about a student: numbers of the case only, put into words elsewhere.
struct StageFinding: Sendable {
  /// Why a gate is closed.
  enum Failure: Sendable, Hashable {
    /// A condition of the gate does not hold, by its place.
    case condition(Int)
    /// A number that the gate or the ranking asks for is missing.
    case missing(number: Int)
    /// A line is not met.
    case line(PublishedLine)
  }

  /// What became of a pair at one pool.
  enum Verdict: Sendable, Hashable {
    /// Admitted here.
    case admitted
    /// The student belongs to no audience of the pool, or it has no seats for theirs.
    case notOpen
    /// A condition or line of the pool alone.
    case closed([Failure])
    /// There were no seats when the stage began.
    case noSeats
    /// A decision at a stop refused the student here.
    case refused
    /// Equal to the last admitted where people decide about equals: only of a changed student.
    case tied
    /// The programme ranks by its own list of students, and this one is not on it.
    case unlisted
    /// The last pair admitted comes first, by this key of the order.
    case beaten(key: Int)
    /// Not asked: an earlier choice, or another pool, admitted.
    case notAsked
    /// Of trading cycles: asked and not granted, and the cutoffs do not say why.
    case traded
  }

  struct Pool: Sendable {
    /// Its place among the stage's pools.
    let entry: Int
    let pool: Int
    let audience: Int?
    let cutoff: Cutoff?
    /// The keys that decide here, and the pair's own; empty where the student has no place.
    let keys: PairKey
    let key: [Int128]
    var verdict: Verdict

    /// The seats that others left empty and that came to this pool within the stage; below 0: that
    /// left it.
    var moved: Int {
      cutoff.map { $0.admitted + $0.vacant - $0.excess - $0.seats } ?? 0
    }
  }

  struct Choice: Sendable {
    /// From 0.
    let choice: Int
    let programme: Int
    /// What closes the stage's gate at this programme.
    let failures: [Failure]
    var pools: [Pool]
    var isAdmitted: Bool { pools.contains { $0.verdict == .admitted } }
  }

  let stage: Int
  /// Whether an earlier stage had admitted the student, so that this one did not ask.
  let isOver: Bool
  /// What closes the stage to the student, whatever they chose.
  let failures: [Failure]
  let choices: [Choice]
  /// Whether the stage is one of trading cycles. Its cutoffs do not say who is admitted, so
  /// `recorded` is what the admissions say.
  var isTrading = false
  var recorded: Seat?

  /// The choice and pool at which the student was admitted.
  var admission: (choice: Choice, pool: Pool)? {
    for choice in choices {
      if let pool = choice.pools.first(where: { $0.verdict == .admitted }) { return (choice, pool) }
    }
    return nil
  }
}

/// Where the cutoffs put a student.
struct Seat: Sendable, Hashable {
  let stage: Int
  let programme: Int
  let pool: Int
  /// From 0.
  let choice: Int
}
