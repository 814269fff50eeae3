import Admission
import Cases
import Columns
import Runs
import Tables

/// Writes the run of an outcome that is ready in memory, synced and renamed.
struct WriteBenchmark: Benchmark {
  private let ready: City.Allocated
  private let folder: TemporaryFolder

  init(_ ready: City.Allocated, _ folder: TemporaryFolder) {
    self.ready = ready
    self.folder = folder
  }

  let subject = WrittenRun.subject

  func run(workers: Workers, observer: PhaseObserver) throws -> WrittenRun {
    let run = WrittenRun(path: folder.newName(), proposals: ready.outcome.proposals)
    var writer = RunWriter(
      ready.read, ready.outcome, RunFacts(of: ready.read, ready.problems), workers: workers)
    writer.observer = observer
    try writer.write(to: run.path)
    return run
  }

  func fingerprint(of product: consuming WrittenRun) throws -> String { try product.remove() }

  func rows(of product: WrittenRun) -> [Row] {
    [
      Row(title: "format, digest", phases: [.format], bytes: product.bytes),
      Row(title: "sync, rename", phases: [.sync], bytes: product.bytes),
      Row(title: "= write", bytes: product.bytes, showsMemory: true),
    ]
  }
}

/// A run on the disk.
struct WrittenRun {
  /// What runs are compared by.
  static let subject = "the digest of the run's SHA256SUMS"

  let path: String
  /// Pairs that the allocation was about.
  let proposals: Int

  /// How long its files are.
  var bytes: Int {
    ((try? DigestList(parsing: readSmallFile("\(path)/\(OutputFolder.sumsName)")))?.entries ?? [])
      .reduce(0) { $0 + ((try? MappedFile("\(path)/\($1.name)").count) ?? 0) }
  }

  /// Removes it; returns the digest of its list of digests.
  func remove() throws -> String {
    let sums = try readSmallFile("\(path)/\(OutputFolder.sumsName)")
    try removeTree(at: path)
    return SHA256.digest(of: sums.span).description
  }
}
