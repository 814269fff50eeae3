import Cases
import Diagnostics
import Tables

/// The version of the program.
package let programVersion = "0.1.0"

/// What a run has to say that neither its case nor its outcome knows: the command's own facts.
///
/// Nothing here may depend on the clock, the host, the path or the number of threads: `replay`
/// compares every byte.
public struct RunFacts: Sendable {
  /// The program's version.
  public var version: String
  /// The digest of the case's files without seed and decisions, where it was made. Of a case that
  /// was read it is made when it is asked for, which waits for the digests of its files.
  public var commitment: Digest? {
    known ?? read.map { Commitment($0.inputs, $0.rules, after: $0.after).digest }
  }
  private let known: Digest?
  private let read: Case?
  /// What the compliance check found, in the language of the run.
  public var findings: [String]
  /// How many warnings of each code there were.
  public var warnings: [(code: Code, count: Int)]

  /// The facts of a run by this version of the program.
  public init(
    version: String, commitment: Digest? = nil, findings: [String] = [],
    warnings: [(code: Code, count: Int)] = []
  ) {
    (known, read) = (commitment, nil)
    (self.version, self.findings, self.warnings) = (version, findings, warnings)
  }

  /// The facts of a run by this version of the program, of a case that was read with `problems`.
  public init(of read: Case, _ problems: ProblemLog) {
    (known, self.read) = (nil, read)
    version = programVersion
    findings = RunFacts.findings(of: problems, read.rules.language)
    warnings = RunFacts.warnings(of: problems)
  }

  /// The compliance points that `log` reports as waived.
  public static func findings(of log: ProblemLog, _ language: Language) -> [String] {
    log.groups.filter { !$0.code.isError && $0.code.area == .compliance }
      .flatMap { $0.first.map { $0.message[language] } }
  }

  /// The warnings about files that are none of the inputs.
  private static let ofOtherFiles: [Code] = [
    .quotasNotPlanned, .quotasUnused, .fileMisnamed, .tableUnused,
  ]

  /// The warnings of `log`, by code, without those about a file that is none of the inputs: the
  /// same inputs give the same bytes.
  public static func warnings(of log: ProblemLog) -> [(code: Code, count: Int)] {
    var counts: [Code: Int] = [:]
    for group in log.groups where !group.code.isError && !ofOtherFiles.contains(group.code) {
      counts[group.code, default: 0] += group.count
    }
    return counts.sorted { $0.key.name < $1.key.name }.map { (code: $0.key, count: $0.value) }
  }
}
