/// A cell's address as spreadsheets write it: `B17`.
enum CellReference {
  /// The most rows and columns of a sheet.
  static let rowsMax = 1_048_576
  static let columnsMax = 16_384

  /// Row and column, from 1, of the reference at `range`; nil for anything else. `$` is allowed.
  static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> (row: Int, column: Int)? {
    var (row, column) = (0, 0)
    var at = range.lowerBound
    if at < range.upperBound, bytes[at] == UInt8(ascii: "$") { at &+= 1 }
    while at < range.upperBound, (0x41...0x5A).contains(bytes[at] & 0xDF) {
      column = column &* 26 &+ Int(bytes[at] & 0xDF) &- 0x40
      guard column <= columnsMax else { return nil }
      at &+= 1
    }
    if at < range.upperBound, bytes[at] == UInt8(ascii: "$") { at &+= 1 }
    while at < range.upperBound, bytes[at] &- 0x30 <= 9 {
      row = row &* 10 &+ Int(bytes[at] &- 0x30)
      guard row <= rowsMax else { return nil }
      at &+= 1
    }
    return at == range.upperBound && row > 0 && column > 0 ? (row, column) : nil
  }
}
