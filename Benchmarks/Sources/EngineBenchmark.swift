import Admission
import Cases
import Columns

/// Allocates a market that is ready in memory.
struct EngineBenchmark: Benchmark {
  private let read: Case

  init(_ city: City, _ read: Case) { self.read = read }

  let subject = "the outcome"

  func run(workers: Workers, observer: PhaseObserver) throws -> Outcome {
    try Admission.allocate(read.market, workers: workers, observer: observer)
  }

  func fingerprint(of product: consuming Outcome) -> String { product.fingerprint }

  func rows(of product: Outcome) -> [Row] {
    var rows = [Row(title: "rank", phases: [.rank])]
    for (stage, name) in read.names.stages.enumerated() {
      rows += [
        Row(title: "enter \(name)", phases: [.enter(stage)]),
        Row(title: "order \(name)", phases: [.order(stage)]),
        Row(
          title: "walk \(name)", phases: [.walk(stage)],
          proposals: product.stages[stage].proposals),
      ]
    }
    return rows + [
      Row(title: "settle seats", phases: [.settle]),
      Row(title: "= engine", proposals: product.proposals, showsMemory: true),
    ]
  }
}
