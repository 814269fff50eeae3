import Columns
import Diagnostics
import Rules
import Tables

/// An experiment's file with its base, ready to be run.
public struct OpenExperiment: Sendable {
  /// What cells are run in.
  public let inputs: ExperimentInputs
  /// What its lines come from.
  public let origin: CellLine.Origin

  /// The experiment.
  public var experiment: Experiment { inputs.experiment }
  /// Its lines.
  public var lines: CellLine { CellLine(experiment, origin) }

  /// Opens the base of `experiment`; `program` is the digest of what runs it.
  init(_ experiment: Experiment, program: Digest, workers: Workers) throws(ExperimentError) {
    inputs = try ExperimentInputs(experiment, workers: workers)
    origin = CellLine.Origin(
      experiment: experiment.digest, base: inputs.caseDigest, program: program)
  }

  /// Reads the file at `path` and opens the base. With `isThorough` the rules of every variant and
  /// the groups are looked at, so that all that is wrong with any of them is thrown at once;
  /// without it they are looked at as their cells are run.
  public init(_ path: String, isThorough: Bool, workers: Workers) throws(ExperimentError) {
    let cut = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = cut.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let (bytes, program): ([UInt8], Digest)
    do throws(FileError) {
      bytes = try readSmallFile(path, bytesMax: JSONTree.bytesMax)
      program = try digestOfProgram()
    } catch {
      throw ExperimentError(error)
    }
    let read = Experiment.read(bytes, file: name, folder: folder)
    guard let experiment = read.experiment else { throw ExperimentError(problems: read.problems) }
    try self.init(experiment, program: program, workers: workers)
    if isThorough {
      let problems = inputs.examine(workers: workers).problems
      guard problems.isClean else { throw ExperimentError(problems: problems) }
    }
  }
}

extension ExperimentError {
  /// One failure of the system.
  public init(_ error: FileError) {
    var log = ProblemLog()
    log.add(error.problem)
    self.init(problems: log)
  }
}
