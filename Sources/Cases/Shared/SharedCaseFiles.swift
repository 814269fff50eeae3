import Diagnostics
import Rules
import Tables

/// The files of one case, opened once for many readings under other rules: who compares a hundred
/// rule sets over one city reads its students once.
///
/// A file is mapped and digested when it is first asked for. The students' table is kept open too,
/// and its columns as they are first asked for: see `StudentStore`. Threads may read at the same
/// time.
package final class SharedCaseFiles: Sendable {
  /// The table whose rows are shared; the others are small.
  static let sharedTable = "students"

  /// What opening a table depends on, beside its bytes.
  struct TableKey: Hashable, Sendable {
    let file: String
    let sheet: String?
    let headerRow: Int
    let encoding: TableEncoding?

    /// Our table `name`, in `file`, as the rules say.
    init(_ name: String, _ file: String, _ rules: RuleSet?) {
      self.file = file
      sheet = rules?.sheets[name]
      headerRow = rules?.headerRows[name] ?? 1
      encoding = rules?.encoding
    }
  }

  /// A file that was opened.
  private struct Kept: Sendable {
    let bytes: ByteRegion
    /// What it was mapped from; nil where it is in memory.
    let file: MappedFile?
    let hash: FileHash
  }

  private struct State {
    var files: [String: Kept] = [:]
    var tables: [TableKey: (table: CSVTable, log: ProblemLog)] = [:]
    var stores: [(key: TableKey, store: StudentStore)] = []
  }

  /// The folder; of a case in memory a name for messages.
  package let folder: String
  /// The names of the files.
  package let names: [String]
  private let state: Shared<State>

  /// The files of a folder, and others that are in memory. Where both have a name, it is the
  /// latter's.
  package init(
    folder: String, adding files: [(name: String, bytes: [UInt8])] = []
  ) throws(FileError) {
    self.folder = folder
    let known = try namesOfFolder(at: folder)
    let added = files.map(\.name)
    names = known.filter { name in !added.contains { sameBytes($0, name) } } + added
    state = Shared(State(files: try SharedCaseFiles.kept(files)))
  }

  /// Files that are in memory. Errors can only be those of memory.
  package init(
    called name: String, files: [(name: String, bytes: [UInt8])]
  ) throws(FileError) {
    folder = name
    names = files.map(\.name)
    state = Shared(State(files: try SharedCaseFiles.kept(files)))
  }

  private static func kept(
    _ files: [(name: String, bytes: [UInt8])]
  ) throws(FileError) -> [String: Kept] {
    var kept: [String: Kept] = [:]
    for (name, bytes) in files {
      let region = try ByteRegion.copying(bytes, as: name)
      kept[name] = Kept(bytes: region, file: nil, hash: FileHash(of: bytes.span))
    }
    return kept
  }

  /// Whether there is a file called `name`.
  package func has(_ name: String) -> Bool { names.contains { sameBytes($0, name) } }

  /// The bytes of a file with their hash; nil where there is none.
  package func read(_ name: String) throws(FileError) -> (bytes: ByteRegion, hash: FileHash)? {
    guard has(name) else { return nil }
    let found = state.withLock { state -> Result<Kept, FileError> in
      if let known = state.files[name] { return .success(known) }
      do throws(FileError) {
        let file = try MappedFile(name, in: folder)
        let kept = Kept(
          bytes: file.bytes, file: file, hash: file.bytes.withSpan { FileHash(of: $0) })
        state.files[name] = kept
        return .success(kept)
      } catch {
        return .failure(error)
      }
    }
    let kept = try found.get()
    return (kept.bytes, kept.hash)
  }

  /// The table of `key`, opened by `open` when it is first asked for. What that has to say is said
  /// to everyone who asks.
  func table(
    _ key: TableKey, log: inout ProblemLog, open: (inout ProblemLog) -> CSVTable?
  ) -> CSVTable? {
    if let known = state.withLock({ $0.tables[key] }) {
      log.merge(known.log)
      return known.table
    }
    // Two threads may both open it: they find the same, and the first stays.
    var said = ProblemLog()
    let table = open(&said)
    log.merge(said)
    guard let table else { return nil }
    let entry = (table, said)
    return state.withLock { state in
      if let first = state.tables[key] { return first.table }
      state.tables[key] = entry
      return entry.0
    }
  }

  /// The students of a table whose codes of middle schools and programmes are these.
  func store(
    _ key: TableKey, _ table: CSVTable, schools: [String], programmes: [String]
  ) -> StudentStore {
    state.withLock { state in
      for (known, store) in state.stores
      where known == key && store.has(schools: schools, programmes: programmes) {
        return store
      }
      let store = StudentStore(table, schools: schools, programmes: programmes)
      state.stores.append((key, store))
      return store
    }
  }

  /// The same where it is there already.
  func knownStore(_ key: TableKey, schools: [String], programmes: [String]) -> StudentStore? {
    state.withLock { state in
      for (known, store) in state.stores
      where known == key && store.has(schools: schools, programmes: programmes) {
        return store
      }
      return nil
    }
  }

  /// Refuses files that changed since they were opened: what was read must have been one state of
  /// them.
  package func checkUnchanged(log: inout ProblemLog) {
    for kept in state.withLock({ Array($0.files.values) }) {
      do throws(FileError) { try kept.file?.checkUnchanged() } catch { log.add(error.problem) }
    }
  }
}
