import Diagnostics

/// The header of a DBF file: dBase III and IV, FoxBASE and FoxPro write it alike.
///
/// Layout: version, date (3 bytes), record count (4), header length (2), record length (2), …, at
/// 15 the encryption flag, at 29 the language driver, from 32 on 32 bytes a field, 0x0D.
struct DBFHeader {
  /// A field of a record.
  struct Field {
    /// The bytes of its name, up to 10.
    let name: ArraySlice<UInt8>
    /// `C`, `N`, `F`, `L`, `D`, …
    let type: UInt8
    /// Where it lies in the record, whose first byte is the deletion mark.
    let range: Range<Int>
  }

  /// Versions with this layout: dBase III and IV, with and without memo, FoxBASE, FoxPro, Visual
  /// FoxPro.
  private static let versions: Set<UInt8> = [
    0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x7B, 0x83, 0x8B, 0x8E, 0xCB, 0xF5, 0xFB,
  ]
  /// The most fields: what a header length of 16 bits can tell.
  private static let fieldsMax = 2046

  let recordCount: Int
  let headerCount: Int
  let recordBytes: Int
  let languageDriver: UInt8
  let fields: [Field]

  /// Whether `bytes` can be a DBF file and no text: a version, a date, lengths that fit and the
  /// mark behind the fields.
  static func isPlausible(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 33, versions.contains(bytes[0]), bytes[2] <= 12, bytes[3] <= 31 else {
      return false
    }
    // No text begins with a control character.
    if bytes[0] < 0x09 { return true }
    let header = Int(bytes[8]) | Int(bytes[9]) << 8
    let record = Int(bytes[10]) | Int(bytes[11]) << 8
    guard header >= 65, header <= bytes.count, record >= 2 else { return false }
    return stride(from: 64, to: header, by: 32).contains { bytes[$0] == 0x0D }
  }

  /// Reads the header.
  init(_ bytes: [UInt8]) throws(OfficeFault) {
    guard bytes.count >= 33 else {
      throw .dbf(zh: "文件只有 \(bytes.count) 字节，放不下文件头", en: "\(bytes.count) bytes are no header")
    }
    recordCount = bytes.number32(4)
    headerCount = bytes.number16(8)
    recordBytes = bytes.number16(10)
    languageDriver = bytes[29]
    guard bytes[15] == 0 else {
      throw OfficeFault(
        .officeUnsupported, zh: "DBF 加了密；请解密后重新导出",
        en: "the DBF is encrypted; export it again without encryption")
    }
    guard headerCount >= 33, headerCount <= bytes.count, recordBytes >= 2 else {
      throw .dbf(
        zh: "文件头声称自身 \(headerCount) 字节、每条记录 \(recordBytes) 字节，与文件不符",
        en: "the header claims \(headerCount) bytes for itself and \(recordBytes) a record, which "
          + "the file does not have")
    }
    // Character fields may be longer than 255 bytes, by the byte that tells decimals of numbers.
    let plain = DBFHeader.fields(bytes, headerCount, isWide: false)
    let wide = DBFHeader.fields(bytes, headerCount, isWide: true)
    guard let plain, let wide, !plain.isEmpty else {
      throw .dbf(zh: "字段表没有结束标记", en: "the list of fields has no end")
    }
    let whole = recordBytes
    guard let fitting = [plain, wide].first(where: { $0.last?.range.upperBound == whole }) else {
      throw .dbf(
        zh: "各字段共 \(plain.last!.range.upperBound - 1) 字节，每条记录为 \(whole - 1) 字节",
        en: "the fields have \(plain.last!.range.upperBound - 1) bytes, a record has \(whole - 1)")
    }
    fields = fitting
  }

  /// The fields up to the mark behind them; nil where there is none.
  private static func fields(_ bytes: [UInt8], _ end: Int, isWide: Bool) -> [Field]? {
    var fields: [Field] = []
    var start = 1
    var at = 32
    while at < end, bytes[at] != 0x0D {
      guard at + 32 < end, fields.count < fieldsMax else { return nil }
      let type = bytes[at + 11]
      var length = Int(bytes[at + 16])
      if isWide, type == UInt8(ascii: "C") { length |= Int(bytes[at + 17]) << 8 }
      fields.append(
        Field(
          name: bytes[at..<at + 11].prefix { $0 != 0 }, type: type, range: start..<start + length))
      start += length
      at += 32
    }
    return at < end ? fields : nil
  }
}

extension OfficeFault {
  static func dbf(row: Int = 0, column: Int = 0, zh: String, en: String) -> OfficeFault {
    OfficeFault(.dbfBroken, row: row, column: column, zh: zh, en: en)
  }
}
