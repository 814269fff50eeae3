import Admission
import Cases
import Columns
import Runs

/// All that `zhibiao allocate` does between its first and its last line: reads the case, allocates,
/// writes the run.
struct WholeBenchmark: Benchmark {
  private let city: City
  private let folder: TemporaryFolder
  private let threads: Int?

  /// On `threads` threads, or as many as others get.
  init(_ city: City, _ folder: TemporaryFolder, threads: Int? = nil) {
    self.city = city
    self.folder = folder
    self.threads = threads
  }

  let subject = WrittenRun.subject

  func run(workers: Workers, observer: PhaseObserver) throws -> WrittenRun {
    let workers = threads.map { Workers(count: $0) } ?? workers
    let (read, problems) = try city.reading(workers: workers, digestsLater: true)
    let outcome = try Admission.allocate(read.market, workers: workers)
    let run = WrittenRun(path: folder.newName(), proposals: outcome.proposals)
    try RunWriter(read, outcome, RunFacts(of: read, problems), workers: workers)
      .write(to: run.path)
    return run
  }

  func fingerprint(of product: consuming WrittenRun) throws -> String { try product.remove() }

  func rows(of product: WrittenRun) -> [Row] {
    [
      Row(
        title: threads.map { "= on \($0) thread" } ?? "= whole",
        proposals: product.proposals, bytes: city.bytes, showsMemory: true)
    ]
  }
}
