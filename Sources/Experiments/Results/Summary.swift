import Metrics
import Tables

/// Means over replicates, with intervals, and differences to the baseline.
public struct Summary: Sendable {
  /// One line: a metric of one group in one variant.
  public struct Entry: Sendable {
    /// The variant, by number.
    public let variant: Int
    /// The metric, by number.
    public let metric: Int
    /// Whom it is about: see `CellValue.group`.
    public let group: String
    /// Over the replicates in which there is a value.
    public let value: Estimate
    /// The difference to the baseline in the same replicate, over those in which both have a value;
    /// nil for the baseline itself, or where there is none.
    public let difference: Estimate?
  }

  /// The lines: variants in their order, in each the metrics in theirs, in each the groups in the
  /// order in which cells first have them.
  public let entries: [Entry]

  /// The summary of `results`. Complexity: O(values).
  public init(_ results: Results) {
    let experiment = results.experiment
    let groups = GroupOrder(results)
    let baseline = Summary.series(experiment.baseline, results, groups)
    var entries: [Entry] = []
    for variant in experiment.variants.indices {
      let isBaseline = variant == experiment.baseline
      let own = isBaseline ? baseline : Summary.series(variant, results, groups)
      for (at, key) in groups.keys.enumerated() {
        let values = own[at]
        guard
          let value = Estimate(values.compactMap { $0 }, confidence: experiment.confidence)
        else { continue }
        let pairs = zip(values, baseline[at]).compactMap { own, other in
          own.flatMap { own in other.map { own - $0 } }
        }
        entries.append(
          Entry(
            variant: variant, metric: key.metric, group: key.group, value: value,
            difference: isBaseline ? nil : Estimate(pairs, confidence: experiment.confidence)))
      }
    }
    self.entries = entries
  }

  /// For each key the values of a variant in billionths, by replicate.
  private static func series(
    _ variant: Int, _ results: Results, _ groups: GroupOrder
  ) -> [[Int128?]] {
    let replicates = results.experiment.replicates
    var series = Array(
      repeating: [Int128?](repeating: nil, count: replicates), count: groups.keys.count)
    for replicate in 0..<replicates {
      for entry in results.values[variant * replicates + replicate] {
        series[groups.number(entry)][replicate] = FixedPoint.value(entry.value)
      }
    }
    return series
  }

  /// `summary.csv`: decimals of at most nine places.
  func table(_ experiment: Experiment) -> [UInt8] {
    var text =
      "variant,metric,group,replicates,mean,low,high,difference,difference_low,difference_high\n"
    for entry in entries {
      text += CSVText.cell(experiment.variants[entry.variant].name) + ","
      text += experiment.metrics[entry.metric].name + "," + CSVText.cell(entry.group)
      text += ",\(entry.value.count)," + Summary.cells(entry.value) + ","
      text += (entry.difference.map { Summary.cells($0) } ?? ",,") + "\n"
    }
    return Array(text.utf8)
  }

  private static func cells(_ estimate: Estimate) -> String {
    let mean = FixedPoint.text(estimate.mean)
    guard estimate.halfWidth != nil else { return "\(mean),," }
    return "\(mean),\(FixedPoint.text(estimate.low)),\(FixedPoint.text(estimate.high))"
  }
}

/// The metrics and groups of all cells, in order: by metric, then as cells first have them.
private struct GroupOrder {
  struct Key: Hashable {
    let metric: Int
    let group: String
  }

  let keys: [Key]
  private let numbers: [Key: Int]

  init(_ results: Results) {
    var found: [[String]] = Array(repeating: [], count: results.experiment.metrics.count)
    var seen: Set<Key> = []
    var before: [CellValue] = []
    for values in results.values {
      // Most cells have the very groups of the one before.
      let isSame =
        values.count == before.count
        && zip(values, before).allSatisfy { $0.metric == $1.metric && $0.group == $1.group }
      before = values
      if isSame { continue }
      for value in values where seen.insert(Key(metric: value.metric, group: value.group)).inserted
      {
        found[value.metric].append(value.group)
      }
    }
    keys = found.enumerated().flatMap { metric, groups in
      groups.map { Key(metric: metric, group: $0) }
    }
    numbers = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
  }

  func number(_ value: CellValue) -> Int {
    numbers[Key(metric: value.metric, group: value.group)]!
  }
}
