import Columns

/// Runs benchmarks: one at a time, warmed up, each result compared with all others.
struct Runner {
  /// Timed runs of each benchmark.
  let runs: Int
  /// Who does the work.
  let workers: Workers
  /// What they came to.
  private(set) var agreement = Agreement()

  init(runs: Int, workers: Workers) {
    self.runs = runs
    self.workers = workers
  }

  /// Times `benchmark`. Throws a `Disagreement` instead of numbers where a result differs: from run
  /// to run, or with another number of threads.
  mutating func measure(_ benchmark: some Benchmark) throws -> [Measurement] {
    var measured = try warmUp(benchmark).map { Measurement($0) }
    for run in 1...runs {
      Memory.resetPeak()
      let stopwatch = Stopwatch()
      let product = try benchmark.run(workers: workers, observer: stopwatch.observer)
      let times = stopwatch.stop()
      let peak = Memory.peak()
      try enter(product, of: benchmark, "in run \(run)")
      for at in measured.indices { measured[at].add(times, peak: peak) }
    }
    return measured
  }

  /// Three runs that are not timed bring files, memory and branches to what they are used to; the
  /// last of them is as the timed ones will be. In a function of its own: what it made is gone
  /// then.
  private mutating func warmUp(_ benchmark: some Benchmark) throws -> [Row] {
    for threads in [1, workers.count + 1] {
      let product = try benchmark.run(workers: Workers(count: threads), observer: .nobody)
      try enter(product, of: benchmark, "with \(threads) threads")
    }
    let product = try benchmark.run(workers: workers, observer: .nobody)
    let rows = benchmark.rows(of: product)
    try enter(product, of: benchmark, "in the warm-up")
    return rows
  }

  private mutating func enter<B: Benchmark>(
    _ product: consuming B.Product, of benchmark: B, _ when: String
  ) throws {
    try agreement.enter(
      try benchmark.fingerprint(of: product), of: benchmark.subject, when)
  }
}
