/// Writes ZIP archives for tests: entries as they are given, so that broken ones can be made too.
public struct ZipFile: Sendable {
  /// One entry: what the directory and the local header say, and the bytes that stand there.
  public struct Entry: Sendable {
    /// The name.
    public var name: String
    /// The packed bytes.
    public var packed: [UInt8]
    /// How many bytes they become.
    public var size: Int
    /// The checksum of those.
    public var checksum: UInt32
    /// 0 stored, 8 deflated.
    public var method = 0
    /// The flags; bit 0 says encrypted.
    public var flags = 0
  }

  /// The entries in order.
  public var entries: [Entry] = []
  /// What stands behind the directory's end.
  public var comment: [UInt8] = []

  /// An archive without entries.
  public init() {}

  /// Adds `content` as it is.
  public mutating func store(_ name: String, _ content: [UInt8]) {
    entries.append(
      Entry(name: name, packed: content, size: content.count, checksum: naiveCRC32(content)))
  }

  /// Adds `content`, of which `packed` is a deflate stream.
  public mutating func deflate(_ name: String, _ content: [UInt8], packed: [UInt8]) {
    store(name, content)
    entries[entries.count - 1].packed = packed
    entries[entries.count - 1].method = 8
  }

  /// The archive.
  public var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = file.count
      let shared =
        little(entry.flags, 2) + little(entry.method, 2) + little(0, 4)
        + little(Int(entry.checksum), 4) + little(entry.packed.count, 4) + little(entry.size, 4)
        + little(entry.name.utf8.count, 2) + little(0, 2)
      file += [0x50, 0x4B, 3, 4] + little(20, 2) + shared + Array(entry.name.utf8) + entry.packed
      directory +=
        [0x50, 0x4B, 1, 2] + little(20, 2) + little(20, 2) + shared + little(0, 10)
        + little(offset, 4) + Array(entry.name.utf8)
    }
    return file + directory + [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2)
      + little(entries.count, 2) + little(directory.count, 4) + little(file.count, 4)
      + little(comment.count, 2) + comment
  }
}

/// `value` in `count` bytes, the lowest first.
public func little(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
}

/// The checksum of ZIP, bit by bit.
public func naiveCRC32(_ bytes: [UInt8]) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
  }
  return ~crc
}
