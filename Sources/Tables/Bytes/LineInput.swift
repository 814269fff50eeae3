import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Lines of a file or of standard input, each as soon as it is there: for who answers line by line.
public struct LineInput: ~Copyable {
  /// Longer lines are refused.
  public static let lineMax = 1 << 30

  private let path: String
  private let descriptor: Descriptor
  private var bytes: [UInt8] = []
  private var at = 0
  /// How far it was looked for a line end.
  private var seen = 0
  private var isAtEnd = false

  /// The lines of the file at `path`; `-` is standard input.
  public init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = try openForReading(path)
  }

  /// The next line without its line end, which the last one may lack; nil at the end.
  public mutating func next() throws(FileError) -> [UInt8]? {
    while true {
      if let end = bytes[seen...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(bytes[at..<end])
        (at, seen) = (end + 1, end + 1)
        return line
      }
      seen = bytes.count
      if isAtEnd {
        let rest = Array(bytes[at...])
        (at, seen) = (bytes.count, bytes.count)
        return rest.isEmpty ? nil : rest
      }
      try fill()
    }
  }

  private mutating func fill() throws(FileError) {
    if at > 0 {
      bytes.removeFirst(at)
      (seen, at) = (seen - at, 0)
    }
    guard bytes.count < LineInput.lineMax else { throw FileError(.read, path, errno: EFBIG) }
    var buffer = [UInt8](repeating: 0, count: max(64 << 10, bytes.count))
    var span = buffer.mutableSpan
    let got = try unsafe span.withUnsafeMutableBytes { (raw) throws(FileError) in
      try unsafe descriptor.readSome(into: raw, as: path)
    }
    isAtEnd = got == 0
    bytes += buffer[..<got]
  }
}
