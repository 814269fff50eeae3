import Diagnostics
import Exact

/// What `rules.json` says, with every name resolved to an index into the list that defines it, so
/// that nobody downstream looks a name up again.
///
/// A `RuleSet` is whole: reading refuses (with every problem of the file) what names something
/// unknown or contradicts itself.
public struct RuleSet: Sendable {
  /// The name of the rule set, for people.
  public var name: String
  /// The year it is for.
  public var year: Int?
  /// The documents it follows.
  public var basis: [String]
  /// What those documents say of single points of the file, in the order of the file.
  public var clauses: [BasisClause]
  /// Whether programmes draw lots of their own in the stages in which pools rank for themselves. In
  /// a queue stage all students stand in one order, with one lot each.
  public var lots: LotsRule
  /// The language of a run's files.
  public var language: Language
  /// Other file names for the tables: our name (`students`) to the case's (`考生.csv`). Known are
  /// those of `tables`; the files are in the case folder itself.
  public var files: [String: String]
  /// Of tables in a workbook the sheet, where the rules name one.
  public var sheets: [String: String]
  /// The row of the header, from 1, of tables with a title above it.
  public var headerRows: [String: Int]
  /// The header in the office's file for our name.
  public var columns: [String: String]
  /// What a column is, where the rules declare it.
  public var kinds: [String: ColumnKind]
  /// The most that a cell of a column can hold, where the rules state it.
  public var fullMarks: [String: Decimal]
  /// The encoding of the tables; nil to detect it for each file.
  public var encoding: TableEncoding?
  /// Open points of a preset: key path and the question. Not empty: refuse to run.
  public var undecided: [(path: String, question: String)]

  /// The lists of choices.
  public var lists: [ListRule]
  /// The grades.
  public var grades: [GradeRule]
  /// The scores, in an order in which each is made only of earlier ones.
  public var scores: [ScoreRule]
  /// The rankings.
  public var rankings: [RankingRule]
  /// The pools.
  public var pools: [PoolRule]
  /// How the quota seats are split.
  public var plan: PlanRule
  /// The stages, in the order in which they run.
  public var stages: [StageRule]
  /// Compliance points that are switched off, with the reason.
  public var waivers: [(point: CompliancePoint, reason: String)]

  /// Our names of the tables of a case.
  public static let tables = [
    "programmes", "middle_schools", "students", "choices", "quotas", "exclusions", "priorities",
    "decisions", "plan-decisions", "withdrawals", "controls",
  ]

  /// The file name of our table `name` (`students`) in this case, where the rules give none: as
  /// CSV.
  public func fileName(_ name: String) -> String { files[name] ?? "\(name).csv" }

  /// Whether `file` can be our table `name`: by the rules, else by its own name as CSV, XLSX or DBF
  /// (of the last two in any case: exam systems write `STUDENTS.DBF`).
  public func isFile(_ file: String, of name: String) -> Bool {
    if let given = files[name] { return sameBytes(given, file) }
    return sameBytes(file, "\(name).csv")
      || ["\(name).xlsx", "\(name).dbf"].contains { sameBytes($0, file.lowercased()) }
  }

  /// Where each key path stands in the file, for example `/stages/quota/order`: a key's place is
  /// that of the key, an element's that of the value. Stages, splits and the pools of a stage are
  /// addressed by name, other elements by index from 0. See `place(of:)` and `keyPath(_:)`.
  public var places: [String: Place]
}

/// A clause of a document that a point of the rules follows: `"basis": [{"document": TEXT,
/// "clauses": {KEY PATH: TEXT}}]`.
public struct BasisClause: Sendable, Hashable {
  /// The document, an index into `basis`.
  public var document: Int
  /// The key path of what follows it, which is in the file.
  public var path: String
  /// Which clause, in the document's own words.
  public var clause: String
}

/// What a column is, in the sense of the compliance points.
public enum ColumnKind: String, Sendable, CaseIterable {
  case exam, evaluation, bonus, competition, certificate, training, interview, schoolTest
}

/// The encodings in which an office's tables come.
public enum TableEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case gb18030
}

/// How many lots a student has where programmes rank for themselves.
public enum LotsRule: String, Sendable, CaseIterable {
  /// One for all programmes.
  case one
  /// One a programme.
  case programme
}

