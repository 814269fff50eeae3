import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder for cities and runs, removed with all that is in it.
final class TemporaryFolder {
  let path: String
  private var names = 0

  /// A new folder in `parent`, or where the system has temporary files.
  init(in parent: String? = nil) throws {
    let usual = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) }
    let root = parent ?? usual ?? "/tmp"
    path = "\(root)/zhibiao-benchmarks-\(getpid())-\(UInt32.random(in: .min ... .max))"
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw OptionError(message: "no folder could be made in \(root)")
    }
  }

  deinit { try? removeTree(at: path) }

  /// A path in this folder that was not given before.
  func newName() -> String {
    names += 1
    return "\(path)/\(names)"
  }
}
