#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new folder for work in between, in `TMPDIR` or `/tmp`, for its owner alone. It is removed, with all
/// that is in it, when the value goes.
public struct ScratchFolder: ~Copyable {
  /// Where it is.
  public let path: String

  /// Makes the folder.
  public init() throws(FileError) {
    var parent = "/tmp"
    if let named = unsafe getenv("TMPDIR"), unsafe named[0] != 0 {
      parent = unsafe String(cString: named)
    }
    // mkdtemp writes the name that it chose over the X, and keeps nothing.
    var template = Array((parent + "/zhibiao-XXXXXX").utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) }
    guard unsafe made != nil else { throw FileError(.create, parent, errno: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? removeTree(at: path) }
}
