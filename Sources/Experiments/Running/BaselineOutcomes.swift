import Admission
import Synchronization

/// What the baseline came to in the last replicates that somebody asked for.
final class BaselineOutcomes: Sendable {
  /// At most so many bytes of placements are kept.
  private static let bytesMax = 64 << 20

  private struct Kept {
    var outcomes: [CellSeeds: Outcome] = [:]
    /// The seeds of the outcomes; when there are as many as may be, the eldest stand at `next`.
    var order: [CellSeeds] = []
    var next = 0
  }

  private let kept = Mutex(Kept())

  subscript(seeds: CellSeeds) -> Outcome? { kept.withLock { $0.outcomes[seeds] } }

  func keep(_ outcome: Outcome, for seeds: CellSeeds) {
    let bytes = max(1, outcome.placements.count * MemoryLayout<Placement>.stride)
    let most = max(2, BaselineOutcomes.bytesMax / bytes)
    kept.withLock { kept in
      guard kept.outcomes.updateValue(outcome, forKey: seeds) == nil else { return }
      if kept.order.count < most { return kept.order.append(seeds) }
      kept.outcomes[kept.order[kept.next]] = nil
      kept.order[kept.next] = seeds
      kept.next = (kept.next + 1) % kept.order.count
    }
  }
}
