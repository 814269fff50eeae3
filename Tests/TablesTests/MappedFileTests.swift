import Columns
import Diagnostics
import TestSupport
import Testing

@testable import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Reading files") struct MappedFileTests {
  let scratch: TempFolder
  init() throws { scratch = try TempFolder() }

  @Test func everySizeAroundAPage() throws {
    let page = Int(getpagesize())
    for count in [0, 1, 63, 64, page - 64, page - 1, page, page + 1, 2 * page, 5 * page + 7] {
      let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
      try scratch.write("file", expected)
      let file = try MappedFile(scratch("file"))
      #expect(file.count == count)
      #expect(file.withSpan { SHA256.digest(of: $0) } == SHA256.digest(of: expected.span))
      #expect(slack(of: file.bytes) == Array(repeating: 0, count: ByteRegion.slack))
      file.bytes.letGo(0..<count)  // and is there when asked for
      #expect(file.withSpan { SHA256.digest(of: $0) } == SHA256.digest(of: expected.span))
      #expect(try readSmallFile(scratch("file")) == expected)
      try file.checkUnchanged()
    }
  }

  @Test(arguments: [0, 5, 70_000, 3_000_000])
  func aPipeIsReadToItsEnd(count: Int) throws {
    let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
    try scratch.write("file", expected)
    try #require(unsafe mkfifo(scratch("pipe"), 0o600) == 0)
    let path = scratch("file")
    let pipe = scratch("pipe")
    let writer = Job {
      guard let bytes = try? readSmallFile(path),
        let out = try? Descriptor(opening: pipe, O_WRONLY, as: "")
      else { return }
      try? unsafe bytes.span.withUnsafeBytes { (raw) throws(FileError) in
        try unsafe out.writeAll(raw, as: "")
      }
    }
    let file = try MappedFile(pipe)
    writer.join()
    #expect(file.count == count)
    file.bytes.letGo(0..<count)  // nothing: it is nowhere else
    #expect(file.withSpan { SHA256.digest(of: $0) } == SHA256.digest(of: expected.span))
    #expect(slack(of: file.bytes) == Array(repeating: 0, count: ByteRegion.slack))
    try file.checkUnchanged()
  }

  @Test func aFileThatTheSystemMakesUp() throws {
    #if os(Linux)
      #expect(try MappedFile("/proc/self/stat").count > 0)
    #endif
  }

  @Test func whatIsNoFile() throws {
    try scratch.makeFolder("folder")
    try scratch.makeLink("link", to: "file")
    try scratch.makeLink("loop", to: "loop")
    for (path, code) in [
      (scratch("folder"), Code.notAFile), ("/dev/null", .notAFile), (scratch("no"), .fileNotFound),
      (scratch("no/no"), .fileNotFound), (scratch("link"), .fileNotFound), ("", .fileNotFound),
      (scratch("loop"), .readFailed), (scratch("a\u{0}b"), .fileNotFound),
    ] {
      let mapped = #expect(throws: FileError.self) { _ = try MappedFile(path) }
      let small = #expect(throws: FileError.self) { _ = try readSmallFile(path) }
      #expect(mapped?.code == code && small?.code == code, "\(path)")
      #expect(mapped?.path == path)
    }
    try scratch.write("file", "through a link")
    #expect(try MappedFile(scratch("link")).count == 14)
  }

  @Test func aChangeIsNoticed() throws {
    for change in 0..<3 {
      try scratch.write("file", "one two three")
      let file = try MappedFile(scratch("file"))
      try file.checkUnchanged()
      switch change {
      case 0: try scratch.write("file", "one two thre")
      case 1: try scratch.write("file", "ONE TWO THREE")
      default: try writeFileAtomically(scratch("file"), "one two three", replacing: true)
      }
      let error = #expect(throws: FileError.self) { try file.checkUnchanged() }
      #expect(error?.code == .fileChanged, "change \(change)")
    }
  }

  @Test func aSmallFileHasALimit() throws {
    try scratch.write("file", "12345")
    #expect(try readSmallFile(scratch("file"), bytesMax: 5).count == 5)
    let error = #expect(throws: FileError.self) { try readSmallFile(scratch("file"), bytesMax: 4) }
    #expect(error?.code == .fileTooLarge)
    #expect(error?.problem.place == Place(file: scratch("file")))
  }

  @Test func aBuilderGrows() throws {
    var builder = try ByteBuilder(capacity: 0, as: "")
    for step in 0..<200 {
      _ = try unsafe builder.append(room: 1000, as: "") { (free) throws(FileError) in
        for at in 0..<1000 { unsafe free[at] = UInt8(step) }
        return 1000
      }
    }
    let region = builder.finish()
    #expect(region.count == 200_000)
    #expect(region.withSpan { span in (0..<200_000).allSatisfy { span[$0] == UInt8($0 / 1000) } })
    #expect(slack(of: region) == Array(repeating: 0, count: ByteRegion.slack))
  }

  /// Memory that was refused, and said so, is not why the thread traps later.
  @Test func aReportedRefusalOfMemoryLeavesNothingBehind() {
    var isRefused = false
    do throws(FileError) {
      _ = try ByteBuilder(capacity: 1 << 60, as: "")
    } catch {
      isRefused = true
    }
    let left = errno
    #expect(isRefused && left != ENOMEM)
  }

  private func slack(of region: ByteRegion) -> [UInt8] {
    // The region promises these bytes behind its end.
    unsafe region.withBytes { bytes in
      (0..<ByteRegion.slack).map { at in
        let end = unsafe bytes.baseAddress! + bytes.count
        return unsafe end.load(fromByteOffset: at, as: UInt8.self)
      }
    }
  }
}
