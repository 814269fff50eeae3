/// The sizes within which every product of this module is exact.
///
/// With weights to 2⁵³ and seats to 2³¹ the widest products, of Huntington–Hill's squares and of
/// Dean's signposts, need 168 bits and are compared in 256.
public enum Limits {
  /// The largest weight: every integer up to here is also an exact binary floating-point number,
  /// so weights survive a passage through a spreadsheet.
  public static let weightMax = 1 << 53
  /// The largest number of seats of a house, a row or a column; also what stands for "no maximum".
  public static let seatsMax = 1 << 31
}
