import Diagnostics
import Metrics
import Rules
import Simulation
import Tables

/// A comparison of policies: one base, variants of its rules, and how often everything that is
/// drawn is drawn anew. Read from a file by `Experiment.read`.
///
/// A cell is one variant in one replicate. Cells are numbered variant by variant: cell
/// `variant × replicates + replicate`.
public struct Experiment: Sendable {
  /// What is varied.
  public enum Base: Sendable {
    /// A case's folder.
    case folder(String)
    /// A synthetic city.
    case city(CitySettings)
  }
  /// What a replicate draws anew.
  public enum Source: String, Sendable, CaseIterable {
    /// The lots of equals.
    case lottery
    /// The plan's lottery.
    case plan
    /// The students of a synthetic city.
    case population
    /// Which families answer as the behaviour says.
    case behaviour
  }
  /// Where quota seats come from.
  public enum Seats: String, Sendable, CaseIterable {
    /// The base's `quotas.csv`.
    case table
    /// The plan of each variant's rules.
    case plan
  }
  /// How the results are divided.
  public enum Division: Sendable, Hashable {
    /// Ten groups by a score; nil: by the first key of the first stage's ranking.
    case decile(score: String?)
    /// By a column: of middle schools, else of programmes; or by `middle_school` or `programme`.
    case column(String)

    /// What it is called in the results.
    public var name: String {
      switch self {
      case .decile: "decile"
      case .column(let name): name
      }
    }
  }

  /// What people call the experiment.
  public let name: String
  /// The language of the report.
  public let language: Language
  /// The file's name, for messages.
  public let file: String
  /// What is varied.
  public let base: Base
  /// Files that are added to the base, which variants may name in `/files`: name and path.
  public let tables: [(name: String, path: String)]
  /// Where quota seats come from.
  public let seats: Seats
  /// The variants, at least one, each with a name of its own.
  public let variants: [Variant]
  /// The variant that the others are compared with.
  public let baseline: Int
  /// How often everything is drawn.
  public let replicates: Int
  /// What a replicate draws anew; the rest is drawn once.
  public let sources: Set<Source>
  /// What all seeds begin with.
  public let seed: String
  /// What is measured.
  public let metrics: [Metric]
  /// By which groups.
  public let divisions: [Division]
  /// Where each of them stands in the file.
  let divisionPlaces: [Place]
  /// How many students' misreports are tried, where a metric asks for it.
  public let deviations: Deviations.Effort
  /// The level of the intervals, in percent: 90, 95 or 99.
  public let confidence: Int
  /// SHA-256 of the file without its comments and blanks.
  public let digest: Digest

  /// How many cells there are.
  public var cellCount: Int { variants.count * replicates }
}

/// One policy: what it changes in the base's rules, and how families answer it.
public struct Variant: Sendable {
  /// The name.
  public let name: String
  /// The values of the axes that it comes from, axis by axis; empty for a variant of its own.
  public let values: [(axis: String, value: String)]
  /// What is set in the rules, in this order.
  public let patches: [Patch]
  /// How families answer.
  public let behaviour: BehaviourRule
  /// Where it stands in the file.
  public let place: Place
}

/// One value set in the rules.
public struct Patch: Sendable {
  /// Where.
  public let pointer: RulePointer
  /// The value; nil takes away what is there.
  package let value: JSONTree?
  /// Where it stands in the file.
  public let place: Place
}

/// How families answer a policy. Nobody ever hands in a longer list than a stage allows: what is
/// beyond is cut off, by the same heuristic.
public struct BehaviourRule: Sendable, Hashable {
  /// How many choices families name at most, list by list; nil: as many as the stages allow.
  public var listMax: Int?
  /// Of a list that is cut, how many families in a thousand keep the last choice for a safe
  /// programme.
  public var safetyShare: Int
  /// How far above a known cutoff is safe, in thousandths of a point.
  public var safetyMargin: Int64
  /// How many families in a thousand choose a middle school for its quota.
  public var moving: Int

  /// Whether a draw decides which families answer how.
  public var isDrawn: Bool { safetyShare > 0 || moving > 0 }

  /// Families answer truthfully.
  public static let truthful = BehaviourRule(
    listMax: nil, safetyShare: 0, safetyMargin: 0, moving: 0)
}
