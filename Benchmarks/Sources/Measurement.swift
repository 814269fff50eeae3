import Columns

/// What was measured of one row: a time a run.
struct Measurement {
  let row: Row
  /// In the order of the runs.
  private(set) var times: [Time] = []
  /// The most memory that the process held in any run, in bytes.
  private(set) var peak: Int?

  init(_ row: Row) { self.row = row }

  /// Adds a run.
  mutating func add(_ run: Times, peak: Int? = nil) {
    times.append(
      row.phases.isEmpty
        ? run.total : row.phases.reduce(Time()) { $0 + (run.phases[$1] ?? Time()) })
    if row.showsMemory, let peak { self.peak = Swift.max(self.peak ?? 0, peak) }
  }

  /// The times by the clock on the wall, in nanoseconds.
  var samples: [Int] { times.map(\.wall) }

  /// The middle one; of an even number, halfway between the middle two.
  var median: Int {
    let sorted = samples.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The shortest.
  var min: Int { samples.min()! }
  /// The longest.
  var max: Int { samples.max()! }

  /// How many processors worked, over all runs. Fewer than there are threads: they waited for one
  /// another, for the disk, or for other programs.
  var processors: Double {
    let sum = times.reduce(Time(), +)
    return Double(sum.processor) / Double(Swift.max(1, sum.wall))
  }

  /// The median, shared among `count`, in nanoseconds.
  func nanoseconds(each count: Int) -> Double { Double(median) / Double(count) }

  /// Megabytes (10⁶) a second, by the median.
  var megabytesPerSecond: Double? {
    row.bytes.map { Double($0) * 1000 / Double(Swift.max(1, median)) }
  }
}