/// Points 1 to 4 of the compliance check.
public enum CompliancePoint: String, Sendable, CaseIterable {
  case quotaShare, forbiddenBasis, evaluation, publicPrivate
}

/// A student's ordered choices: where they stand in `students.csv`, or in a table of their own.
public struct ListRule: Sendable {
  /// Where the codes are.
  public enum Source: Sendable, Hashable {
    /// One column, codes separated by `|`.
    case joined(column: String)
    /// A column a choice; an empty cell keeps its number.
    case columns([String])
    /// Rows of `choices.csv`, one a choice with its number: those whose `list` is this.
    case rows(list: String)
  }
  /// The list's name.
  public var name: String
  /// Where the codes are.
  public var source: Source
}

/// A column of grades.
public struct GradeRule: Sendable {
  /// The grade's name, which is the column's name too.
  public var name: String
  /// The grades, best first.
  public var order: [String]
  /// The points of each grade, in the order of `order`; nil where the grade has no points.
  public var points: [Decimal]?
  /// What an empty cell means.
  public var missing: MissingPolicy
}

/// What an empty score or grade cell means.
public enum MissingPolicy: String, Sendable, CaseIterable {
  /// An error that names the row.
  case error
  /// Zero points; for a grade, the worst grade.
  case zero
  /// The student is ineligible in every stage that uses the score or grade, be it for one pool or
  /// one programme alone.
  case ineligible
}

/// A sum of terms, exact until it is rounded.
public struct ScoreRule: Sendable {
  /// One summand.
  public indirect enum Term: Sendable, Hashable {
    /// A column of `students.csv` times a factor.
    case column(String, times: Decimal)
    /// The points of a grade, an index into `grades`, times a factor.
    case grade(Int, times: Decimal)
    /// An earlier score, an index into `scores`, times a factor.
    case score(Int, times: Decimal)
    /// The highest or the sum of some bonus columns, at most `cap`; an empty cell is none.
    case bonus([String], take: BonusRule, cap: Decimal?)
  }
  /// How several bonus points combine.
  public enum BonusRule: String, Sendable, CaseIterable { case highest, sum }

  /// The score's name.
  public var name: String
  /// What is summed.
  public var sum: [Term]
  /// How the result is rounded; nil where it is exact in thousandths. Reading does not ask for it
  /// where a factor could give more places, since the cells may be whole: who computes a score
  /// refuses the first value that has more than 3 places and names its row.
  public var round: Rounding?
  /// What an empty cell of a column means.
  public var missing: MissingPolicy
}

/// To how many places, and how.
public struct Rounding: Sendable, Hashable {
  /// Places after the point, 0 to 3.
  public var decimals: Int
  /// The direction.
  public var mode: RoundingMode
}

/// A value of a student that rankings, lines and conditions use.
public enum Measure: Sendable, Hashable {
  /// An index into `scores`.
  case score(Int)
  /// An index into `grades`.
  case grade(Int)
  /// A number column of `students.csv`, or of the student's row in `middle_schools.csv`.
  case column(String)
}

/// An order of students.
public struct RankingRule: Sendable {
  /// One key: higher scores and better grades first, unless `ascending`.
  public struct Key: Sendable, Hashable {
    /// What is compared.
    public var measure: Measure
    /// Whether the smaller value (for a grade: the worse) comes first.
    public var ascending: Bool
  }
  /// What happens to students who are equal in every key.
  public enum Ties: String, Sendable, CaseIterable { case lottery, admitAll, stop }

  /// The ranking's name.
  public var name: String
  /// The keys, the most important first; at least one.
  public var by: [Key]
  /// What happens to equals.
  public var ties: Ties
}

/// Who may take a seat of a pool.
public enum AudienceRule: Sendable, Hashable {
  /// Anyone; seats are one heap a programme.
  case everyone
  /// The students of one middle school.
  case middleSchool
  /// The students who have one value in a column of `students.csv` or of their middle school's row.
  case attribute(String)
}

/// A named kind of seats.
public struct PoolRule: Sendable {
  /// The pool's name.
  public var name: String
  /// Who may take a seat.
  public var audience: AudienceRule
  /// Whether its seats count toward the quota share.
  public var isQuota: Bool
  /// Whether it has the plan minus all seats of `quotas.csv` (`"seats": "rest"`).
  public var takesRest: Bool
}
