import Cases
import Columns

/// Reads the whole case: all tables, digests of all files.
struct ReadBenchmark: Benchmark {
  private let city: City

  init(_ city: City) { self.city = city }

  let subject = "the case as read"

  func run(workers: Workers, observer: PhaseObserver) throws -> Case {
    try city.reading(workers: workers, observer: observer).read
  }

  func fingerprint(of product: consuming Case) -> String { product.fingerprint }

  func rows(of product: Case) -> [Row] {
    let bytes = city.studentBytes
    return [
      Row(title: "small tables", phases: [.smallTables], bytes: city.bytes - bytes),
      Row(title: "scan students", phases: [.scan], bytes: bytes),
      Row(title: "parse students", phases: [.parse], bytes: bytes),
      Row(title: "compare codes", phases: [.codes]),
      Row(title: "build market", phases: [.market]),
      Row(title: "digest rest", phases: [.digestRest]),
      Row(title: "= read", bytes: city.bytes, showsMemory: true),
    ]
  }
}
