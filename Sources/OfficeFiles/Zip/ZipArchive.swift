import Diagnostics

/// A ZIP archive in memory (PKWARE's APPNOTE 6.3): its central directory is what it holds. Names
/// are looked up, never used as paths, and nothing is unpacked but what is asked for.
struct ZipArchive: Sendable {
  /// A file in the archive.
  struct Entry: Sendable {
    let name: String
    let method: Int
    let isEncrypted: Bool
    let checksum: UInt32
    /// The bytes it takes in the archive, and the bytes it has.
    let packed: Int
    let size: Int
    /// Where its local header lies.
    let offset: Int
  }

  /// The most bytes of an entry: a sheet of a million rows and thirty columns.
  static let sizeMax = 1 << 30
  /// The most entries.
  static let entriesMax = 1 << 16

  let bytes: [UInt8]
  private(set) var entries: [Entry] = []
  /// The entries by name, in small letters.
  private var index: [String: [Int]] = [:]

  /// Reads the central directory. Complexity: O(entries).
  init(_ bytes: [UInt8]) throws(OfficeFault) {
    self.bytes = bytes
    var directory = try ZipArchive.directory(bytes)
    var at = directory.offset
    while directory.count > 0 {
      guard at <= bytes.count - 46, bytes.number32(at) == 0x0201_4B50 else {
        throw .zip(zh: "目录在字节 \(at) 处损坏", en: "its directory is damaged at byte \(at)")
      }
      let lengths = (bytes.number16(at + 28), bytes.number16(at + 30), bytes.number16(at + 32))
      let next = at + 46 + lengths.0 + lengths.1 + lengths.2
      guard next <= bytes.count else {
        throw .zip(zh: "目录被截断", en: "its directory is cut short")
      }
      entries.append(try entry(at, nameCount: lengths.0, extraCount: lengths.1))
      index[entries.last!.name.lowercased(), default: []].append(entries.count - 1)
      at = next
      directory.count -= 1
    }
  }

  /// The entry called `name`, whatever its case, as the packaging standard has it (ISO/IEC
  /// 29500-2). Two of one name are refused: programs would differ in which they read.
  func entry(_ name: String) throws(OfficeFault) -> Entry? {
    let found = index[name.lowercased()] ?? []
    guard found.count <= 1 else {
      throw .zip(zh: "\(name) 出现 \(found.count) 次", en: "it holds \(found.count) parts \(name)")
    }
    return found.first.map { entries[$0] }
  }

  // MARK: The directory

  /// Where the directory begins and how many entries it has, from the record at the end of the
  /// file.
  private static func directory(
    _ bytes: [UInt8]
  ) throws(OfficeFault) -> (offset: Int, count: Int) {
    var end = bytes.count - 22
    // A comment of up to 64 KiB may follow.
    let least = max(0, end - 0xFFFF)
    while end >= least, bytes.number32(end) != 0x0605_4B50 { end -= 1 }
    guard end >= least else {
      throw .zip(
        zh: "找不到压缩包的目录；文件可能没有传完整", en: "it has no directory; the file may be cut short")
    }
    guard bytes.number16(end + 4) == 0, bytes.number16(end + 6) == 0 else {
      throw .zip(zh: "压缩包分为多卷", en: "it is one part of an archive of several")
    }
    var (count, offset): (Int?, Int?) = (bytes.number16(end + 10), bytes.number32(end + 16))
    if count == 0xFFFF || offset == 0xFFFF_FFFF, end >= 20, bytes.number32(end - 20) == 0x0706_4B50
    {
      guard let large = bytes.number64(end - 12), large <= end - 56,
        bytes.number32(large) == 0x0606_4B50
      else { throw .zip(zh: "ZIP64 目录损坏", en: "its ZIP64 directory is damaged") }
      (count, offset) = (bytes.number64(large + 32), bytes.number64(large + 48))
    }
    guard let count, let offset, count <= entriesMax, offset <= end else {
      throw .zip(zh: "目录损坏", en: "its directory is damaged")
    }
    return (offset, count)
  }

