import Admission
import Synchronization

/// What the baseline came to in the last replicates that somebody asked for.
final class BaselineOutcomes: Sendable {
  /// At most so many bytes of placements are kept.
  private static let bytesMax = 64 << 20

  private let kept = Mutex<[(seeds: CellSeeds, outcome: Outcome)]>([])

  subscript(seeds: CellSeeds) -> Outcome? {
    kept.withLock { kept in kept.first { $0.seeds == seeds }?.outcome }
  }

  func keep(_ outcome: Outcome, for seeds: CellSeeds) {
    let bytes = max(1, outcome.placements.count * MemoryLayout<Placement>.stride)
    let most = max(2, BaselineOutcomes.bytesMax / bytes)
    kept.withLock { kept in
      if kept.contains(where: { $0.seeds == seeds }) { return }
      if kept.count >= most { kept.removeFirst() }
      kept.append((seeds, outcome))
    }
  }
}
