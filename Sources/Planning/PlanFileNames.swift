/// The names of the files that `plan` writes; what they hold is in the article *The files of a
/// plan*.
public enum PlanFileNames {
  /// A row for each cell: fair share and seats.
  public static let plan = "plan.csv"
  /// What was split how, with certificates and digests.
  public static let summary = "plan-summary.json"
  /// The folder that a stop for ties leaves.
  public static let ties = "plan-ties"
}
