/// A zip archive whose files are stored as they are (APPNOTE 6.3): no compression, no dates but the
/// first that the format knows, so that the same files give the same bytes.
struct StoredZip {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// 1 January 1980, midnight, as the format writes dates.
  private static let date: UInt32 = 0x0021_0000

  /// Expects some `count` bytes in all.
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Adds a file, whose bytes `write` appends where they stay. Names are ASCII here.
  mutating func add(_ name: String, _ write: (inout [UInt8]) -> Void) {
    let offset = bytes.count
    let header = StoredZip.number(0x0403_4B50, 4) + StoredZip.common(name, size: 0, checksum: 0)
    bytes += header + name.utf8
    let start = bytes.count
    write(&bytes)
    precondition(bytes.count < Int(UInt32.max), "a plain zip holds 4 GB")
    // Sizes and sum stand before the bytes, and are known behind them.
    let common = StoredZip.common(
      name, size: bytes.count - start, checksum: crc32(bytes.span.extracting(start..<bytes.count)))
    bytes.replaceSubrange(offset + 4..<offset + header.count, with: common)
    directory +=
      StoredZip.number(0x0201_4B50, 4) + StoredZip.number(20, 2) + common
      + StoredZip.number(0, 2) + StoredZip.number(0, 2) + StoredZip.number(0, 2)
      + StoredZip.number(0, 4) + StoredZip.number(offset, 4) + Array(name.utf8)
    count += 1
  }

  /// The archive.
  consuming func finish() -> [UInt8] {
    let end =
      StoredZip.number(0x0605_4B50, 4) + StoredZip.number(0, 4) + StoredZip.number(count, 2)
      + StoredZip.number(count, 2) + StoredZip.number(directory.count, 4)
      + StoredZip.number(bytes.count, 4) + StoredZip.number(0, 2)
    bytes += directory + end
    return bytes
  }

  /// What a file's header and its entry of the directory have in common: version 2.0, no flags,
  /// method 0, the date, the sum, the sizes, the length of the name.
  private static func common(_ name: String, size: Int, checksum: UInt32) -> [UInt8] {
    number(20, 2) + number(0, 2) + number(0, 2) + number(Int(date), 4) + number(Int(checksum), 4)
      + number(size, 4) + number(size, 4) + number(name.utf8.count, 2) + number(0, 2)
  }

  /// `value` in `width` bytes, the lowest first.
  private static func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
