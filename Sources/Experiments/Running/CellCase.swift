import Admission
import Cases
import Columns
import Diagnostics
import Rules
import Runs
import Tables

/// One cell as an ordinary case and an ordinary run.
public struct CellCase: Sendable {
  private let variant: PreparedVariant
  private let cell: Cell
  private let workers: Workers

  /// The case of `cell`; throws why it is none.
  public init(
    _ inputs: ExperimentInputs, _ cell: Cell, workers: Workers
  ) throws(ExperimentError) {
    var evaluator = CellEvaluator(inputs, workers: workers)
    do throws(CellFailure) {
      variant = try evaluator.prepared(cell)
    } catch {
      throw ExperimentError(problems: error.problems)
    }
    (self.cell, self.workers) = (cell, workers)
  }

  /// Writes the run to `path` with its case in `case`: rules as patched, seats as planned, seeds as
  /// drawn, students as they answered. `verify` and `replay` take it like any other. Throws what
  /// keeps the case from being allocated.
  public func write(to path: String, replacing: Bool) throws(ExperimentError) {
    let scratch = try CellCase.scratch()
    let folder = scratch.path + "/case"
    do throws(FileError) {
      try OutputFolder.check(path, .ofRun, replacing: replacing)
      try writeCase(to: folder)
    } catch {
      throw ExperimentError(error)
    }
    // From here on everything is as `allocate --bundle` does it.
    let reading = readCase(folder, workers: workers)
    guard let read = reading.value, reading.problems.isClean else {
      throw ExperimentError(problems: reading.problems)
    }
    let outcome = try allocated(read)
    do throws(FileError) {
      let writer = RunWriter(read, outcome, RunFacts(of: read, reading.problems), workers: workers)
      try writer.write(to: path, replacing: replacing) { (run) throws(FileError) in
        try Bundle(of: read.inputs, in: folder).add(to: &run)
      }
    } catch {
      throw ExperimentError(error)
    }
  }

  private static func scratch() throws(ExperimentError) -> ScratchFolder {
    do throws(FileError) { return try ScratchFolder() } catch { throw ExperimentError(error) }
  }

  private func allocated(_ read: Case) throws(ExperimentError) -> Outcome {
    do throws(AllocationFailure) {
      return try Admission.allocate(read.market, workers: workers)
    } catch {
      throw ExperimentError(problems: CellFailure(failure: error, read).problems)
    }
  }

  private func writeCase(to path: String) throws(FileError) {
    var folder = try OutputFolder(at: path, .ofCase)
    let students = variant.source.answeredStudents(variant.read, variant.columns, workers: workers)
    for input in variant.read.inputs {
      if let students, variant.read.rules.isFile(input.name, of: "students") {
        try folder.add("students.csv", students.span)
        continue
      }
      guard let (bytes, _) = try variant.source.read(input.name) else { continue }
      if students != nil, input.name == "rules.json" {
        try folder.add(input.name, CellCase.rules(bytes.array(0..<bytes.count)).span)
        continue
      }
      var file = try folder.create(input.name)
      try bytes.withSpan { (bytes) throws(FileError) in try file.append(bytes) }
      folder.register(try file.finish())
    }
    try folder.commit()
  }

  /// The rules of a case whose students' table was written again: CSV in UTF-8, under its own name.
  private static func rules(_ bytes: [UInt8]) -> [UInt8] {
    guard case .success(var tree) = JSONTree.read(bytes, file: "rules.json") else { return bytes }
    for path in ["/files/students", "/encoding"] {
      tree = (try? tree.setting(RulePointer(path)!, to: nil)) ?? tree
    }
    return Array(tree.pretty.utf8)
  }
}
