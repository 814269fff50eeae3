/// A list of files and their digests, as `sha256sum` writes it: lines `HEX  NAME`.
public struct DigestList: Sendable {
  /// One line.
  public struct Entry: Hashable, Sendable {
    /// The file's name.
    public let name: String
    /// The digest of its bytes.
    public let digest: Digest
  }

  /// A line that is not `HEX  NAME`, or names a file again.
  public struct BadLine: Error, Hashable, Sendable {
    /// The line's number, from 1.
    public let line: Int
  }

  /// The lines in order.
  public let entries: [Entry]
  private let digests: [String: Digest]

  /// The lines of `text`; those that begin with `#` are comments. Complexity: O(bytes).
  public init(parsing text: [UInt8]) throws(BadLine) {
    var entries: [Entry] = []
    var digests: [String: Digest] = [:]
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for (index, line) in lines.enumerated() where line.first != UInt8(ascii: "#") {
      guard let entry = DigestList.entry(line), digests[entry.name] == nil else {
        throw BadLine(line: index + 1)
      }
      entries.append(entry)
      digests[entry.name] = entry.digest
    }
    (self.entries, self.digests) = (entries, digests)
  }

  /// The digest of the file called `name`; nil where the list has no such file.
  public subscript(name: String) -> Digest? { digests[name] }

  /// The text of `entries`, sorted by the bytes of their names.
  public static func text(of entries: some Sequence<(name: String, digest: Digest)>) -> String {
    let sorted = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return sorted.map { "\($0.digest)  \($0.name)\n" }.joined()
  }

  /// 64 digits, a blank, a blank or an asterisk, and a name.
  private static func entry(_ line: ArraySlice<UInt8>) -> Entry? {
    guard line.count > 66, let name = String(validating: line.dropFirst(66), as: UTF8.self),
      let digest = Digest(hex: String(decoding: line.prefix(64), as: UTF8.self)),
      line[line.startIndex + 64] == UInt8(ascii: " "),
      [UInt8(ascii: " "), UInt8(ascii: "*")].contains(line[line.startIndex + 65])
    else { return nil }
    return Entry(name: name, digest: digest)
  }
}
