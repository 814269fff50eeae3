import Admission
import Cases

/// The benchmarks by the names that `--only` knows, in the order in which they are printed.
enum Group: String, CaseIterable {
  case limits, read, engine, matching, metrics, write, whole, apportion

  /// Those that a city is needed for.
  static let ofCity: [Group] = [
    .limits, .read, .engine, .matching, .metrics, .write, .whole,
  ]
}

/// All benchmarks of one city.
struct Suite {
  private let city: City
  private let folder: TemporaryFolder
  private let groups: [Group]
  private var runner: Runner

  init(_ city: City, _ folder: TemporaryFolder, _ options: Options) {
    self.city = city
    self.folder = folder
    groups = options.groups
    runner = Runner(runs: options.runs, workers: options.workers)
  }

  /// Measures; throws a `Disagreement` where any two runs came to different results.
  mutating func measure(_ progress: (String) -> Void) throws -> CityReport {
    var measured: [Group: [Measurement]] = [:]
    // The whole comes first: its peak of memory is its own then, nothing else having been loaded.
    for group in [.whole] + Group.ofCity.dropLast() where groups.contains(group) {
      progress("  \(group.rawValue)")
      measured[group] = try measure(group)
    }
    return CityReport(
      city: city,
      groups: Group.ofCity.compactMap { group in measured[group].map { (group, $0) } },
      digest: runner.agreement.fingerprint(of: WrittenRun.subject))
  }

  private mutating func measure(_ group: Group) throws -> [Measurement] {
    switch group {
    case .limits:
      let file = try City.Students(city)
      return try runner.measure(CopyBenchmark(file)) + runner.measure(LineBenchmark(file))
        + runner.measure(DigestBenchmark(file))
    case .read: return try runner.measure(ReadBenchmark(city))
    case .engine: return try runner.measure(EngineBenchmark(city, try city.read()))
    case .matching:
      let read = try city.read()
      let rules: [Mechanism] = [
        .queue, .deferredAcceptance(.reserveFirst(isSoft: true)),
        .deferredAcceptance(.reserveFirst(isSoft: false)), .topTradingCycles,
      ]
      return try rules.flatMap { try runner.measure(MatchingBenchmark(read, $0)) }
    case .metrics: return try runner.measure(MetricsBenchmark(try city.allocated()))
    case .write: return try runner.measure(WriteBenchmark(try city.allocated(), folder))
    case .whole:
      let alone =
        runner.workers.count > 1 ? try runner.measure(WholeBenchmark(city, folder, threads: 1)) : []
      return try alone + runner.measure(WholeBenchmark(city, folder))
    case .apportion: return []
    }
  }
}
