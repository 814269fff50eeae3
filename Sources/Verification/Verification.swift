import Diagnostics

/// What an independent check of a run came to.
public struct Verification: Sendable {
  /// One thing that was checked, and how many of it.
  public struct Check: Sendable {
    /// What.
    public let name: Phrase
    /// How many.
    public let count: Int
  }

  /// The run's folder.
  public let run: String
  /// The case's folder; nil where there was none to check against.
  public let caseFolder: String?
  /// What was found wrong.
  public internal(set) var findings = Findings()
  /// What was checked, in order.
  public internal(set) var checks: [Check] = []
  /// What was not checked, and why.
  public internal(set) var unchecked: [Phrase] = []
  /// SHA-256 of `SHA256SUMS`, which stands for the whole run; empty where that could not be read.
  public internal(set) var fingerprint = ""
  /// The commitment, computed from the inputs; nil without a case.
  public internal(set) var commitment: String?
  /// What the run's own `run.json` says; nil where it cannot be read.
  public internal(set) var facts: RunStatement?
  /// Of a later round the run before it, where that was looked at.
  public internal(set) var earlier: Earlier?

  /// Whether nothing was found wrong.
  public var isGood: Bool { findings.count == 0 }

  /// Whether the system failed to read something, so that nothing is known of it.
  public var hasSystemFailure: Bool { findings.hasSystemFailure }

  /// Whether the run, its case or a file of them could not be read at all.
  public var isUnread: Bool {
    hasSystemFailure || fingerprint.isEmpty || findings.first.contains { $0.code == .fileNotFound }
  }

  /// The run after which a later round was held.
  public struct Earlier: Sendable {
    /// Its folder.
    public let path: String
    /// SHA-256 of its `SHA256SUMS`.
    public let fingerprint: String
    /// Whether it was itself held after another.
    public let isLater: Bool
    /// Whether it was computed again too, from the case that it keeps.
    public internal(set) var isComputed = false
  }

  /// The fingerprint in groups that two people can read to each other.
  public var spokenFingerprint: String { Verification.spoken(fingerprint) }

  /// The first 32 digits of a fingerprint, in groups of four.
  public static func spoken(_ fingerprint: String) -> String {
    let digits = Array(fingerprint.prefix(32))
    return stride(from: 0, to: digits.count, by: 4).map {
      String(digits[$0..<min($0 + 4, digits.count)])
    }.joined(separator: " ")
  }

  /// Notes what was checked; `one` says it in English of one alone, where there may be as few.
  mutating func checked(_ count: Int, zh: String, one: String? = nil, en: String) {
    let name = Phrase(zh: zh, en: count == 1 ? one ?? en : en)
    checks.append(Check(name: name, count: count))
  }

  /// Takes over what a part of the check came to.
  mutating func take(_ part: Verification) {
    findings.merge(part.findings)
    checks += part.checks
    unchecked += part.unchecked
  }
}

extension Verification {
  /// Checks the run in folder `run`, in every way that the inputs allow.
  ///
  /// - Parameters:
  ///   - caseFolder: the case that it was made from; nil: `RUN/case` if it is there, else the run
  ///     alone is checked.
  ///   - after: the folder of the earlier run, where this is a later round.
  ///   - commitment: what was published before the draw, to be compared; 64 hexadecimal digits.
  ///   - programVersion: the version of this program: a run by a newer one is refused.
  ///
  /// Complexity: O(bytes of the run and the case) on all threads; stages that are provisional or
  /// stop for ties are sorted and walked on one.
  public static func verify(
    _ run: String, caseFolder: String? = nil, after: String? = nil, commitment: String? = nil,
    programVersion: String, threads: PlainThreads
  ) -> Verification {
    let bundled = run + "/case"
    let folder = caseFolder ?? (plainKind(bundled) == .folder ? bundled : nil)
    var verifier = Verifier(
      run, caseFolder: folder, after: after, commitment: commitment,
      programVersion: programVersion, threads: threads)
    verifier.verify()
    return verifier.result
  }
}
