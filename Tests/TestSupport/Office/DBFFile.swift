/// Writes DBF tables for tests, with every number of the header open to be broken.
public struct DBFFile: Sendable {
  /// A field.
  public struct Field: Sendable {
    /// The bytes of its name.
    public var name: [UInt8]
    /// `C`, `N`, …
    public var type: Character
    /// Its bytes in a record.
    public var length: Int
    /// The byte behind the length.
    public var decimals = 0

    /// A field called `name`.
    public init(_ name: String, _ type: Character, _ length: Int) {
      (self.name, self.type, self.length) = (Array(name.utf8), type, length)
    }
  }

  /// The fields.
  public var fields: [Field]
  /// Each record: its mark and the bytes behind.
  public var records: [[UInt8]] = []
  /// The first byte: the version.
  public var version: UInt8 = 3
  /// The language driver.
  public var driver: UInt8 = 0
  /// What the header claims; nil: what is so.
  public var claimedCount: Int?
  /// What stands behind the records.
  public var end: [UInt8] = [0x1A]

  /// A table of these fields.
  public init(_ fields: [Field]) { self.fields = fields }

  /// A table of texts, with numbers in the columns of `numbers`; the first row names the fields.
  public init(rows: [[String]], numbers: Set<Int> = []) {
    fields = rows[0].enumerated().map { column, name in
      let widest = rows.dropFirst().map { $0[column].utf8.count }.max() ?? 1
      return Field(name, numbers.contains(column) ? "N" : "C", max(1, widest))
    }
    for row in rows.dropFirst() { add(row) }
  }

  /// Adds a record; numbers stand at the right of their fields.
  public mutating func add(_ cells: [String], mark: Character = " ") {
    var record = Array(String(mark).utf8)
    for (field, text) in zip(fields, cells) {
      let bytes = Array(text.utf8.prefix(field.length))
      let blanks = Array(repeating: UInt8(ascii: " "), count: field.length - bytes.count)
      record += "NF".contains(field.type) ? blanks + bytes : bytes + blanks
    }
    records.append(record)
  }

  /// The file.
  public var bytes: [UInt8] {
    let length = fields.reduce(1) { $0 + $1.length }
    var file: [UInt8] = [version, 126, 6, 30]
    file += little(claimedCount ?? records.count, 4)
    file += little(32 + 32 * fields.count + 1, 2) + little(length, 2)
    file += little(0, 17) + [driver] + little(0, 2)
    for field in fields {
      let name = field.name.prefix(10)
      file += name + Array(repeating: 0, count: 11 - name.count)
      file += Array(String(field.type).utf8) + little(0, 4)
      file += [UInt8(field.length & 0xFF), UInt8(field.decimals)] + little(0, 14)
    }
    return file + [0x0D] + records.flatMap { $0 } + end
  }
}
