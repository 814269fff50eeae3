import Admission
import Diagnostics
import Exact
import Rules
import Tables

/// A case as read: the rules, the market that they and the tables make, and the names of all that
/// the market numbers.
public struct Case: Sendable {
  /// What `rules.json` says.
  public let rules: RuleSet
  /// The same in numbers, with students and seats. Programmes and audiences are numbered in the
  /// order of their codes' bytes, pools in the order of their names' bytes, stages in the order
  /// they run.
  public let market: Market
  /// What the numbers stand for.
  public let names: MarketNames
  /// What the tables say of programmes and middle schools beyond that.
  public let directory: Directory
  let digests: InputDigests
  /// The seed of the lottery, where the case has one.
  public let seed: String?
  /// The seed of the plan, where the case has one.
  public let planSeed: String?
  /// The rows of `decisions.csv`, as given; those of the market are in the same order.
  public let decisions: [DecisionRow]
  /// What a person can compare with their own records.
  public let counts: CaseCounts
  /// Of a later round the digest of the earlier run's `SHA256SUMS`.
  public internal(set) var after: Digest?
  /// What is known of each programme beside its seats in the market.
  public internal(set) var facts: [ProgrammeFacts] = []

  /// Digests of the files read, in order of their names' bytes. Waits for those still under way.
  public var inputs: [InputDigest] { digests.all }

  /// The digest of the file called `name`; nil where no such file was read.
  public func inputDigest(of name: String) -> Digest? { digests.digest(of: name) }

  /// Hashes `bytes` into `hash`, and beside them, which takes little longer, what of the inputs
  /// waits for idle time.
  package func hash(_ bytes: Span<UInt8>, into hash: inout SHA256) {
    digests.hash(bytes, into: &hash)
  }

  /// Refuses a file that was changed since it was opened: to be asked when the digests are made, so
  /// that they, and what was decided, are of one state of it.
  public func checkInputsUnchanged() throws(FileError) { try digests.checkUnchanged() }
}

/// The names of what a market numbers.
public struct MarketNames: Sendable {
  /// The code of each programme.
  public let programmes: [String]
  /// What people call each programme: its name, else its code.
  public let programmeTitles: [String]
  /// The name of each pool.
  public let pools: [String]
  /// For each pool an index into `rules.pools`.
  public let poolRules: [Int]
  /// The names of the audiences of each division in `Market.audiences`: of everyone `*`, of
  /// students without a middle school (or value) the empty name.
  public let audiences: [[String]]
  /// The name of each stage.
  public let stages: [String]
  /// The code of each student.
  public let students: CodeColumn
  /// Whether some student's code must be quoted in CSV.
  public let studentsNeedQuotes: Bool
  /// What each number of the cohort is.
  public let numbers: [NumberName]
  /// The code of each middle school, as `Cohort.categories[0]` numbers them; 0 is none.
  public internal(set) var schools: [String] = []
}

/// What a number of the cohort is.
public struct NumberName: Sendable, Hashable {
  /// The name of the score, grade or column.
  public let name: String
  /// The measure in the rules.
  public let measure: Measure
  /// Of a grade, its values by number; nil: the number is in thousandths.
  public let grades: [String]?

  /// The value as a person writes it: `655.5`, `A`; empty where it is missing.
  public func text(_ value: Int64) -> String {
    if value == NumberColumn.missing { return "" }
    if let grades { return grades[Int(value)] }
    return Decimal(thousandths: value).description
  }
}

/// What a person can compare with their own records.
public struct CaseCounts: Sendable {
  /// Rows of each table read, by file name, in order of the names.
  public var rows: [(file: String, rows: Int, blank: Int)] = []
  /// Which header was taken as which column: file, our name, header.
  public var columns: [(file: String, name: String, header: String)] = []
  /// Headers that nothing uses, by file.
  public var unused: [(file: String, header: String)] = []
  /// Seats of the plan over all programmes.
  public var plan = 0
  /// Seats of each pool, by name, in order of the names.
  public var seats: [(pool: String, seats: Int)] = []
  /// Students without a middle school.
  public var withoutSchool = 0
}
