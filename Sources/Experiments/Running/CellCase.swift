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
  /// The rows of `controls.csv` that are true of the base's students, and not of what these
  /// answered; without them, and how many they are.
  private let controls: (table: [UInt8], leftOut: Int)?

  /// How many rows of the base's controls the case does not have, because families answered
  /// something else than they count.
  public var controlsLeftOut: Int { controls?.leftOut ?? 0 }

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
    controls = variant.source.answeredControls(variant.read, variant.columns)
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
    let tables = answeredTables()
    let rules = variant.read.rules
    for input in variant.read.inputs {
      if let (name, table) = tables.first(where: { rules.isFile(input.name, of: $0.name) }) {
        try folder.add("\(name).csv", table.span)
        continue
      }
      guard let (bytes, _) = try variant.source.read(input.name) else { continue }
      if !tables.isEmpty, input.name == "rules.json" {
        let names = tables.map(\.name)
        try folder.add(input.name, CellCase.rules(bytes.array(0..<bytes.count), names).span)
        continue
      }
      var file = try folder.create(input.name)
      try bytes.withSpan { (bytes) throws(FileError) in try file.append(bytes) }
      folder.register(try file.finish())
    }
    try folder.commit()
  }

  /// The tables that are written again, because families answered something else.
  private func answeredTables() -> [(name: String, table: [UInt8])] {
    let source = variant.source
    let tables = [
      ("students", source.answeredStudents(variant.read, variant.columns, workers: workers)),
      ("choices", source.answeredChoices(variant.read)), ("controls", controls?.table),
    ]
    return tables.compactMap { name, table in table.map { (name, $0) } }
  }

  /// The rules of a case some of whose tables were written again: CSV in UTF-8, under their own
  /// names.
  private static func rules(_ bytes: [UInt8], _ tables: [String]) -> [UInt8] {
    guard case .success(var tree) = JSONTree.read(bytes, file: "rules.json") else { return bytes }
    for path in tables.map({ "/files/\($0)" }) + ["/encoding"] {
      tree = (try? tree.setting(RulePointer(path)!, to: nil)) ?? tree
    }
    return Array(tree.pretty.utf8)
  }
}
