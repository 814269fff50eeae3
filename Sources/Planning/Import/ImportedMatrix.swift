import Apportionment
import Cases
import Diagnostics

/// The seats of one split as the office brings them, in wide form: middle schools (or districts) as
/// rows and programmes as columns, or the other way round.
public struct ImportedMatrix: Sendable {
  /// The split, by number.
  public let split: Int
  private let matrix: WideMatrix

  /// The seats of `split`, as `matrix` says them.
  public init(_ matrix: WideMatrix, split: Int) {
    (self.matrix, self.split) = (matrix, split)
  }

  /// The split with these seats; nil, with every problem of the matrix, where it cannot be.
  func plan(
    _ subject: SplitSubject, _ shares: FairShares, _ planCase: PlanCase,
    log: inout ProblemLog
  ) -> SplitPlan? {
    let errors = log.errorCount
    var reader = MatrixReader(matrix, subject, planCase)
    reader.read(&log)
    guard log.errorCount == errors else { return nil }
    return SplitPlan(
      subject: subject, shares: shares, seats: reader.seats,
      proof: .imported(file: matrix.name, digest: matrix.digest.description))
  }
}
