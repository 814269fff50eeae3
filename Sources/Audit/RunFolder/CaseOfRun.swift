import Cases
import Columns
import Diagnostics
import Runs
import Synchronization
import Tables

/// The case that a run was made from: the run's own copy, or a folder that the caller names. It is
/// used only if every input is what `INPUTS.sha256` says.
public struct CaseOfRun: Sendable {
  /// The folder.
  public let path: String
  /// The run.
  public let run: RunFolder
  /// Of a later round the earlier run.
  let after: String?

  /// The case in `folder`, else the bundle; nil, with a message, where there is neither. `after` is
  /// the earlier run of a later round, which is asked for only where seats are read.
  public init?(of run: RunFolder, folder: String?, after: String? = nil, log: inout ProblemLog) {
    self.after = after
    guard let path = folder ?? run.bundle else {
      log.add(
        .caseOfRunMissing, at: Place(file: run.path),
        Phrase(
          zh: "\(run.path) 里没有保存输入，也没有给出 --case",
          en: "\(run.path) keeps no inputs, and no --case was given"))
      return nil
    }
    self.path = path
    self.run = run
  }

  /// Compares every input with the run's list; what differs, is missing, or came up since goes to
  /// `log`. `known` are digests that a reading has made already. Complexity: O(bytes), on all
  /// workers.
  public func check(known: [InputDigest] = [], workers: Workers, log: inout ProblemLog) {
    let entries = run.inputs.entries
    let open = entries.filter { entry in !known.contains { $0.name == entry.name } }
    let found = digests(of: open.map(\.name), in: path, workers: workers)
    for (entry, result) in zip(open, found) {
      switch result {
      case .success(let digest): compare(entry, digest, &log)
      case .failure(let error) where error.code == .fileNotFound:
        report(entry.name, "录取时有此文件，现在没有", "the run read it; it is not there now", &log)
      case .failure(let error): log.add(error.problem)
      }
    }
    for input in known {
      guard let entry = entries.first(where: { $0.name == input.name }) else {
        report(input.name, "录取时没有此文件", "it was not there when the run was made", &log)
        continue
      }
      compare(entry, input.digest, &log)
    }
  }

  /// Whether the earlier run of a later round is named, and is the one that this run was made
  /// after.
  func checkEarlierRun(_ log: inout ProblemLog) -> Bool {
    guard let wanted = run.after else { return true }
    guard let after else {
      log.add(
        .caseOfRunMissing, at: Place(file: run.path),
        Phrase(
          zh: "\(run.path) 是后一轮的结果；须以 --after RUN 指明前一轮的结果",
          en: "\(run.path) is a later round; name the earlier run by --after RUN"))
      return false
    }
    let found = digests(of: [OutputFolder.sumsName], in: after, workers: Workers(count: 1))[0]
    switch found {
    case .success(let digest) where digest.description == wanted: return true
    case .success:
      log.add(
        .inputChanged, at: Place(file: after),
        Phrase(
          zh: "\(after) 不是这一轮所依据的前一轮结果", en: "\(after) is not the run that this round follows"))
    case .failure(let error): log.add(error.problem)
    }
    return false
  }

  private func compare(_ entry: DigestList.Entry, _ found: Digest, _ log: inout ProblemLog) {
    if found == entry.digest { return }
    report(
      entry.name, "录取之后改动过（校验值 \(found)，录取时为 \(entry.digest)）",
      "it changed since the run was made (its digest is \(found), it was \(entry.digest))", &log)
  }

  private func report(_ name: String, _ zh: String, _ en: String, _ log: inout ProblemLog) {
    log.add(
      .inputChanged, at: Place(file: name), cause: "inputs",
      Phrase(zh: zh, en: en))
  }

  /// Reads the case with the students that `view` shows; nil, with messages, where it is not the
  /// run's or cannot be read. Digests come first: a case that changed is not searched for other
  /// faults. `early` is a reading that was begun before.
  func read(
    _ view: StudentView, early: EarlyReading? = nil, workers: Workers, log: inout ProblemLog
  ) -> CaseReading? {
    if view.isWhole, !checkEarlierRun(&log) { return nil }
    let reading =
      early?.reading(of: path)
      ?? readCase(path, view: view, after: after, workers: workers)
    check(known: reading.inputs, workers: workers, log: &log)
    guard log.isClean else { return nil }
    for group in reading.problems.groups where group.code.isError {
      for problem in group.first { log.add(problem, cause: group.cause) }
    }
    return log.isClean && reading.value != nil ? reading : nil
  }
}

/// A case that is read while its run is opened.
final class EarlyReading: Sendable {
  private let folder: String
  private let made = Mutex<CaseReading?>(nil)
  private let job = Mutex<Job?>(nil)

  /// Begins to read the case in `folder`, which need not be there, with the students that `view`
  /// shows.
  init(_ folder: String, _ view: StudentView, workers: Workers) {
    self.folder = folder
    let job = Job { [self] in
      let reading = readCase(folder, view: view, workers: workers)
      made.withLock { $0 = reading }
    }
    self.job.withLock { $0 = job }
  }

  /// What was read; nil where that is another folder. Waits until it is read.
  func reading(of folder: String) -> CaseReading? {
    finish()
    return sameBytes(folder, self.folder) ? made.withLock { $0 } : nil
  }

  /// Waits until the case is read.
  func finish() {
    let job = self.job.withLock { $0.take() }
    job?.join()
  }
}
