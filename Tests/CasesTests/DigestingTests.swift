import Columns
import Foundation
import Tables
import Testing

@testable import Cases

@Suite struct DigestingTests {
  private let bytes = (0..<5_000_003).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

  private func digesting(isPatient: Bool = true, threads: Int = 2) throws -> Digesting {
    let region = try ByteRegion.copying(bytes, as: "students.csv")
    return Digesting(region, workers: Workers(count: threads), isPatient: isPatient)
  }

  /// Its last third waits for others' hashes; whatever of it is done beside them, both are right.
  @Test(arguments: [0, 3, 100]) func isDoneBesideOthers(pieces: Int) throws {
    let digesting = try digesting()
    let own = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
    var (other, hashed) = (SHA256(), [UInt8]())
    for _ in 0..<pieces {
      let count = digesting.hash(beside: &other, own.span)
      hashed += own[..<count]
      if count == 0 { usleep(100) }
    }
    #expect(digesting.hash == FileHash(of: bytes.span))
    #expect(other.finish() == SHA256.digest(of: hashed.span))
  }

  @Test(arguments: [(true, 1), (true, 2), (true, 3), (false, 2)])
  func isDoneWhenAskedFor(isPatient: Bool, threads: Int) throws {
    let digesting = try digesting(isPatient: isPatient, threads: threads)
    #expect(digesting.hash == FileHash(of: bytes.span))
  }
}
