import Diagnostics
import Metrics
import Report
import Runs
import Tables

/// The page of an experiment, from its summary.
struct ResultsPage {
  private let experiment: Experiment
  private let summary: Summary
  private let base: String
  private let fingerprint: Digest

  init(_ experiment: Experiment, _ summary: Summary, base: String, fingerprint: Digest) {
    (self.experiment, self.summary) = (experiment, summary)
    (self.base, self.fingerprint) = (base, fingerprint)
  }

  /// The variants, the baseline first, as the page wants them.
  private var order: [Int] {
    [experiment.baseline] + experiment.variants.indices.filter { $0 != experiment.baseline }
  }

  var page: ExperimentPage {
    var places = experiment.variants.map { _ in 0 }
    for (place, variant) in order.enumerated() { places[variant] = place }
    return ExperimentPage(
      title: experiment.name, verdict: verdict, fingerprint: fingerprint.description,
      fingerprintCommand: "sha256sum results.csv", facts: facts, interval: interval,
      variants: order.map { number in
        let variant = experiment.variants[number]
        return ExperimentPage.Variant(name: variant.name, settings: variant.changes)
      },
      metrics: experiment.metrics.map { metric in
        ExperimentPage.Metric(
          name: metric.name, title: metric.label, unit: metric.unit.phrase, note: metric.definition)
      },
      results: summary.entries.map { entry in
        ExperimentPage.Result(
          metric: entry.metric, variant: places[entry.variant],
          group: entry.group == "*" ? "" : entry.group, value: entry.value.shown,
          difference: entry.difference?.shown)
      },
      tradeOff: tradeOff)
  }

  /// The first two metrics that have values for all.
  private var tradeOff: (across: Int, up: Int)? {
    let whole = experiment.metrics.indices.filter { metric in
      summary.entries.contains { $0.metric == metric && $0.group == "*" }
    }
    return whole.count < 2 ? nil : (whole[0], whole[1])
  }

  private var interval: Phrase {
    let (level, count) = (experiment.confidence, experiment.replicates)
    if count == 1 {
      return Phrase(zh: "只有一次重复，没有区间", en: "one replicate: no intervals")
    }
    return Phrase(
      zh: "\(count) 次重复的均值的 \(level)% 区间（t 分布）；差值按重复逐一配对",
      en: "\(level)% interval of the mean over \(counted(count, "replicate")) (Student's t); "
        + "differences are paired by replicate")
  }

  private var facts: [(name: Phrase, value: String)] {
    let drawn = Experiment.Source.allCases.filter { experiment.sources.contains($0) }
      .map(\.rawValue)
    return [
      (Phrase(zh: "基础案例", en: "Base"), base),
      (Phrase(zh: "基准方案", en: "Baseline"), experiment.variants[experiment.baseline].name),
      (Phrase(zh: "方案数", en: "Variants"), "\(experiment.variants.count)"),
      (Phrase(zh: "重复次数", en: "Replicates"), "\(experiment.replicates)"),
      (Phrase(zh: "每次重抽", en: "Drawn anew"), drawn.isEmpty ? "-" : drawn.joined(separator: ", ")),
      (Phrase(zh: "名额来自", en: "Seats from"), experiment.seats.rawValue),
      (Phrase(zh: "种子前缀", en: "Seed"), experiment.seed),
      (Phrase(zh: "实验摘要", en: "Experiment digest"), experiment.digest.description),
      (Phrase(zh: "程序版本", en: "Version"), programVersion),
    ]
  }

  // MARK: Verdict

  /// What was compared, then, metric by metric, which variant is furthest from the baseline.
  private var verdict: [Phrase] {
    let (variants, replicates) = (experiment.variants.count, experiment.replicates)
    let name = experiment.variants[experiment.baseline].name
    var said = [
      Phrase(
        zh: "\(variants) 个方案，各 \(replicates) 次重复，与基准方案“\(name)”比较。",
        en: "\(counted(variants, "variant")), \(counted(replicates, "replicate")) each, "
          + "compared with the baseline “\(name)”.")
    ]
    for metric in experiment.metrics.indices.prefix(4) {
      if let sentence = sentence(metric) { said.append(sentence) }
    }
    return said
  }

  private func sentence(_ metric: Int) -> Phrase? {
    let whole = summary.entries.filter { $0.metric == metric && $0.group == "*" }
    guard let own = whole.first(where: { $0.variant == experiment.baseline }) else { return nil }
    let label = experiment.metrics[metric].label
    let moved = whole.filter { $0.difference.map { $0.low > 0 || $0.high < 0 } ?? false }
    let base = FixedPoint.text(own.value.mean, places: 4)
    guard
      let far = moved.max(by: { $0.difference!.mean.magnitude < $1.difference!.mean.magnitude })
    else {
      return Phrase(
        zh: "\(label.zh)：基准 \(base)；没有方案与它有可辨的差别。",
        en: "\(label.en): \(base) in the baseline; no variant differs from it measurably.")
    }
    let (variant, difference) = (experiment.variants[far.variant].name, far.difference!)
    let value = FixedPoint.text(far.value.mean, places: 4)
    let change = FixedPoint.text(difference.mean, places: 4)
    let signed = difference.mean > 0 ? "+\(change)" : change
    return Phrase(
      zh: "\(label.zh)：基准 \(base)；变化最大的是“\(variant)”，\(value)（\(signed)）。",
      en: "\(label.en): \(base) in the baseline; “\(variant)” is furthest from it, \(value) "
        + "(\(signed)).")
  }
}

extension BehaviourRule {
  /// What is not truthful, as text.
  var settings: [String] {
    var settings: [String] = []
    if let listMax { settings.append("listMax = \(listMax)") }
    if safetyShare > 0 {
      let (share, margin) = (BehaviourRule.text(safetyShare), BehaviourRule.text(Int(safetyMargin)))
      settings.append("safety = \(share), margin \(margin)")
    }
    if moving > 0 { settings.append("moving = \(BehaviourRule.text(moving))") }
    return settings
  }

  private static func text(_ thousandths: Int) -> String {
    FixedPoint.text(Int128(thousandths) * 1_000_000)
  }
}

extension Estimate {
  /// The estimate as the page shows it: six places.
  fileprivate var shown: AmountInterval {
    func amount(_ billionths: Int128) -> Amount { Amount(FixedPoint.text(billionths, places: 6))! }
    return AmountInterval(amount(mean), low: amount(low), high: amount(high))
  }
}

extension Metric.Unit {
  /// What it counts, for people; nil where the label says it.
  fileprivate var phrase: Phrase? {
    switch self {
    case .share, .index: nil
    case .students: Phrase(zh: "名学生", en: "students")
    case .pairs: Phrase(zh: "对", en: "pairs")
    case .seats: Phrase(zh: "个名额", en: "seats")
    case .programmes: Phrase(zh: "个招生代码", en: "programmes")
    case .points: Phrase(zh: "分", en: "points")
    case .choices: Phrase(zh: "位志愿", en: "places on the list")
    case .perHundred: Phrase(zh: "每百名学生", en: "for 100 students")
    }
  }
}
