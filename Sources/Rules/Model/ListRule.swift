/// A student's ordered choices: where they stand in `students.csv`, or in a table of their own.
public struct ListRule: Sendable {
  /// Where the codes are.
  public enum Source: Sendable, Hashable {
    /// One column, codes separated by `|`.
    case joined(column: String)
    /// A column a choice; an empty cell keeps its number.
    case columns([String])
    /// Rows of `choices.csv`, one a choice with its number: those whose `list` is this.
    case rows(list: String)
  }
  /// The list's name.
  public var name: String
  /// Where the codes are.
  public var source: Source
}
