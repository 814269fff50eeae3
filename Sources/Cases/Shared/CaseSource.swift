import Admission
import Columns
import Diagnostics
import Rules
import Tables

/// What a case is read from: shared files, some of them with other bytes.
package struct CaseSource: Sendable {
  /// The files that readings share.
  package let files: SharedCaseFiles
  /// What stands in place of a file, by name, with its hash; nil: the file is not there.
  private var replaced: [String: (bytes: ByteRegion, hash: FileHash)?] = [:]
  /// What students answer instead of what the table says.
  package var answers: StudentAnswers?

  /// `files` as they are.
  package init(_ files: SharedCaseFiles) { self.files = files }

  /// Gives the file `name` other bytes.
  package mutating func replace(_ name: String, by bytes: [UInt8]) throws(FileError) {
    replaced[name] = (try ByteRegion.copying(bytes, as: name), FileHash(of: bytes.span))
  }

  /// Takes the file `name` away.
  package mutating func remove(_ name: String) { replaced[name] = .some(nil) }

  /// The names of the files.
  package var names: [String] {
    files.names.filter { replaced[$0] == nil }
      + replaced.filter { $0.value != nil }.keys.sorted()
  }

  /// The bytes of a file; nil where there is none.
  package func read(_ name: String) throws(FileError) -> (bytes: ByteRegion, hash: FileHash)? {
    if let other = replaced[name] { return other }
    return try files.read(name)
  }

  /// A column of the students' table of `read`, which was read from here, as texts: for each
  /// student the number of its cell's text. Nil where the table is not shared. Complexity: O(bytes
  /// of the table) when it is first asked for.
  package func studentTexts(
    ofHeader header: Int, of read: Case, _ columns: StudentColumns, workers: Workers
  ) -> (column: Column<Int32>, values: [String])? {
    let key = SharedCaseFiles.TableKey(SharedCaseFiles.sharedTable, columns.file, read.rules)
    guard sharesTable(columns.file),
      let store = files.knownStore(
        key, schools: read.names.schools, programmes: read.names.programmes),
      let (column, values) = store.texts(ofHeader: header, workers: workers)
    else { return nil }
    return (column, values.map { String(decoding: $0, as: UTF8.self) })
  }

  /// Whether the table in `file` is one of the shared files.
  func sharesTable(_ file: String) -> Bool { replaced[file] == nil }
}

/// What students answer instead of what `students.csv` says: another middle school, other lists.
package struct StudentAnswers: Sendable {
  /// For each student the number of the middle school (0: none) among the codes in order of their
  /// bytes; nil: as in the table.
  package var school: Column<Int32>?
  /// Lists by where their choices stand.
  package var lists: [ListRule.Source: ChoiceLists]
  /// Whether lists may be longer than the rules allow: they are about to be cut.
  package var areUncut: Bool

  /// Answers that change nothing.
  package init(
    school: Column<Int32>? = nil, lists: [ListRule.Source: ChoiceLists] = [:],
    areUncut: Bool = false
  ) {
    (self.school, self.lists, self.areUncut) = (school, lists, areUncut)
  }
}

/// Reads the case of `source`, as `readCase` reads a folder; students only where they were not read
/// yet.
package func readCase(_ source: CaseSource, workers: Workers) -> CaseReading {
  var reader = CaseReader(CaseFiles(source, workers: workers), for: .allocate, workers: workers)
  reader.read()
  return reader.reading
}

/// The headers of our table `name` in the case of `source` under `rules`, with our names for those
/// that have one; nil where there is no such table that can be opened.
package func columnNames(
  of name: String, in source: CaseSource, _ rules: RuleSet, workers: Workers
) -> [String]? {
  let files = CaseFiles(source, workers: workers)
  files.use(rules)
  var log = ProblemLog()
  guard let table = files.table(name, required: false, log: &log) else { return nil }
  var finder = ColumnFinder(table, rules)
  let ours = Set(ColumnFinder.aliases.keys).union(rules.columns.keys)
  for name in ours.sorted() { _ = finder.find(name, log: &log) }
  return finder.headers.map(\.name) + finder.used.map(\.name)
}

/// Reads the case of `source` for a plan, as `readPlanCase` reads a folder.
package func readPlanCase(_ source: CaseSource, workers: Workers) -> PlanReading {
  var reader = CaseReader(CaseFiles(source, workers: workers), for: .plan, workers: workers)
  reader.read()
  return PlanReading(reader)
}
