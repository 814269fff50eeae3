import Admission
import Cases
import Columns
import Diagnostics
import Runs
import Tables

/// A run made once more from its inputs and compared byte by byte.
public struct Replay: Sendable {
  /// How a file of the run compares with that of the rerun.
  public enum Comparison: Sendable, Hashable {
    /// The same bytes.
    case same
    /// Other bytes: the first difference, and how many lines differ.
    case different(ByteDifference, lines: Int)
    /// Only the run has it.
    case onlyInRun
    /// Only the rerun has it.
    case onlyInRerun
  }

  /// The files in order of their names.
  public let files: [(name: String, comparison: Comparison)]
  /// How many are the same.
  public var sameCount: Int { files.count { $0.comparison == .same } }
  /// Whether all are.
  public var isSame: Bool { sameCount == files.count }

  /// Makes the run again in `scratch`, a folder that does not exist yet, compares, and removes it.
  /// Nil, with messages, where the inputs are not those of the run, or no run comes of them.
  /// Complexity: that of `allocate`.
  public init?(
    _ run: RunFolder, caseFolder: String?, after: String?, scratch: String, workers: Workers,
    log: inout ProblemLog
  ) {
    guard let source = CaseOfRun(of: run, folder: caseFolder, after: after, log: &log),
      source.checkEarlierRun(&log)
    else { return nil }
    run.warnOfVersion(log: &log)
    source.check(workers: workers, log: &log)
    guard log.isClean else { return nil }
    // Read with all that `allocate` looks at: its warnings stand in run.json.
    let reading = readCase(source.path, after: source.after, workers: workers)
    guard let read = reading.value, reading.problems.isClean else {
      log.merge(reading.problems)
      return nil
    }
    guard let outcome = Replay.outcome(read, workers, &log) else { return nil }
    do throws(FileError) {
      let facts = RunFacts(of: read, reading.problems)
      try RunWriter(read, outcome, facts, workers: workers).write(to: scratch)
      defer { try? removeTree(at: scratch) }
      files = try Replay.compare(run, with: scratch)
    } catch {
      log.add(error.problem)
      return nil
    }
  }

  private static func outcome(
    _ read: Case, _ workers: Workers, _ log: inout ProblemLog
  ) -> Outcome? {
    do throws(AllocationFailure) {
      return try allocate(read.market, workers: workers)
    } catch {
      log.add(
        .replayDiffers, at: Place(file: read.rules.fileName("decisions")),
        Phrase(
          zh: "重做停在同分处或需要抽签，而原结果没有：输入相同，版本可能不同",
          en: "the rerun stops at a tie or for want of lots, and the run did not: the inputs are "
            + "the same, so the versions may differ"))
      return nil
    }
  }

  private static func compare(
    _ run: RunFolder, with rerun: String
  ) throws(FileError) -> [(name: String, comparison: Comparison)] {
    // The inputs that a bundle keeps were compared by their digests; whatever else lies in the
    // folder is something that the rerun has not.
    let bundled = Set(run.inputs.entries.map { "\(Bundle.folderName)/\($0.name)" })
    let ours = try filesOfFolder(at: run.path).filter { name in
      name != OutputFolder.sumsName && !(bundled.contains(name) && run.sums[name] != nil)
    }
    let theirs = try filesOfFolder(at: rerun).filter { $0 != OutputFolder.sumsName }
    let names = Set(ours + theirs).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var files: [(name: String, comparison: Comparison)] = []
    for name in names {
      guard ours.contains(name), theirs.contains(name) else {
        files.append((name, ours.contains(name) ? .onlyInRun : .onlyInRerun))
        continue
      }
      let (a, b) = (try MappedFile(name, in: run.path), try MappedFile(name, in: rerun))
      guard let difference = ByteDifference(a.bytes, b.bytes) else {
        files.append((name, .same))
        continue
      }
      files.append((name, .different(difference, lines: ByteDifference.lines(a.bytes, b.bytes))))
    }
    return files
  }
}
