/// A position in a file that a person can jump to. Lines and columns count from 1; columns count
/// Unicode scalars, as editors do. A column of 0 means the whole line, a line of 0 the whole file.
/// In a sheet, lines are its rows and columns its columns.
public struct Place: Hashable, Sendable {
  /// The file's name as the case names it, without a folder.
  public let file: String
  /// The line, from 1; 0 for the whole file.
  public let line: Int
  /// The column in the line, from 1; 0 for the whole line.
  public let column: Int
  /// Whether it is a cell of a sheet, which people know by its address.
  public let inSheet: Bool

  /// A position in `file`.
  public init(file: String, line: Int = 0, column: Int = 0, inSheet: Bool = false) {
    self.file = file
    self.line = line
    self.column = column
    self.inSheet = inSheet
  }
}

extension Place: CustomStringConvertible {
  /// `file:line:column`, the form that editors understand; of a cell of a sheet `file:B17`.
  public var description: String {
    if line == 0 { return file }
    if column == 0 { return "\(file):\(line)" }
    return inSheet ? "\(file):\(Place.letters(column))\(line)" : "\(file):\(line):\(column)"
  }

  /// The letters of a sheet's column: 1 is A, 27 is AA.
  public static func letters(_ column: Int) -> String {
    var (letters, rest) = ("", column)
    while rest > 0 {
      letters = String(Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}

/// One thing that is wrong (its code begins with `E`) or suspicious (`W`).
public struct Problem: Hashable, Sendable {
  /// The stable code; the catalogue explains it.
  public let code: Code
  /// Where it is; nil where it is in no file.
  public let place: Place?
  /// What was found and what was expected.
  public let message: Phrase

  /// A problem of kind `code` at `place`.
  public init(_ code: Code, at place: Place? = nil, _ message: Phrase) {
    self.code = code
    self.place = place
    self.message = message
  }
}
