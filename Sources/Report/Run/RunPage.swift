import Diagnostics
import Exact

/// The page of a run, as plain values: all that it shows stands here, and all that stands here
/// stands in `run.json`, so that whoever has a run can make its page again.
///
/// There is no student in it. Of what is published of groups, marks of fewer than `groupMin`
/// students are left out where the page is written: over a third of quota cells hold one seat, and
/// the cutoff of such a cell is one child's marks. So the page shows cutoffs of whole programmes
/// alone, never those of a programme's single middle schools.
public struct RunPage: Sendable {
  /// Fewer students than these do not show: their marks, or how many of them were admitted.
  public static let groupMin = 5

  /// Whether a number of thousandths is below a million million points: others, which no exam
  /// gives, are not drawn.
  public static func isScore(_ thousandths: Int64) -> Bool {
    thousandths.magnitude < 1_000_000_000_000_000
  }

  /// What the run says of its rules.
  public struct Rules: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// The year, where the rules say it.
    public var year: Int?
    /// The documents that they follow.
    public var basis: [String]
    /// The language of the run's files.
    public var language: Language
    /// SHA-256 of `rules.json`.
    public var digest: String
    /// The least share of quota seats that they ask for.
    public var minimumShare: Decimal

    /// Rules of these values.
    public init(
      name: String, year: Int?, basis: [String], language: Language, digest: String,
      minimumShare: Decimal
    ) {
      (self.name, self.year, self.basis) = (name, year, basis)
      (self.language, self.digest, self.minimumShare) = (language, digest, minimumShare)
    }
  }

  /// One stage, in the order in which they ran.
  public struct Stage: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// Whether its admissions were undone.
    public var isProvisional: Bool
    /// Students without a seat when it began, those of them who were eligible, and the seats;
    /// students admitted, those of them beyond the seats, and seats that nobody took.
    public var candidates, eligible, seats, admitted, excess, vacant: Int

    /// A stage of these values.
    public init(
      name: String, isProvisional: Bool, candidates: Int, eligible: Int, seats: Int, admitted: Int,
      excess: Int, vacant: Int
    ) {
      (self.name, self.isProvisional) = (name, isProvisional)
      (self.candidates, self.eligible, self.seats) = (candidates, eligible, seats)
      (self.admitted, self.excess, self.vacant) = (admitted, excess, vacant)
    }
  }

  /// One pool over all programmes and audiences.
  public struct Pool: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// Whether its seats count toward the quota share.
    public var isQuota: Bool
    /// Seats at the beginning, from other pools, to other pools; students admitted, those of them
    /// beyond the seats, and seats that nobody took.
    public var planned, movedIn, movedOut, admitted, excess, vacant: Int

    /// A pool of these values.
    public init(
      name: String, isQuota: Bool, planned: Int, movedIn: Int, movedOut: Int, admitted: Int,
      excess: Int, vacant: Int
    ) {
      (self.name, self.isQuota, self.planned) = (name, isQuota, planned)
      (self.movedIn, self.movedOut) = (movedIn, movedOut)
      (self.admitted, self.excess, self.vacant) = (admitted, excess, vacant)
    }
  }

  /// The lowest score among some students who were admitted.
  public struct Cutoff: Sendable, Hashable {
    /// The score's name.
    public var score: String
    /// In thousandths.
    public var lowest: Int64
    /// How many students these are.
    public var admitted: Int

    /// A cutoff of these values.
    public init(score: String, lowest: Int64, admitted: Int) {
      (self.score, self.lowest, self.admitted) = (score, lowest, admitted)
    }
  }

  /// One programme, over all its pools and audiences.
  public struct Programme: Sendable, Hashable {
    /// Its code, and what people call it.
    public var code, name: String
    /// The high school, and its district, which may be empty.
    public var school, district: String
    /// Whether it counts for the quota share.
    public var isQuality: Bool
    /// The seats of the plan, and those of them in quota pools; students admitted, and to quota
    /// pools.
    public var plan, quotaSeats, admitted, quotaAdmitted: Int
    /// Seats that nobody took.
    public var vacant: Int
    /// Of the students admitted to quota pools and to others, outside provisional stages; nil where
    /// none were, or they were ranked by different scores, or by none that has a lowest.
    public var quotaCutoff, openCutoff: Cutoff?

    /// A programme of these values.
    public init(
      code: String, name: String, school: String, district: String, isQuality: Bool, plan: Int,
      quotaSeats: Int = 0, admitted: Int = 0, quotaAdmitted: Int = 0, vacant: Int = 0,
      quotaCutoff: Cutoff? = nil, openCutoff: Cutoff? = nil
    ) {
      (self.code, self.name, self.school, self.district) = (code, name, school, district)
      (self.isQuality, self.plan, self.quotaSeats) = (isQuality, plan, quotaSeats)
      (self.admitted, self.quotaAdmitted, self.vacant) = (admitted, quotaAdmitted, vacant)
      (self.quotaCutoff, self.openCutoff) = (quotaCutoff, openCutoff)
    }
  }

  /// One middle school.
  public struct MiddleSchool: Sendable, Hashable {
    /// Its code, what people call it, and its district, which may be empty.
    public var code, name, district: String
    /// Its students; those admitted, and to programmes of quality.
    public var students, admitted, qualityAdmitted: Int
    /// The quota seats that are for it alone, and how many of them its students took.
    public var quotaSeats, quotaAdmitted: Int

    /// A middle school of these values.
    public init(
      code: String, name: String, district: String, students: Int = 0, admitted: Int = 0,
      qualityAdmitted: Int = 0, quotaSeats: Int = 0, quotaAdmitted: Int = 0
    ) {
      (self.code, self.name, self.district) = (code, name, district)
      (self.students, self.admitted) = (students, admitted)
      (self.qualityAdmitted, self.quotaSeats) = (qualityAdmitted, quotaSeats)
      self.quotaAdmitted = quotaAdmitted
    }
  }

  /// Quota seats by programme and group: of pools for middle schools the district of the school, of
  /// others the audience.
  public struct QuotaCells: Sendable, Hashable {
    /// More groups than these are no map that anyone could read.
    public static let groupsMax = 100
    /// The groups' names, ascending by bytes; the empty one is of schools without a district.
    public var groups: [String]
    /// For programme p and group g at p · groups + g: seats planned, and students admitted.
    public var planned, admitted: [Int]

    /// Quota seats of all programmes and groups of these values.
    public init(groups: [String], planned: [Int], admitted: [Int]) {
      precondition(planned.count == admitted.count)
      (self.groups, self.planned, self.admitted) = (groups, planned, admitted)
    }
  }

  /// How many students have a score in which band.
  public struct Distribution: Sendable, Hashable {
    /// At most so many bands.
    public static let bandsMax = 50
    /// The score's name.
    public var score: String
    /// Where the first band begins, and how wide each is, in thousandths; a band holds its lower
    /// end.
    public var from, width: Int64
    /// Students in each band.
    public var counts: [Int]

    /// A distribution of these values.
    public init(score: String, from: Int64, width: Int64, counts: [Int]) {
      (self.score, self.from, self.width, self.counts) = (score, from, width, counts)
    }

    /// Empty bands for values from `lowest` to `highest`: as wide as the smallest of 1, 2, 5 times
    /// a power of ten of thousandths that needs no more than `bandsMax`. Nil where a value is no
    /// score that could be drawn.
    public init?(score: String, lowest: Int64, highest: Int64) {
      guard RunPage.isScore(lowest), RunPage.isScore(highest) else { return nil }
      self.score = score
      var power: Int64 = 1
      while true {
        for digit in [1, 2, 5] as [Int64] {
          let width = digit * power
          let (first, last) = (lowest.floorDivided(by: width), highest.floorDivided(by: width))
          if last - first < Int64(Distribution.bandsMax) {
            (from, self.width) = (first * width, width)
            counts = Array(repeating: 0, count: Int(last - first) + 1)
            return
          }
        }
        power *= 10
      }
    }
  }

  /// What a person decided about a class of equals at one programme.
  public struct Decision: Sendable, Hashable {
    /// Where, and who decided.
    public var stage, programme, pool, decidedBy: String
    /// How many of the class were admitted, and how many not.
    public var admits, refuses: Int

    /// A decision of these values.
    public init(
      stage: String, programme: String, pool: String, decidedBy: String, admits: Int, refuses: Int
    ) {
      (self.stage, self.programme, self.pool) = (stage, programme, pool)
      (self.decidedBy, self.admits, self.refuses) = (decidedBy, admits, refuses)
    }
  }

  /// The rules.
  public var rules: Rules
  /// The version of the program.
  public var version: String
  /// All students, and those of them who were admitted.
  public var students, admitted: Int
  /// Seats of the plan over all programmes, and those of them in quota pools.
  public var planSeats, quotaSeats: Int
  /// In the order in which they ran.
  public var stages: [Stage]
  /// In the order of their names.
  public var pools: [Pool]
  /// In the order of the codes.
  public var programmes: [Programme]
  /// In the order of the codes.
  public var middleSchools: [MiddleSchool]
  /// Nil where there are no quota seats, or too many groups.
  public var quotaCells: QuotaCells?
  /// One for each score that a stage ranks by.
  public var distributions: [Distribution]
  /// Students who drew lots.
  public var drawn: Int
  /// In the order of `decisions.csv`.
  public var decisions: [Decision]
  /// Points of compliance that the rules waive, and why.
  public var waivers: [(point: String, reason: String)]
  /// What the compliance check found, in the language of the run.
  public var findings: [String]
  /// How many warnings of each code there were.
  public var warnings: [(code: String, count: Int)]
  /// The seeds by name.
  public var seeds: [(name: String, seed: String)]
  /// What was published before the draw; nil where there is none.
  public var commitment: String?
  /// Of a later round the fingerprint of the run before.
  public var after: String?
  /// SHA-256 of the lines of `SHA256SUMS` that `fingerprintCommand` picks.
  public var fingerprint: String

  /// A page of a run that has nothing yet but its rules.
  public init(_ rules: Rules, version: String) {
    (self.rules, self.version) = (rules, version)
    (students, admitted, planSeats, quotaSeats, drawn) = (0, 0, 0, 0, 0)
    (stages, pools, programmes, middleSchools, distributions) = ([], [], [], [], [])
    (decisions, waivers, findings, warnings, seeds) = ([], [], [], [], [])
    (quotaCells, commitment, after, fingerprint) = (nil, nil, nil, "")
  }
}

extension RunPage {
  /// The name of the page in a run.
  public static let fileName = "report.html"
  /// The files that the fingerprint on the page stands for: all of a run but the page itself, which
  /// cannot hold its own digest, and a bundle's inputs, which `INPUTS.sha256` stands for.
  public static let fingerprinted = [
    "INPUTS.sha256", "admissions.csv", "cutoffs.csv", "lines.csv", "run.json", "seats.csv",
  ]
  /// The line of a shell that computes the fingerprint, in the run's folder.
  public static let fingerprintCommand =
    "grep -vE '  (report\\.html|case/.*)$' SHA256SUMS | sha256sum"
}
