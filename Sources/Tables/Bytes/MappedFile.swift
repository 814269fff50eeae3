import CKernels
import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of an input: a regular file is mapped, so that nothing is copied and several threads
/// read it at once; a pipe and standard input (`-`) are read to their end.
///
/// Sound: see `ByteRegion`, which holds the bytes; no more is read than there is room for.
public final class MappedFile: Sendable {
  /// The path as the caller named it.
  public let path: String
  /// The bytes.
  public let bytes: ByteRegion

  private let descriptor: Descriptor
  private let status: FileStatus

  /// Opens and maps, or reads, the file at `path`; folders and devices are refused.
  public convenience init(_ path: String) throws(FileError) {
    let file = try openForReading(path)
    let status = try FileStatus(of: file, as: path)
    try checkReadable(status, path)
    try self.init(file, status, path)
  }

  /// Opens and maps the file called `name` in a case or run: a link, a pipe, or what is not in the
  /// folder is refused.
  public convenience init(_ name: String, in folder: String) throws(FileError) {
    let path = folder + "/" + name
    let file = try openInside(folder, name)
    let status = try FileStatus(of: file, as: path)
    try checkRegular(status, path)
    try self.init(file, status, path)
  }

  private init(
    _ file: consuming Descriptor, _ status: FileStatus, _ path: String
  ) throws(FileError) {
    descriptor = file
    (self.path, self.status) = (path, status)
    // A file that claims to be empty may be one that the system makes up as it is read.
    if status.kind == .file, status.size > 0, lseek(descriptor.number, 0, SEEK_CUR) == 0 {
      bytes = try ByteRegion.mapping(descriptor, count: status.size, as: path)
    } else {
      bytes = try MappedFile.readAll(descriptor, path)
    }
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// The bytes; the pointer is good until `body` returns.
  public func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe bytes.withBytes(body)
  }

  /// The bytes, with every access checked.
  public func withSpan<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try bytes.withSpan(body)
  }

  /// Refuses a file that was written to, cut, replaced or renamed since it was opened. Called when
  /// all reading is done, so that what was decided, and what was digested, was one state of it.
  public func checkUnchanged() throws(FileError) {
    guard status.kind == .file else { return }
    guard try FileStatus(of: descriptor, as: path) == status else {
      throw FileError(
        .read, path, .fileChanged,
        Phrase(zh: "\(path) 在读取期间被改动", en: "\(path) was changed while it was read"))
    }
  }

  private static func readAll(_ file: borrowing Descriptor, _ path: String) throws(FileError)
    -> ByteRegion
  {
    var builder = try ByteBuilder(capacity: 1 << 20, as: path)
    var got = -1
    while got != 0 {
      guard builder.count <= TableLimits.standard.fileBytesMax else {
        let most = TableLimits.standard.fileBytesMax
        throw FileError(
          .read, path, .fileTooLarge,
          Phrase(zh: "\(path) 超过 \(most) 字节", en: "\(path) has more than \(most) bytes"))
      }
      got = try unsafe builder.append(room: 64 << 10, as: path) { (free) throws(FileError) in
        try unsafe file.readSome(into: free, as: path)
      }
    }
    return builder.finish()
  }
}

/// From now on an input that is cut while it is read ends the process with `exitCode`, after
/// `message` on standard error: mapped bytes that are no longer there cannot be reported in any
/// other way.
public func endWhenInputIsCut(_ message: StaticString, exitCode: Int32) {
  unsafe message.utf8Start.withMemoryRebound(to: CChar.self, capacity: message.utf8CodeUnitCount) {
    unsafe zb_end_when_input_is_cut($0, exitCode)
  }
}
