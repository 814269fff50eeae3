import Foundation
import Testing

@testable import Verification

/// Files mapped to be checked: their bytes, and whether somebody wrote to them meanwhile.
@Suite struct PlainBytesTests {
  /// A file of `count` bytes that is removed when `body` is done.
  private static func withFile(_ count: Int, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try Data(bytes(count)).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  }

  /// Small files are copied, large ones mapped; at a page's end, too.
  @Test(arguments: [0, 1, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
  func allBytes(_ count: Int) throws {
    try Self.withFile(count) { path in
      let read = try plainBytes(path)
      #expect(read.count == count)
      #expect(read.array() == Self.bytes(count))
      #expect(read.isUnchanged)
    }
  }

  @Test func whatIsWrittenToMeanwhileHasNoDigest() throws {
    try Self.withFile(2 << 20) { path in
      let read = try plainBytes(path)
      let digest = PlainDigesting(read, with: PlainCrew(helpers: 1))
      #expect(digest.hex() == PlainSHA256.hex(of: Self.bytes(2 << 20)))
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.seek(toOffset: 1_500_000)
      try file.write(contentsOf: Data([1, 2, 3]))
      try file.close()
      #expect(!read.isUnchanged)
      #expect(digest.hex().isEmpty)
    }
  }

  /// What was let go is there again for who reads it; ranges need not end with a page.
  @Test(arguments: [1000, 3 << 20]) func whatIsLetGoIsStillThere(_ count: Int) throws {
    try Self.withFile(count) { path in
      let read = try plainBytes(path)
      for range in [0..<count, 0..<0, 7..<count - 7, count / 2..<count / 2 + 1, count..<count] {
        read.letGo(range)
        #expect(read.array() == Self.bytes(count))
      }
      #expect(read.isUnchanged)
    }
  }

  @Test func whatIsNoFileIsNotRead() {
    #expect(throws: PlainFileError.self) { try plainBytes("/dev/null") }
    #expect(throws: PlainFileError.self) { try plainBytes("/") }
    #expect(throws: PlainFileError.self) { try plainBytes("/no such file") }
  }
}
