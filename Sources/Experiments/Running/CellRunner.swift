import Columns
import Synchronization

/// Runs many cells, a core each.
public struct CellRunner: Sendable {
  private let inputs: ExperimentInputs
  private let workers: Workers

  /// Will run cells of `inputs`.
  public init(_ inputs: ExperimentInputs, workers: Workers) {
    (self.inputs, self.workers) = (inputs, workers)
  }

  /// Runs `cells`, some of `Experiment.runOrder`, and tells `done` of each, one at a time, in no
  /// fixed order; `done` says whether to go on. What a cell comes to depends on nothing but the
  /// cell. Throws where the machine fails.
  public func run(
    _ cells: [Int], done: @Sendable (Cell, CellResult) -> Bool
  ) throws(ExperimentError) {
    let experiment = inputs.experiment
    let chunks = chunks(cells)
    let next = Atomic<Int>(0)
    let goesOn = Mutex(true)
    let failure = Mutex<ExperimentError?>(nil)
    workers.perWorker(limit: chunks.count) { _ in
      var evaluator = CellEvaluator(inputs)
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < chunks.count else { return }
        for index in chunks[number] {
          guard goesOn.withLock({ $0 }) else { return }
          let cell = experiment.cell(index)
          do throws(ExperimentError) {
            let result = try evaluator.run(cell)
            goesOn.withLock { goesOn in if goesOn { goesOn = done(cell, result) } }
          } catch {
            goesOn.withLock { $0 = false }
            failure.withLock { $0 = error }
          }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  /// A thread takes a few cells of a variant at once, and there are enough for all to end at about
  /// the same time.
  private func chunks(_ cells: [Int]) -> [[Int]] {
    let experiment = inputs.experiment
    let most = max(1, min(8, cells.count / (workers.count * 8)))
    var chunks: [[Int]] = []
    for index in cells {
      if let last = chunks.last, last.count < most,
        last[0] / experiment.replicates == index / experiment.replicates
      {
        chunks[chunks.count - 1].append(index)
      } else {
        chunks.append([index])
      }
    }
    return chunks
  }
}
