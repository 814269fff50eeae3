import Tables

/// One variant in one replicate, with all that is drawn for it.
public struct Cell: Sendable, Hashable {
  /// Its number.
  public let index: Int
  /// The variant, by number.
  public let variant: Int
  /// The replicate, from 0.
  public let replicate: Int
  /// What is drawn. The seeds of a replicate are the same for every variant, so that what differs
  /// between variants is the policy alone.
  public let seeds: CellSeeds
}

/// The seeds of a replicate. Those of the lots and of the plan are lines that `seed.txt` and
/// `plan-seed.txt` could hold; nil: what the base has.
public struct CellSeeds: Sendable, Hashable {
  /// The lots of equals.
  public var lottery: String?
  /// The plan's lottery.
  public var plan: String?
  /// A synthetic city.
  public var population: UInt64?
  /// Which families answer as the behaviour says.
  public var behaviour: UInt64
}

extension Experiment {
  /// The cell with this number. Complexity: O(1).
  public func cell(_ index: Int) -> Cell {
    precondition(index >= 0 && index < cellCount)
    let replicate = index % replicates
    return Cell(
      index: index, variant: index / replicates, replicate: replicate, seeds: seeds(replicate))
  }

  /// The numbers of all cells in the order in which they are best run: what is dear to make, a
  /// drawn city or else a variant, is shared by those that follow one another, so a stretch of them
  /// is a good piece of work. Complexity: O(cells).
  public var runOrder: [Int] {
    guard sources.contains(.population) else { return Array(0..<cellCount) }
    return (0..<replicates).flatMap { replicate in
      variants.indices.map { $0 * replicates + replicate }
    }
  }

  /// The cell of another variant that has the same draws.
  public func cell(_ cell: Cell, ofVariant variant: Int) -> Cell {
    self.cell(variant * replicates + cell.replicate)
  }

  private func seeds(_ replicate: Int) -> CellSeeds {
    func draw(_ source: Source) -> Int? { sources.contains(source) ? replicate : nil }
    var population: UInt64?
    if case .city(let settings) = base {
      population = settings.seed &+ UInt64(draw(.population) ?? 0)
    }
    let behaviour = SHA256.digest(
      of: Array("zhibiao-behaviour-v1\n\(seed)\n\(draw(.behaviour) ?? 0)".utf8).span)
    return CellSeeds(
      lottery: draw(.lottery).map { "\(seed) lottery \($0)" },
      plan: draw(.plan).map { "\(seed) plan \($0)" }, population: population,
      behaviour: behaviour.first8Bytes)
  }

  /// Which students' misreports are tried: in each replicate the same for every variant.
  func deviationSeed(_ replicate: Int) -> UInt64 {
    SHA256.digest(of: Array("zhibiao-deviations-v1\n\(seed)\n\(replicate)".utf8).span)
      .first8Bytes
  }

  /// The seeds that a base without its own gets.
  var ownSeeds: (lottery: String, plan: String) { ("\(seed) lottery", "\(seed) plan") }
}
