import Admission
import Cases
import Columns
import Report
import Synchronization
import Tables

/// What writing a run consists of.
extension Phase {
  /// The tables are formatted, digested and handed to the system.
  package static let format = Phase("format")
  /// All is on the disk and the folder has its name.
  package static let sync = Phase("sync")
}

/// Writes a run: the folder in which an allocation is published and checked.
///
/// What stands in it, and in which order, is said in FILES.md, "A run". The bytes depend on the
/// case, the outcome and the facts alone, whatever the number of threads.
public struct RunWriter: Sendable {
  private let read: Case
  private let outcome: Outcome
  private let facts: RunFacts
  private let workers: Workers
  /// Rows of a chunk; tests take few.
  var chunkRows = RowPipeline.chunkRows
  /// Is told of each phase that ends.
  package var observer = PhaseObserver.nobody

  /// Will write what `outcome` says of `read`.
  public init(_ read: Case, _ outcome: Outcome, _ facts: RunFacts, workers: Workers = .all) {
    precondition(outcome.placements.count == read.names.students.count)
    precondition(outcome.stages.count == read.names.stages.count)
    self.read = read
    self.outcome = outcome
    self.facts = facts
    self.workers = workers
  }

  /// Writes the folder at `path`, whole or not at all; what is there already is replaced only if
  /// `replacing`. `adding` may put more files into it: the page, the inputs. Returns what it came
  /// to.
  @discardableResult
  public func write(
    to path: String, replacing: Bool = false, access: OutputAccess = .owner,
    adding: (inout OutputFolder) throws(FileError) -> Void = { (_) throws(FileError) in }
  ) throws(FileError) -> RunCounts {
    var folder = try OutputFolder(at: path, .ofRun, replacing: replacing, access: access)
    let counts = try write(into: &folder)
    try adding(&folder)
    try folder.commit()
    observer.ended(.sync)
    return counts
  }

  /// Writes the run's files into a folder that the caller commits.
  /// Complexity: O(bytes); the large tables on all workers.
  @discardableResult
  public func write(into folder: inout OutputFolder) throws(FileError) -> RunCounts {
    let pipeline = RowPipeline(workers: workers, chunkRows: chunkRows) { [read] bytes, hash in
      read.hash(bytes, into: &hash)
    }
    // The largest first: its bytes reach the disk while the others are made. Meanwhile one worker
    // makes many small sums, which no two would share, and then of them the page and `run.json`.
    let sums = Mutex<(counts: RunCounts, page: RunPage)?>(nil)
    let texts = Mutex<(page: RunPage.Draft, json: [UInt8])?>(nil)
    let admissions = try open(AdmissionsTable(read, outcome), in: folder, pipeline) {
      sums.withLock { $0 = summedUp() }
    }
    let (counts, page) = sums.withLock { $0! }
    let cutoffs = try open(
      CutoffsTable(read, outcome, workers: workers), in: folder, pipeline
    ) {
      texts.withLock { $0 = written(counts, page, admissions.hash) }
    }
    let lines = try open(LinesTable(read, outcome), in: folder, pipeline)
    let seats = try open(SeatsTable(read, outcome), in: folder, pipeline)
    let (draft, json) = texts.withLock { $0! }
    observer.ended(.format)
    let summary = try folder.add(RunJSON.name, json.span)
    var inputs = DigestList.text(of: read.inputs.lazy.map { (name: $0.name, digest: $0.digest) })
    // The earlier run is no file of the case: a comment, which `sha256sum -c` skips.
    if let after = read.after { inputs = "# after \(after)  SHA256SUMS\n" + inputs }
    let list = try folder.add(OutputFolder.inputsName, inputs)
    // The page bears a digest of the other files.
    let sinks = [admissions, cutoffs, lines, seats]
    let digests =
      sinks.map { ($0.name, $0.hash.digest) } + [summary, list].map { ($0.name, $0.digest) }
    let fingerprint = SHA256.digest(of: DigestList.text(of: digests).utf8Span.span)
    try folder.add(RunPage.fileName, draft.html(fingerprint.description))
    for sink in sinks { try sink.register(in: &folder) }
    return counts
  }

  /// What the run came to.
  private func summedUp() -> (counts: RunCounts, page: RunPage) {
    let one = Workers(count: 1)
    let counts = RunCounts(read, outcome, workers: one)
    return (counts, RunPage(read, outcome, counts, facts, workers: one))
  }

  /// The same for readers and for programs. The commitment is of the inputs' digests, for which
  /// this waits.
  private func written(
    _ counts: RunCounts, _ page: RunPage, _ admissions: FileHash
  ) -> (page: RunPage.Draft, json: [UInt8]) {
    var page = page
    page.commitment = facts.commitment?.description
    return (page.draft(page.rules.language), RunJSON.bytes(read, counts, facts, page, admissions))
  }

  private func open<Table: RunTable>(
    _ table: Table, in folder: borrowing OutputFolder, _ pipeline: RowPipeline,
    first: @Sendable () -> Void = {}
  ) throws(FileError) -> FileSink {
    pipeline.write(
      table.rows, header: Table.header, to: try folder.create(Table.name, hashing: false),
      first: first
    ) { rows, writer in table.append(rows, to: &writer) }
  }
}
