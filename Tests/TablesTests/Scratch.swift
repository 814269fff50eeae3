@testable import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder for one test, removed with all that is in it when the test ends.
final class Scratch: Sendable {
  let path: String
  private let name: String

  init() throws {
    let root = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    name = "zhibiao-test-\(getpid())-\(UInt64.random(in: .min ... .max))"
    path = root + "/" + name
    guard unsafe mkdir(path, 0o700) == 0 else { throw FileError(.create, path, errno: errno) }
  }

  deinit {
    let root = String(path.dropLast(name.count + 1))
    guard let parent = try? Descriptor(opening: root, O_RDONLY | O_DIRECTORY, as: root) else {
      return
    }
    try? FolderTree.remove(name, in: parent, as: path)
  }

  /// A path in this folder.
  func callAsFunction(_ inner: String) -> String { path + "/" + inner }

  /// Writes a file without any ceremony.
  func write(_ inner: String, _ bytes: [UInt8]) throws {
    let file = try Descriptor(
      opening: self(inner), O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644, as: inner)
    var left = bytes[...]
    while !left.isEmpty {
      let step = Array(left.prefix(1 << 16))
      try unsafe step.withUnsafeBytes { try unsafe file.writeAll($0, as: inner) }
      left = left.dropFirst(step.count)
    }
  }

  func write(_ inner: String, _ text: String) throws { try write(inner, Array(text.utf8)) }

  func makeFolder(_ inner: String, mode: UInt32 = 0o755) throws {
    guard unsafe mkdir(self(inner), mode_t(mode)) == 0 else {
      throw FileError(.create, inner, errno: errno)
    }
  }

  func makeLink(_ inner: String, to destination: String) {
    _ = unsafe symlink(destination, self(inner))
  }

  func read(_ inner: String) throws -> String {
    String(decoding: try readSmallFile(self(inner)), as: UTF8.self)
  }

  /// Everything in this folder, hidden names too.
  func names(_ inner: String = ".") throws -> [String] {
    try FolderTree.names(in: Descriptor(folder: self(inner), as: inner), as: inner)
  }

  func exists(_ inner: String) throws -> Bool {
    try FileStatus(ofName: self(inner), as: inner) != nil
  }

  /// The permission bits of a file or folder.
  func mode(_ inner: String) -> UInt32 {
    var status = stat()
    _ = unsafe lstat(self(inner), &status)
    return UInt32(status.st_mode) & 0o777
  }
}
