/// Problems as they are met, grouped by cause: a million rows with one fault are one group with a
/// count and its first rows, so memory and output stay small.
///
/// Logs of several workers are merged in the order of the file, so what is printed does not depend
/// on the number of threads.
public struct ProblemLog: Sendable {
  /// Problems of one cause.
  public struct Group: Sendable {
    /// The code that all of them have.
    public let code: Code
    /// What else they have in common, for example the table and column.
    public let cause: String
    /// How many there are.
    public internal(set) var count: Int
    /// The first few, in order.
    public internal(set) var first: [Problem]
  }

  /// How many problems of a group are kept.
  public static let keptMax = 5

  /// The groups in the order in which they were first met.
  public private(set) var groups: [Group] = []
  private var index: [String: Int] = [:]

  /// A log with nothing in it.
  public init() {}

  /// Adds one problem to the group of its code and `cause`. Complexity: O(1).
  public mutating func add(_ problem: Problem, cause: String = "") {
    add(problem.code, cause: cause, count: 1, first: [problem])
  }

  /// Adds one problem, said in place.
  public mutating func add(
    _ code: Code, at place: Place? = nil, cause: String = "", _ message: Phrase
  ) {
    add(Problem(code, at: place, message), cause: cause)
  }

  /// Adds one problem whose place and words are made only if they will be kept: finding a place may
  /// mean reading the file again. Complexity: O(1) once the group is full.
  public mutating func add(
    _ code: Code, cause: String, details: () -> (Place?, Phrase)
  ) {
    if let at = index[ProblemLog.key(code, cause)], groups[at].first.count >= ProblemLog.keptMax {
      groups[at].count += 1
      return
    }
    let (place, message) = details()
    add(code, at: place, cause: cause, message)
  }

  /// Adds all that `later` holds, behind what is here.
  public mutating func merge(_ later: ProblemLog) {
    for group in later.groups {
      add(group.code, cause: group.cause, count: group.count, first: group.first)
    }
  }

  private mutating func add(_ code: Code, cause: String, count: Int, first: [Problem]) {
    let key = ProblemLog.key(code, cause)
    if let at = index[key] {
      groups[at].count += count
      groups[at].first += first.prefix(ProblemLog.keptMax - groups[at].first.count)
    } else {
      index[key] = groups.count
      groups.append(
        Group(
          code: code, cause: cause, count: count, first: Array(first.prefix(ProblemLog.keptMax))))
    }
  }

  private static func key(_ code: Code, _ cause: String) -> String { code.name + "\u{0}" + cause }

  /// How many errors there are.
  public var errorCount: Int {
    groups.reduce(0) { $0 + ($1.code.isError ? $1.count : 0) }
  }
  /// How many warnings there are.
  public var warningCount: Int {
    groups.reduce(0) { $0 + ($1.code.isError ? 0 : $1.count) }
  }
  /// Whether no error was met.
  public var isClean: Bool { groups.allSatisfy { !$0.code.isError } }
}