  private func entry(_ at: Int, nameCount: Int, extraCount: Int) throws(OfficeFault) -> Entry {
    let name = bytes[at + 46..<at + 46 + nameCount]
    var numbers: [Int?] = [
      bytes.number32(at + 24), bytes.number32(at + 20), bytes.number32(at + 42),
    ]
    // Numbers of 64 bits stand behind, for those that are all ones here.
    var wide = wideNumbers(at + 46 + nameCount, extraCount)
    for i in numbers.indices where numbers[i] == 0xFFFF_FFFF {
      numbers[i] = wide.isEmpty ? nil : bytes.number64(wide.removeFirst())
    }
    guard let size = numbers[0], let packed = numbers[1], let offset = numbers[2] else {
      throw .zip(zh: "目录损坏", en: "its directory is damaged")
    }
    // Some writers separate folders as their system does.
    let plain = name.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    return Entry(
      name: String(decoding: plain, as: UTF8.self), method: bytes.number16(at + 10),
      isEncrypted: bytes.number16(at + 8) & 0x2041 != 0, checksum: UInt32(bytes.number32(at + 16)),
      packed: packed, size: size, offset: offset)
  }

  /// Where the 64-bit numbers of an entry lie.
  private func wideNumbers(_ start: Int, _ count: Int) -> [Int] {
    var at = start
    while at + 4 <= start + count {
      let (kind, length) = (bytes.number16(at), bytes.number16(at + 2))
      guard at + 4 + length <= start + count else { return [] }
      if kind == 1 { return (0..<length / 8).map { at + 4 + 8 * $0 } }
      at += 4 + length
    }
    return []
  }
}

extension ZipArchive {
  /// The bytes of an entry, checked by its checksum. Complexity: O(its bytes).
  func read(_ entry: Entry) throws(OfficeFault) -> [UInt8] {
    let name = entry.name
    if entry.isEncrypted {
      throw OfficeFault(
        .officeUnsupported, zh: "文件加了密码；请去掉密码后另存",
        en: "the file is protected by a password; save it without one")
    }
    let packed = try packedBytes(entry)
    // Deflate gives at most 1,032 bytes for one.
    guard entry.size <= ZipArchive.sizeMax, entry.size <= 1032 * packed.count + 64 else {
      throw .zip(
        zh: "\(name) 声称有 \(entry.size) 字节，超过上限",
        en: "\(name) claims \(entry.size) bytes, more than is allowed")
    }
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(bytes[packed])
    case 8:
      do throws(InflateError) {
        content = try inflate(bytes, packed, size: entry.size)
      } catch {
        throw .zip(
          zh: "\(name) 的压缩数据损坏（\(error)）", en: "the packed bytes of \(name) are damaged (\(error))")
      }
    default:
      throw .zip(
        zh: "\(name) 的压缩方法 \(entry.method) 不受支持",
        en: "\(name) is packed by method \(entry.method), which is not read")
    }
    let found = checksum(content)
    guard content.count == entry.size, found == entry.checksum else {
      throw .zip(
        zh: "\(name) 的内容与校验和不符", en: "the content of \(name) does not match its checksum")
    }
    return content
  }

  private func packedBytes(_ entry: Entry) throws(OfficeFault) -> Range<Int> {
    let at = entry.offset
    if at <= bytes.count - 30, bytes.number32(at) == 0x0403_4B50 {
      let start = at + 30 + bytes.number16(at + 26) + bytes.number16(at + 28)
      if start <= bytes.count, entry.packed <= bytes.count - start {
        return start..<start + entry.packed
      }
    }
    throw .zip(
      zh: "\(entry.name) 不在它应在的位置", en: "\(entry.name) is not where the directory says")
  }
}

extension OfficeFault {
  fileprivate static func zip(zh: String, en: String) -> OfficeFault {
    OfficeFault(.zipBroken, zh: "压缩包（.xlsx）：\(zh)", en: "the archive (.xlsx): \(en)")
  }
}
