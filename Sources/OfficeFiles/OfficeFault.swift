import Diagnostics

/// What ends the reading of an office file.
struct OfficeFault: Error {
  let code: Code
  /// The row and column of the sheet, from 1; 0 where the file or the row as a whole is meant.
  var row = 0
  var column = 0
  let message: Phrase

  init(_ code: Code, row: Int = 0, column: Int = 0, zh: String, en: String) {
    (self.code, self.row, self.column) = (code, row, column)
    message = Phrase(zh: zh, en: en)
  }

  /// The fault as a problem of the file that messages call `file`.
  func problem(in file: String) -> Problem {
    Problem(
      code, at: Place(file: file, line: row, column: column, inSheet: true), message)
  }
}
