import Columns

/// Something that can be timed again and again, and must come to the same result each time.
protocol Benchmark {
  /// What one run makes.
  associatedtype Product

  /// What the fingerprints of this benchmark are of: benchmarks of one subject must agree.
  var subject: String { get }

  /// Does the work; all of this is timed. `observer` is told of phases that end.
  func run(workers: Workers, observer: PhaseObserver) throws -> Product

  /// Boils the result down to what must not differ, and lets go of it. Not timed.
  func fingerprint(of product: consuming Product) throws -> String

  /// The rows that are printed, given what one run made.
  func rows(of product: Product) -> [Row]
}

/// What is printed of a benchmark.
struct Row {
  /// What it is called.
  let title: String
  /// The phases whose times are added up; none: the time of the whole run.
  var phases: [Phase] = []
  /// Pairs of student and choice that the work was about.
  var proposals: Int?
  /// Cells of a matrix, or claimants, that seats were split among.
  var cells: Int?
  /// Bytes read, or written.
  var bytes: Int?
  /// Whether the memory of the process says something about this work.
  var showsMemory = false
}
