/// What random bytes are given to. Each target reads them as the program would and then asks for
/// more than not to crash: that two readers agree, that seats are conserved, that nothing false is
/// verified.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// A table, by the fast reader and by the plain one.
  case csv
  /// A rule file.
  case rules
  /// `decisions.csv` of a case that stops for ties.
  case decisions
  /// A DBF.
  case dbf
  /// A workbook, or one part of it: sheet, shared texts, deflated bytes.
  case xlsx
  /// One file of a finished run, whose digests are then made to fit.
  case run
  /// A reader with a bug, which fuzzing has to find; no part of the program.
  case canary

  /// The targets that are to hold.
  public static var real: [FuzzTarget] { allCases.filter { $0 != .canary } }

  /// Gives `bytes` to the target. Throws what does not hold, and traps where the program would.
  public func run(_ bytes: [UInt8]) throws {
    switch self {
    case .csv: try fuzzCSV(bytes)
    case .rules: try fuzzRules(bytes)
    case .decisions: try fuzzDecisions(bytes)
    case .dbf: try fuzzDBF(bytes)
    case .xlsx: try fuzzWorkbook(bytes)
    case .run: try fuzzRun(bytes)
    case .canary: fuzzCanary(bytes)
    }
  }
}

/// Something that has to hold and did not.
public struct Violation: Error, CustomStringConvertible {
  /// What.
  public let description: String
}

/// Throws where `condition` does not hold.
func require(_ condition: Bool, _ what: @autoclosure () -> String) throws(Violation) {
  if !condition { throw Violation(description: what()) }
}
