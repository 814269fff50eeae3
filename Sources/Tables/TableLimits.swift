/// How large a table may be: far beyond any city, and small enough that what is not a table, a disk image
/// say, or one line without an end, is refused before it is worked through.
public struct TableLimits: Hashable, Sendable {
  /// The bytes of a file.
  public var fileBytesMax = 1 << 32
  /// The rows of a table, blank ones too.
  public var rowsMax = 100_000_000
  /// The bytes of a row, without its LF.
  public var rowBytesMax = 1 << 20
  /// The columns. The independent check reads as many.
  public var columnsMax = 4096
  /// The bytes of a cell: more than the 32,767 characters of a spreadsheet's can be.
  public var cellBytesMax = 1 << 17

  /// The limits of the program.
  public static let standard = TableLimits()

  /// Smaller ones are for tests.
  init() {}
}
