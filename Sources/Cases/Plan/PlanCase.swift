import Columns
import Diagnostics
import Exact
import Rules

/// A case as a plan needs it: programmes, middle schools and what each split asks of them. Seats,
/// lists of choices and the draw for ties do not exist yet.
///
/// Programmes and middle schools are known by their number in the order of their codes' bytes.
public struct PlanCase: Sendable {
  /// What `rules.json` says.
  public let rules: RuleSet
  /// The programmes, in the order of their codes' bytes.
  public let programmes: [PlanProgramme]
  /// The code of each middle school, ascending by bytes.
  public let schools: [String]
  /// What multiplies the heads of each middle school, in thousandths.
  public let multipliers: [Int64]
  /// For each split of the rules what the tables say about it.
  public let splits: [PlanSplit]
  /// Pairs that get no quota seats.
  public let exclusions: [PlanExclusion]
  /// The rows of `plan-decisions.csv`.
  public let decisions: [PlanDecision]
  /// The seed of the plan's draws, where the case has one.
  public let seed: String?
  /// Digests of the files read, in order of their names' bytes.
  public let inputs: [InputDigest]
  /// What is published before the seed is drawn.
  public let commitment: Commitment

  let programmeTable: KeyedTable
  let schoolTable: KeyedTable

  /// Where a programme stands in its table, found by reading up to it: for messages.
  public func place(ofProgramme programme: Int) -> Place { programmeTable.place(programme) }

  /// Where a middle school stands in its table, found by reading up to it: for messages.
  public func place(ofSchool school: Int) -> Place { schoolTable.place(school) }

  /// The number of the programme called `code`; nil where there is none. Complexity: O(1).
  public func programme(_ code: String) -> Int? { programmeTable.index(of: code) }
}

/// A programme as a plan needs it.
public struct PlanProgramme: Sendable {
  /// Its code.
  public let code: String
  /// The high school that it belongs to.
  public let school: String
  /// Who runs it, where the table says.
  public let sector: Sector?
  /// Whether it counts for the least quota share.
  public let isQuality: Bool
  /// The seats of its plan.
  public let plan: Int
}

/// What the tables say about one split. Arrays are by programme or by middle school.
public struct PlanSplit: Sendable {
  /// How many seats each programme splits.
  public enum Amount: Sendable {
    /// `round(share × base)`.
    case shares([Decimal], RoundingMode)
    /// As many as the table says.
    case seats([Int])
    /// What the split with this number leaves of its base.
    case restOf(Int)
  }
  /// How many seats.
  public let amount: Amount
  /// What shares are shares of, by programme: the plan, or the column that `of` names.
  public let bases: [Int]
  /// The heads of each middle school: the split's `weights` column, or eligible students counted.
  public let heads: [Int]
  /// For each level the audience of each middle school; at `middle_school` its code.
  public let levels: [[String]]
  /// The values of the `within` column, where the split has one.
  public let within: (programmes: [String], schools: [String])?
  /// The tier of each programme, where the split names a column.
  public let tiers: [String]?
  /// The district of each middle school, where the table has the column.
  public let districts: [String]?
  /// The seats of each middle school over all programmes, where the table has the column and the
  /// method asks for it.
  public let columnSeats: [Int]?
}

/// A pair that gets no quota seats.
public struct PlanExclusion: Sendable, Hashable {
  /// Who is excluded.
  public enum Audience: Sendable, Hashable {
    /// A middle school, by number.
    case school(Int)
    /// The middle schools that have a value in a column; of splits that have it as a level.
    case value(column: String, String)
  }
  /// The programme, by number.
  public let programme: Int
  /// Who gets none of its quota seats.
  public let audience: Audience
}

/// A row of `plan-decisions.csv`: the answer to a tie.
public struct PlanDecision: Sendable, Hashable {
  /// The split, by number.
  public let split: Int
  /// The level, by number, coarse to fine.
  public let level: Int
  /// The programme, by number; nil for the column totals of a biproportional split.
  public let programme: Int?
  /// The audience.
  public let audience: String
  /// Whether it gets one of the seats that the tied share.
  public let getsSeat: Bool
  /// The row as it was given.
  public let cells: [String]
  /// Its line.
  public let line: Int

  /// The columns of the table.
  public static let columns = [
    "split", "level", "programme", "audience", "decision", "decided_by", "reason",
  ]
}

/// What reading a case for a plan came to.
public struct PlanReading: Sendable {
  /// The case; nil where it cannot be planned.
  public let value: PlanCase?
  /// What every reading tells: problems, digests, rules, counts.
  public var reading: CaseReading
}

/// Reads the case in `folder` for a plan: the rules, programmes, middle schools, exclusions and the
/// seed; students only where nobody has counted the eligible ones. All problems of all of them.
///
/// `isThorough` also looks for what is merely suspicious. Complexity: O(bytes of the files).
public func readPlanCase(
  _ folder: String, isThorough: Bool = false, workers: Workers = .all
) -> PlanReading {
  var reader = CaseReader(
    folder, for: .plan, after: nil, thorough: isThorough, workers: workers)
  reader.read()
  return PlanReading(reader)
}

extension PlanReading {
  /// What `reader` found.
  init(_ reader: CaseReader) {
    // Cells that could not be read stand for nothing: laying them out would only add wrong
    // messages. What the rules alone get wrong does not keep the rest from being looked at.
    let isReadable = reader.reading.problems.groups.allSatisfy { group in
      !group.code.isError || [.rules, .compliance].contains(group.code.area)
    }
    self.init(value: isReadable ? reader.planCase : nil, reading: reader.reading)
  }
}
