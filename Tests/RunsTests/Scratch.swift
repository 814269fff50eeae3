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
  private let parent: String
  private let name: String

  init() throws {
    parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    name = "zhibiao-runs-\(getpid())-\(UInt64.random(in: .min ... .max))"
    path = parent + "/" + name
    guard unsafe mkdir(path, 0o700) == 0 else { throw FileError(.create, path, errno: errno) }
  }

  deinit {
    guard let folder = try? Descriptor(opening: parent, O_RDONLY | O_DIRECTORY, as: parent) else {
      return
    }
    try? FolderTree.remove(name, in: folder, as: path)
  }

  /// A path in this folder.
  func callAsFunction(_ inner: String) -> String { path + "/" + inner }

  func read(_ inner: String) throws -> String {
    String(decoding: try readSmallFile(self(inner), bytesMax: .max >> 1), as: UTF8.self)
  }

  func write(_ inner: String, _ text: String) throws {
    try writeFileAtomically(self(inner), text, replacing: true)
  }

  /// The names in a folder.
  func names(_ inner: String = ".") throws -> [String] {
    try FolderTree.names(in: Descriptor(folder: self(inner), as: inner), as: inner)
  }
}
