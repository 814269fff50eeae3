import Admission
import Cases
import Columns
import Diagnostics
import Metrics
import Planning
import Rules
import Tables

/// Where one thread runs cells: it keeps the variant that it worked on last, so that the replicates
/// of a variant read its rules and make its scores once.
///
/// Memory: what a variant adds to the shared columns (its scores, orders and placements), once more
/// for each other market that a metric compares with, the baseline's and the one without reserves.
public struct CellEvaluator {
  let inputs: ExperimentInputs
  private let workers: Workers
  private var known: (key: Key, variant: PreparedVariant)?
  /// The baseline, where a metric compares with it.
  private var knownBaseline: (key: Key, variant: PreparedVariant)?

  /// What a prepared variant depends on.
  private struct Key: Hashable {
    let variant: Int
    let population: UInt64?
    let plan: String?
    /// The seed of families' answers; nil where no draw decides them.
    let behaviour: UInt64?
    /// The lots, where they are more than lots: see `PreparedVariant.readsLots`.
    let lottery: String?

    func with(_ lottery: String?) -> Key {
      Key(
        variant: variant, population: population, plan: plan, behaviour: behaviour,
        lottery: lottery)
    }
  }

  /// An evaluator of `inputs`. One core a cell is fastest where there are more cells than cores.
  public init(_ inputs: ExperimentInputs, workers: Workers = Workers(count: 1)) {
    (self.inputs, self.workers) = (inputs, workers)
  }

  /// Runs a cell. Throws where the machine fails, which is no answer.
  public mutating func run(_ cell: Cell) throws(ExperimentError) -> CellResult {
    do throws(CellFailure) {
      let variant = try prepared(cell)
      let outcome = try variant.outcome(cell, workers: workers)
      return .values(try measure(variant, outcome, cell))
    } catch {
      if error.isOfMachine { throw ExperimentError(problems: error.problems) }
      return .failure(code: error.code.name, message: error.message.en)
    }
  }

  /// The variant of `cell`, read for its draws.
  mutating func prepared(_ cell: Cell) throws(CellFailure) -> PreparedVariant {
    try CellEvaluator.prepared(cell, &known, inputs, workers)
  }

  /// The variant of `cell`: the one in `known`, if its draws are the same, or else that takes its
  /// place.
  private static func prepared(
    _ cell: Cell, _ known: inout (key: Key, variant: PreparedVariant)?, _ inputs: ExperimentInputs,
    _ workers: Workers
  ) throws(CellFailure) -> PreparedVariant {
    let isDrawn = inputs.experiment.variants[cell.variant].behaviour.isDrawn
    var key = Key(
      variant: cell.variant, population: cell.seeds.population, plan: cell.seeds.plan,
      behaviour: isDrawn ? cell.seeds.behaviour : nil, lottery: nil)
    if let known {
      if known.variant.readsLots { key = key.with(cell.seeds.lottery) }
      if known.key == key { return known.variant }
    }
    // The old one goes before the new one comes.
    known = nil
    let variant = try PreparedVariant(inputs, cell, workers: workers)
    known = (variant.readsLots ? key.with(cell.seeds.lottery) : key, variant)
    return variant
  }

  private mutating func measure(
    _ variant: PreparedVariant, _ outcome: Outcome, _ cell: Cell
  ) throws(CellFailure) -> [CellValue] {
    let experiment = inputs.experiment
    let needs = experiment.metrics.reduce(into: Metric.Needs()) { $0.formUnion($1.needs) }
    var baseline: Outcome?
    if needs.contains(.baseline) {
      if cell.variant == experiment.baseline {
        inputs.baselines.keep(BaselineOutcome(outcome, variant.read.names), for: cell.seeds)
        baseline = outcome
      } else {
        // Of other students than the baseline's nobody knows whether they moved.
        baseline = try baselineOutcome(cell).seen(by: variant.read.names)
      }
    }
    var market = variant.market(cell)
    let withoutReserve =
      needs.contains(.withoutReserve) ? try variant.withoutReserve(market, workers) : nil
    market.decisions = []
    let deviations =
      needs.contains(.deviations)
      ? Deviations(
        market, outcome, of: variant.population, experiment.deviations,
        seed: experiment.deviationSeed(cell.replicate)
      ) { try? Admission.allocate($0, workers: workers) } : nil
    let evaluation = Evaluation(
      market, outcome, of: variant.population, baseline: baseline, withoutReserve: withoutReserve,
      deviations: deviations, workers: workers)
    let rows = evaluation.measure(experiment.metrics, by: variant.groupings)
    return rows.map {
      CellValue(metric: $0.metric, group: variant.label($0.group), value: $0.value)
    }
  }

  /// What the baseline came to in the same replicate.
  private mutating func baselineOutcome(_ cell: Cell) throws(CellFailure) -> BaselineOutcome {
    let experiment = inputs.experiment
    let other = experiment.cell(cell, ofVariant: experiment.baseline)
    if let known = inputs.baselines[other.seeds] { return known }
    let variant = try CellEvaluator.prepared(other, &knownBaseline, inputs, workers)
    let outcome = BaselineOutcome(
      try variant.outcome(other, workers: workers), variant.read.names)
    inputs.baselines.keep(outcome, for: other.seeds)
    return outcome
  }
}
