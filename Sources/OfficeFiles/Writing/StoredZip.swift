/// A zip archive whose files are stored as they are (APPNOTE 6.3): no compression, no dates but the first
/// that the format knows, so that the same files give the same bytes.
struct StoredZip {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// 1 January 1980, midnight, as the format writes dates.
  private static let date: UInt32 = 0x0021_0000

  /// Adds a file. Names are ASCII here.
  mutating func add(_ name: String, _ text: String) {
    let content = Array(text.utf8)
    precondition(bytes.count + content.count < Int(UInt32.max), "a plain zip holds 4 GB")
    let offset = bytes.count
    // Version 2.0, no flags, method 0, the date, then the sum and the sizes.
    let common =
      StoredZip.number(20, 2) + StoredZip.number(0, 2) + StoredZip.number(0, 2)
      + StoredZip.number(Int(StoredZip.date), 4) + StoredZip.number(Int(checksum(content)), 4)
      + StoredZip.number(content.count, 4) + StoredZip.number(content.count, 4)
      + StoredZip.number(name.utf8.count, 2) + StoredZip.number(0, 2)
    bytes += StoredZip.number(0x0403_4B50, 4) + common + name.utf8 + content
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
    return bytes + directory + end
  }

  /// `value` in `width` bytes, the lowest first.
  private static func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
