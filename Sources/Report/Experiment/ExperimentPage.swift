import Diagnostics

/// The page of an experiment: policy variants compared by metrics, as plain values.
///
/// Every text may hold anything that people type: it is escaped where it is written. The page is a
/// pure function of its values.
public struct ExperimentPage: Sendable {
  /// A set of rules that was tried.
  public struct Variant: Sendable {
    /// Its name, unique in the experiment.
    public var name: String
    /// What it sets, one line each, for example `/plan/splits/school/share = 0.9`.
    public var settings: [String]

    /// A variant; the baseline sets nothing.
    public init(name: String, settings: [String] = []) {
      (self.name, self.settings) = (name, settings)
    }
  }

  /// A number that was measured of every variant.
  public struct Metric: Sendable {
    /// Its name in the tables: ASCII letters and digits.
    public var name: String
    /// What it is, in a few words.
    public var title: Phrase
    /// What it counts, where that is not in the title, for example 名, students.
    public var unit: Phrase?
    /// What one should know to read it.
    public var note: Phrase?

    /// A metric.
    public init(name: String, title: Phrase, unit: Phrase? = nil, note: Phrase? = nil) {
      (self.name, self.title, self.unit, self.note) = (name, title, unit, note)
    }
  }

  /// What one metric came to for one group in one variant.
  public struct Result: Sendable {
    /// The places of the metric and the variant in their arrays.
    public var (metric, variant): (Int, Int)
    /// The group, for example `district=江北区`; empty: all.
    public var group: String
    /// The mean over the replications and its interval.
    public var value: AmountInterval
    /// The difference to the baseline, paired by replication; nil for the baseline itself.
    public var difference: AmountInterval?

    /// One result.
    public init(
      metric: Int, variant: Int, group: String = "", value: AmountInterval,
      difference: AmountInterval? = nil
    ) {
      (self.metric, self.variant, self.group) = (metric, variant, group)
      (self.value, self.difference) = (value, difference)
    }
  }

  /// What the experiment is called.
  public var title: String
  /// What came out, in sentences: the first thing on the page.
  public var verdict: [Phrase]
  /// 64 hexadecimal digits that stand for the experiment's numbers.
  public var fingerprint: String
  /// The shell line that computes the fingerprint in the experiment's folder.
  public var fingerprintCommand: String
  /// What was run, row by row: the base case, seeds, replications, version.
  public var facts: [(name: Phrase, value: String)]
  /// What an interval is, for example “95% interval of the mean over 20 replications”.
  public var interval: Phrase
  /// The variants; the first is the baseline.
  public var variants: [Variant]
  /// The metrics, the most important first.
  public var metrics: [Metric]
  /// The results in any order; for all students (`group` empty) at least.
  public var results: [Result]
  /// The metrics of the trade-off plot, by place: across and up. Nil: no such plot.
  public var tradeOff: (across: Int, up: Int)?

  /// A page of these values.
  public init(
    title: String, verdict: [Phrase], fingerprint: String, fingerprintCommand: String,
    facts: [(name: Phrase, value: String)], interval: Phrase, variants: [Variant],
    metrics: [Metric], results: [Result], tradeOff: (across: Int, up: Int)? = nil
  ) {
    (self.title, self.verdict) = (title, verdict)
    (self.fingerprint, self.fingerprintCommand) = (fingerprint, fingerprintCommand)
    (self.facts, self.interval) = (facts, interval)
    (self.variants, self.metrics, self.results) = (variants, metrics, results)
    self.tradeOff = tradeOff
  }
}
