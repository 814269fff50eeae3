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

extension RuleSet {
  /// Whether there is a score or grade whose lack makes a student ineligible.
  public var isMissingIneligible: Bool {
    scores.contains { $0.missing == .ineligible } || grades.contains { $0.missing == .ineligible }
  }

  /// Whether anything can come to lots: not where all rankings admit equals together or stop for
  /// them.
  public var drawsLots: Bool {
    stages.contains { stage in
      stage.mechanism != .queue || stage.ranking.map { rankings[$0].ties == .lottery } ?? true
    }
  }
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
