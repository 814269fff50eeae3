/// How the seats of a stage find students.
public enum Mechanism: Sendable, Hashable {
  /// Pairs of student and choice in an order, walked once; what is taken is final.
  case queue
  /// Students propose down their lists, programmes keep the best by a choice rule for the time
  /// being (Gale and Shapley 1962). Every pool ranks for itself; one pool is for everyone.
  case deferredAcceptance(ChoiceRule)
  /// Students and programmes point to each other, and every cycle trades (Abdulkadiroğlu and Sönmez
  /// 2003). One pool, which is for everyone.
  case topTradingCycles
}

/// Whom a programme keeps of those who ask for a seat, where some seats are reserved.
///
/// A programme has `o` open seats in the pool for everyone, and in every reserve pool `r` seats for
/// each audience. A student can take a seat of a pool who passes the gates of the stage and of the
/// pool, has a place in the ranking that the pool uses at this programme, and belongs to the
/// audience of the seat. Of those who remain, a block of seats always takes the best by its pool's
/// ranking. Reserve pools choose one after the other, in the order in which the stage names them.
///
/// Each rule is substitutable (a student kept among many is kept among fewer) and satisfies the law
/// of aggregate demand (more applicants never leave more seats empty). Therefore proposals may come
/// in any order, the result is the stable one that is best for every student, and telling the truth
/// is safe (Hatfield and Milgrom 2005).
///
/// The hard rules are slot-specific priorities in a fixed order of precedence (Kominers and Sönmez
/// 2016); the soft ones transfer capacity from slots that stay empty (Aygün and Turhan 2020, 2023).
public enum ChoiceRule: Sendable, Hashable {
  /// Reserves first: each audience's best `r`, then the open seats over all who remain. Soft: the
  /// seats that reserves leave empty join the open ones (Hafalir, Yenmez and Yildirim 2013).
  case reserveFirst(isSoft: Bool)
  /// The best `o` over all first, then the reserves. Soft: what the reserves leave empty is then
  /// filled by the open ranking over all who remain, as more seats of the open pool.
  case openFirst(isSoft: Bool)
  /// The open seats first, then the reserves; the seats that reserves leave empty are moved to the
  /// open block and all is chosen anew, until no reserve has an empty seat (the backward transfers
  /// of Aygün and Turhan 2023). Always soft.
  case backwardTransfer

  /// Whether seats that a reserve leaves empty go to the pool for everyone, inside the stage.
  public var isSoft: Bool {
    switch self {
    case .reserveFirst(let isSoft), .openFirst(let isSoft): isSoft
    case .backwardTransfer: true
    }
  }
}

/// Whom a pool prefers, in the stages in which each pool ranks for itself.
public enum PoolRanking: Sendable, Hashable {
  /// One order for all programmes: an index into `Market.rankings`.
  case one(Int)
  /// For each programme its own: indices into `Market.rankings`.
  case each([Int])
  /// For each programme its own list of students, `Market.priorities`; who is not on it is
  /// unacceptable there.
  case priorities

  /// The ranking at a programme; nil where that is `priorities`.
  public func ranking(at programme: Int) -> Int? {
    switch self {
    case .one(let ranking): ranking
    case .each(let rankings): rankings[programme]
    case .priorities: nil
    }
  }

  /// The rankings used anywhere, one as often as programmes name it where each has its own.
  public var rankings: [Int] {
    switch self {
    case .one(let ranking): [ranking]
    case .each(let rankings): rankings
    case .priorities: []
    }
  }
}

extension Market {
  /// The ranking of a queue stage.
  package func ranking(ofQueue stage: Stage) -> Ranking {
    guard let ranking = stage.ranking else {
      preconditionFailure("in a stage that is no queue each pool ranks for itself")
    }
    return rankings[ranking]
  }

  /// The ranking that a pool of a stage uses at a programme; nil where that is `priorities`.
  public func ranking(_ stage: Int, pool: Int, programme: Int) -> Int? {
    let stage = stages[stage]
    if let ranking = stage.ranking { return ranking }
    return stage.pools.first { $0.pool == pool }?.ranking?.ranking(at: programme)
  }
}
