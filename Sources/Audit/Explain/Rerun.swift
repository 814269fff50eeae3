import Admission
import Cases
import Columns
import Diagnostics
import Tables

/// What a real allocation of the changed case gives the student: the proof of a `SingleChange`.
public enum RerunResult: Sendable {
  /// The cells of `admissions.csv` from `status` to `choice`, and whether they are what was said.
  case done(cells: [String], isConfirmed: Bool)
  /// The changed case stops for a tie that people have to decide.
  case tie
  /// The changed case is refused: decisions that no longer answer a stop, lots without a seed.
  case refused(ProblemLog)
}

extension Explanation {
  /// Allocates the case with this change. Complexity: that of `allocate`.
  public func rerun(_ change: SingleChange, workers: Workers) -> RerunResult {
    let reading = readCase(folder, view: .changed(code: code, change.cells), workers: workers)
    // Totals from elsewhere were made without the change.
    let errors = reading.problems.groups.filter { $0.code.isError && $0.code != .controlDiffers }
    guard let changed = reading.value, errors.isEmpty else { return .refused(reading.problems) }
    do throws(AllocationFailure) {
      let outcome = try allocate(changed.market, workers: workers)
      let wanted = Array(code.utf8)
      let student = (0..<changed.names.students.count).first {
        changed.names.students[$0] == wanted
      }
      guard let student else { preconditionFailure("the student was changed, not removed") }
      let cells = changed.admissionCells(Explanation.seat(outcome.placements[student]))
      return .done(
        cells: cells,
        isConfirmed: changed.names.programmes[change.seat.programme] == cells[1])
    } catch {
      if case .stop = error { return .tie }
      return .refused(changed.problems(of: error))
    }
  }

  private static func seat(_ placement: Placement) -> Seat? {
    guard placement.isAdmitted else { return nil }
    return Seat(
      stage: placement.stage, programme: placement.programme, pool: placement.pool,
      choice: placement.choice)
  }
}
