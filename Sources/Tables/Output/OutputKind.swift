/// What a folder of outputs is: only one of the same kind may be replaced by it.
public struct OutputKind: Sendable {
  private let isKind: @Sendable (_ files: [String]) -> Bool
  /// Whether people go on working in it: then nothing is replaced that they changed.
  let isWorkedOn: Bool

  /// Outputs that hold a file of this name, always and they alone.
  public init(holding name: String, isWorkedOn: Bool = false) {
    isKind = { $0.contains(name) }
    self.isWorkedOn = isWorkedOn
  }

  /// Outputs all of whose files end so.
  public init(endings: String) {
    isKind = { files in files.allSatisfy { $0.hasSuffix(endings) } }
    isWorkedOn = false
  }

  /// Whether an output with these files is of this kind.
  func isKind(of files: [String]) -> Bool { isKind(files) }
}

extension OutputKind {
  /// A case: its rules, and tables that people fill in.
  public static let ofCase = OutputKind(holding: "rules.json", isWorkedOn: true)
  /// A run of an allocation.
  public static let ofRun = OutputKind(holding: "admissions.csv")
  /// What stopped at ties, beside a run or in a case.
  public static let ofTies = OutputKind(holding: "ties.csv")
  /// Results of an experiment.
  public static let ofResults = OutputKind(holding: "results.csv")
  /// Charts.
  public static let ofCharts = OutputKind(endings: ".svg")
}
