import Columns
import Synchronization
import Testing

@testable import Benchmarks

/// Numbers of runs that differ are worth nothing, and are not given.
@Suite struct RefusalTests {
  /// Comes to another result in its run number `fault`, or with `faultyThreads` threads.
  private final class Faulty: Benchmark {
    let subject = "the answer"
    let fault: Int?
    let faultyThreads: Int?
    private let run = Atomic<Int>(0)

    init(fault: Int? = nil, faultyThreads: Int? = nil) {
      (self.fault, self.faultyThreads) = (fault, faultyThreads)
    }

    func run(workers: Workers, observer: PhaseObserver) -> Int {
      let number = run.wrappingAdd(1, ordering: .relaxed).newValue
      return number == fault || workers.count == faultyThreads ? 43 : 42
    }

    func fingerprint(of product: consuming Int) -> String { "\(product)" }

    func rows(of product: Int) -> [Row] { [Row(title: "answer")] }
  }

  @Test func sameResultsGiveNumbers() throws {
    var runner = Runner(runs: 4, workers: Workers(count: 2))
    #expect(try runner.measure(Faulty()).map(\.samples.count) == [4])
    #expect(runner.agreement.fingerprint(of: "the answer") == "42")
  }

  @Test(arguments: 1...7) func anyRunMayBeTheOneThatDiffers(_ fault: Int) {
    var runner = Runner(runs: 4, workers: Workers(count: 2))
    #expect(throws: Disagreement.self) { try runner.measure(Faulty(fault: fault)) }
  }

  @Test(arguments: 1...3) func anyNumberOfThreadsMayDiffer(_ threads: Int) {
    var runner = Runner(runs: 1, workers: Workers(count: 2))
    #expect(throws: Disagreement.self) { try runner.measure(Faulty(faultyThreads: threads)) }
  }

  @Test func benchmarksOfOneSubjectMustAgree() throws {
    var runner = Runner(runs: 1, workers: Workers(count: 2))
    _ = try runner.measure(Faulty())
    let error = #expect(throws: Disagreement.self) { try runner.measure(Faulty(fault: 1)) }
    #expect(error?.message.hasPrefix("refused: results differ") == true)
  }
}
