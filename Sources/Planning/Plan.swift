import Apportionment
import Cases

/// Quota seats for every audience of every split, with what proves them.
public struct Plan: Sendable {
  /// The case that was planned.
  public let planCase: PlanCase
  /// For each split of the rules its seats.
  public let splits: [SplitPlan]
}

/// The seats of one split.
public struct SplitPlan: Sendable {
  /// What had to be decided.
  public let subject: SplitSubject
  /// What each cell should get.
  public let shares: FairShares
  /// What each cell got.
  public let seats: [Int]
  /// How.
  public let proof: SplitProof
}

extension SplitPlan {
  /// What the smallest quarter of the audiences got from the largest quarter of the programmes
  /// beyond their shares, in seats, exactly.
  public var biasText: String {
    let corner = subject.matrix.biasByQuarters(seats, shares).last?.first ?? 0
    return ExactText.text(corner, places: ExactText.places(of: shares.unit))
  }
}

/// How the seats of a split came about.
public enum SplitProof: Sendable {
  /// Draws of the plan's lottery: the counter of the first, and how many.
  case lottery(first: UInt64, count: UInt64)
  /// The controlled rounding of least deviation, and how its ties were settled.
  case leastDeviation(DeviationSolution, ties: [SettledTie])
  /// One house after another.
  case houses([House])
  /// Both margins.
  case biproportional(MarginProof)
  /// A matrix that the office brought: the name of its file and the digest of its bytes.
  case imported(file: String, digest: String)
}

/// One house that a vector method split.
public struct House: Sendable {
  /// The level of its claimants, by number.
  public let level: Int
  /// The programme, by number; nil for column totals.
  public let programme: Int?
  /// The audience whose seats are split; nil at the first level. Of column totals the value of
  /// `within`.
  public let parent: String?
  /// How many seats.
  public let seats: Int
  /// The proof. Claimants that it names are numbers into `fixed`'s order, whose names these are.
  public let certificate: VectorCertificate
  /// The claimants who left the last round of Hamilton's method with a minimum or maximum.
  public let fixed: [String]
  /// Who was tied, and how that was settled; nil where nobody was.
  public let tie: SettledTie?
}

/// What proves a biproportional split.
public struct MarginProof: Sendable {
  /// The seats of each column.
  public let columnSeats: [Int]
  /// Where they were split from the rows' seats: how.
  public let columnHouses: [House]
  /// The multipliers and divisors.
  public let certificate: BiproportionalCertificate
  /// Tied cells, and how they were settled.
  public let ties: [SettledTie]
}

/// A tie that decides a seat.
public struct PlanTie: Sendable, Hashable {
  /// One of those who are tied.
  public struct Claimant: Sendable, Hashable {
    /// The programme, by number; nil for column totals.
    public let programme: Int?
    /// The audience.
    public let audience: String
    /// The seats that it gets in any case.
    public let certain: Int
  }
  /// The split, by number.
  public let split: Int
  /// The level, by number.
  public let level: Int
  /// The audience within which they are tied; nil at the first level.
  public let parent: String?
  /// The tied, in the order of programmes, then audiences.
  public let claimants: [Claimant]
  /// How many seats they share; fewer than there are of them.
  public let shared: Int
}

/// What settled a tie.
public enum TieSettler: String, Sendable {
  /// Rows of `plan-decisions.csv`.
  case decision
  /// The plan's lottery.
  case lottery
}

/// A tie, settled.
public struct SettledTie: Sendable {
  /// The tie.
  public let tie: PlanTie
  /// For each claimant whether it got one of the shared seats.
  public let gotSeat: [Bool]
  /// What settled it.
  public let settler: TieSettler
}
