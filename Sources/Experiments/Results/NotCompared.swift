import Diagnostics
import Metrics
import Rules

extension Experiment {
  /// The metrics, by number, that compare with the baseline.
  var comparingMetrics: [Int] {
    metrics.indices.filter { metrics[$0].needs.contains(.baseline) }
  }

  /// Why metrics that compare with the baseline have no values for the variants `numbers`; empty
  /// for none.
  public func notCompared(_ numbers: [Int]) -> Phrase {
    if numbers.isEmpty { return Phrase(zh: "", en: "") }
    let names = comparingMetrics.map { metrics[$0].name }
    let shown = numbers.prefix(5).map { asciiQuoted(variants[$0].name) }
    let more = numbers.count - shown.count
    return Phrase(
      zh: "\n方案 " + shown.joined(separator: "、") + (more > 0 ? " 等 \(numbers.count) 个" : "")
        + " 的考生与基准方案的不同（按考号），没有 \(names.joined(separator: "、"))\n",
      en: "\n" + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        + ": no values of \(names.joined(separator: ", ")), for the students are not the "
        + "baseline's, by their codes\n")
  }
}

extension Summary {
  /// The variants, by number, of which no metric that compares with the baseline has a value: their
  /// students are other ones.
  public func notCompared(_ experiment: Experiment) -> [Int] {
    let metrics = Set(experiment.comparingMetrics)
    if metrics.isEmpty { return [] }
    let compared = Set(entries.filter { metrics.contains($0.metric) }.map(\.variant))
    return experiment.variants.indices.filter { !compared.contains($0) }
  }
}
