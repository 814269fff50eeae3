import Columns
import Synchronization
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// What the machine allows: nothing that looks at every byte can be faster. The file is mapped and
// in memory before the clock starts.

/// Copies the bytes of `students.csv` to other memory, on all workers.
struct CopyBenchmark: Benchmark {
  private let file: MappedFile
  private let copy: Column<UInt8>

  init(_ students: City.Students) {
    file = students.file
    copy = Column(count: file.count)
  }

  let subject = "the bytes of students.csv"

  func run(workers: Workers, observer: PhaseObserver) -> Column<UInt8> {
    workers.run(tasks: workers.count) { task in
      let range = Workers.slice(task, of: workers.count, count: file.count)
      unsafe file.withBytes { from in
        copy.withMutableSpan(range) { to in
          unsafe to.withUnsafeMutableBytes { to in
            _ = unsafe memcpy(to.baseAddress!, from.baseAddress! + range.lowerBound, range.count)
          }
        }
      }
    }
    return copy
  }

  func fingerprint(of product: consuming Column<UInt8>) -> String {
    var print = Fingerprint()
    print.add(product)
    return print.text
  }

  func rows(of product: Column<UInt8>) -> [Row] { [Row(title: "memory copy", bytes: file.count)] }
}

/// Finds every line end of `students.csv` with the C library's own search, on all workers.
struct LineBenchmark: Benchmark {
  private let file: MappedFile

  init(_ students: City.Students) { file = students.file }

  let subject = "the lines of students.csv"

  func run(workers: Workers, observer: PhaseObserver) -> Int {
    let lines = Atomic<Int>(0)
    workers.run(tasks: workers.count) { task in
      let range = Workers.slice(task, of: workers.count, count: file.count)
      let found = unsafe file.withBytes { bytes in
        unsafe count(UnsafeRawBufferPointer(rebasing: bytes[range]))
      }
      lines.wrappingAdd(found, ordering: .relaxed)
    }
    return lines.load(ordering: .relaxed)
  }

  private func count(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard var at = bytes.baseAddress else { return 0 }
    let end = unsafe at + bytes.count
    var lines = 0
    while let found = unsafe memchr(at, Int32(UInt8(ascii: "\n")), end - at) {
      unsafe at = UnsafeRawPointer(found) + 1
      lines += 1
    }
    return lines
  }

  func fingerprint(of product: consuming Int) -> String { "\(product)" }

  func rows(of product: Int) -> [Row] { [Row(title: "newline scan", bytes: file.count)] }
}

/// Digests `students.csv`; SHA-256 has no room for a second thread.
struct DigestBenchmark: Benchmark {
  private let file: MappedFile

  init(_ students: City.Students) { file = students.file }

  let subject = "the bytes of students.csv"

  func run(workers: Workers, observer: PhaseObserver) -> Digest {
    file.withSpan { SHA256.digest(of: $0) }
  }

  func fingerprint(of product: consuming Digest) -> String { product.description }

  func rows(of product: Digest) -> [Row] {
    [Row(title: "SHA-256", bytes: file.count)]
  }
}
