import Cases
import Diagnostics
import Tables

extension Context {
  /// The options that name outputs.
  private static let outputs = ["--output", "--letter", "--certificate", "--statement", "--plots"]

  /// Refuses, before any work, outputs that would spoil a run or a case that is there; nil where
  /// none would.
  func refusesOutputs(of arguments: Arguments) -> ExitCode? {
    for path in Context.outputs.compactMap({ arguments[$0] }) where !path.isEmpty {
      guard let place = OutputPlace(path) else { continue }
      do throws(FileError) {
        try place.checkIsInNoRun()
        try place.checkIsNotListed()
        try place.checkIsNoInput()
      } catch {
        return refuse(output: path, error)
      }
    }
    return nil
  }
}
