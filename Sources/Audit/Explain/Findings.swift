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
    /// The last pair admitted comes first, by this key of the order.
    case beaten(key: Int)
    /// Not asked: an earlier choice, or an earlier pool, admitted.
    case notAsked
  }

  struct Pool: Sendable {
    /// Its place among the stage's pools.
    let entry: Int
    let pool: Int
    let audience: Int?
    let cutoff: Cutoff?
    let verdict: Verdict
  }

  struct Choice: Sendable {
    /// From 0.
    let choice: Int
    let programme: Int
    /// What closes the stage's gate at this programme.
    let failures: [Failure]
    /// The pair's own key.
    let key: [Int128]
    let pools: [Pool]
    var isAdmitted: Bool { pools.contains { $0.verdict == .admitted } }
  }

  let stage: Int
  /// Whether an earlier stage had admitted the student, so that this one did not ask.
  let isOver: Bool
  /// What closes the stage to the student, whatever they chose.
  let failures: [Failure]
  let choices: [Choice]

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
