import Columns
import Diagnostics
import OfficeFiles
import Rules
import Tables

/// The files of one case's folder: opens them, decodes them, and digests them while others go on.
///
/// Every file that a command reads goes through here, so that what is digested is what was read.
final class CaseFiles {
  /// The folder.
  let folder: String
  let workers: Workers
  private let digestsLater: Bool
  /// Where the bytes come from, where many readings share them.
  let source: CaseSource?
  private(set) var rules: RuleSet?
  private var tables: [(name: String, table: CSVTable)] = []
  /// Opens tables, office files too.
  var office: OfficeTables
  /// The names in the folder; why they could not be listed.
  let names: [String]
  private let unlisted: FileError?
  private var opened: [InputDigests.Entry] = []

  /// `digestsLater`: nobody needs the digests before the case has been dealt with.
  init(_ folder: String, workers: Workers, digestsLater: Bool = false) {
    self.folder = folder
    self.workers = workers
    office = OfficeTables(workers: workers)
    self.digestsLater = digestsLater
    source = nil
    do throws(FileError) {
      (names, unlisted) = (try namesOfFolder(at: folder), nil)
    } catch {
      (names, unlisted) = ([], error)
    }
  }

  /// The files of `source`, which other readings share.
  init(_ source: CaseSource, workers: Workers) {
    folder = source.files.folder
    self.workers = workers
    office = OfficeTables(workers: workers)
    digestsLater = false
    self.source = source
    (names, unlisted) = (source.names, nil)
  }

  /// The tables' names and encoding come from the rules.
  func use(_ rules: RuleSet) { self.rules = rules }

  /// Reads the rules, which from then on say how tables are called; nil where there is no such file
  /// to read.
  func readRules(log: inout ProblemLog) -> (rules: RuleSet?, problems: ProblemLog)? {
    guard let region = read("rules.json", bytesMax: JSONTree.bytesMax, log: &log) else {
      return nil
    }
    // A misspelt key is an error, and hides no problem of the tables.
    let (rules, problems) = RuleSet.read(
      region.array(0..<region.count), passingUnknownKeys: true)
    if let rules { use(rules) }
    return (rules, problems)
  }

  /// The file names that our table `name` (`students`) has in this case: more than one is an error,
  /// none is a table that is not there.
  private func fileNames(_ name: String) -> [String] {
    guard let rules else { return names.filter { sameBytes($0, "\(name).csv") } }
    return names.filter { rules.isFile($0, of: name) }.sorted()
  }

  /// The file name of our table `name`, or the one that it should have.
  func fileName(_ name: String) -> String {
    fileNames(name).first ?? rules?.fileName(name) ?? "\(name).csv"
  }

  /// The bytes of the file called `name`; nil where there is none. Other failures go to `log`, and
  /// so does a file of more than `bytesMax` bytes.
  func read(
    _ name: String, bytesMax: Int = TableLimits.standard.fileBytesMax, log: inout ProblemLog
  ) -> ByteRegion? {
    // A file that is asked for twice is the same bytes both times, and one input.
    if let known = opened.first(where: { sameBytes($0.name, name) }) { return known.bytes }
    do throws(FileError) {
      guard let found = try open(name) else { return nil }
      if found.bytes.count > bytesMax { throw FileError(tooLarge: name, bytesMax: bytesMax) }
      if bytesMax == TableLimits.standard.fileBytesMax,
        let problem = overlongLine(found.bytes, name)
      {
        log.add(problem)
        return nil
      }
      opened.append(
        InputDigests.Entry(
          name, found.bytes, found.file, known: found.hash, workers: workers,
          isPatient: digestsLater))
      return found.bytes
    } catch {
      if error.code != .fileNotFound { log.add(error.problem) }
      return nil
    }
  }

  /// A line of text too long for any table, looked for before anything takes the time that all its
  /// bytes would.
  private func overlongLine(_ bytes: ByteRegion, _ name: String) -> Problem? {
    guard source == nil, bytes.withSpan({ OfficeFormat.detect($0) }) == .other else { return nil }
    return TableLimits.standard.overlongLine(in: bytes, of: name)
  }

  /// Opens our table `name`, if it is there, and begins to digest it: what takes longest begins
  /// first. Whoever reads it later is told what is wrong with it.
  func begin(_ name: String) {
    if source != nil { return }  // which has its digests
    let found = fileNames(name)
    var unheard = ProblemLog()
    guard found.count == 1, let bytes = read(found[0], log: &unheard) else { return }
    if bytes.count >= CaseFiles.largeBytes { expectLargeHeap() }
  }

  /// From so many bytes on a table is that of a large city, with many cells of seats.
  private static let largeBytes = 16 << 20

  /// The bytes of a file, with the hash if it is known; nil where there is no such file.
  private func open(
    _ name: String
  ) throws(FileError) -> (bytes: ByteRegion, file: MappedFile?, hash: FileHash?)? {
    if let source { return try source.read(name).map { ($0.bytes, nil, $0.hash) } }
    let file = try MappedFile(name, in: folder)
    return (file.bytes, file, nil)
  }

  /// Whether the case is a folder at all.
  var isFolder: Bool { unlisted?.code != .fileNotFound }

  /// Refuses a folder whose files are not known: one that cannot be listed might have any.
  func checkListed(log: inout ProblemLog) {
    if let unlisted, unlisted.code != .fileNotFound { log.add(unlisted.problem) }
  }

  /// Whether the file called `name` was there and was read.
  func wasRead(_ name: String) -> Bool { opened.contains { sameBytes($0.name, name) } }

  /// Whether the folder has our table `name`.
  func isThere(_ name: String) -> Bool { !fileNames(name).isEmpty }

  /// Refuses quotas beside which those of an interrupted plan stand.
  func checkPlanFinished(log: inout ProblemLog) {
    let quotas = fileName("quotas")
    let unfinished = OutputBatch.unfinishedName(of: quotas)
    guard names.contains(where: { sameBytes($0, unfinished) }) else { return }
    log.add(
      .planUnfinished, at: Place(file: unfinished),
      Phrase(
        zh: "plan 中断在替换文件的途中：\(quotas) 与 plan.csv 可能不是同一个方案",
        en: "a plan was cut short while it replaced its files: \(quotas) and plan.csv may be of "
          + "different plans"))
  }

  /// Opens our table `name`; nil where there is none or it cannot be read, which `log` says. A
  /// table that is `required` and missing is an error.
  func table(_ name: String, required: Bool, log: inout ProblemLog) -> CSVTable? {
    if let known = tables.first(where: { sameBytes($0.name, name) }) { return known.table }
    let found = fileNames(name)
    guard found.count < 2 else {
      reportTwice(name, found, &log)
      return nil
    }
    let file = found.first ?? fileName(name)
    let before = log.errorCount
    guard let region = read(file, log: &log) else {
      if required, log.errorCount == before { reportMissing(name, file, &log) }
      return nil
    }
    let table =
      source?.sharesTable(file) == true && name == SharedCaseFiles.sharedTable
      ? source!.files.table(tableKey(name, file), log: &log) { (log) in
        open(name, file, region, log: &log)
      }
      : open(name, file, region, log: &log)
    if let table { tables.append((name, table)) }
    return table
  }

  /// What opening our table `name` depends on, beside its bytes.
  private func tableKey(_ name: String, _ file: String) -> SharedCaseFiles.TableKey {
    SharedCaseFiles.TableKey(name, file, rules)
  }

  /// The students that `plan` makes of `table`; of a shared table without reading its rows again.
  func students(
    _ table: CSVTable, _ plan: StudentPlan, schools: [String], programmes: [String],
    log: inout ProblemLog
  ) -> Students {
    if let source, source.sharesTable(table.file) {
      let key = tableKey(SharedCaseFiles.sharedTable, table.file)
      let store = source.files.store(key, table, schools: schools, programmes: programmes)
      if let students = store.students(plan, source.answers, workers: workers, log: &log) {
        return students
      }
    }
    return Students(
      table, plan, schools: schools, programmes: programmes, workers: workers, log: &log)
  }

  private func reportTwice(_ name: String, _ found: [String], _ log: inout ProblemLog) {
    let list = found.joined(separator: ", ")
    log.add(
      .tableFilesTwice, at: Place(file: found[1]),
      Phrase(
        zh: "表 \(name) 有 \(found.count) 个文件：\(list)；只能有一个",
        en: "the table \(name) has \(found.count) files: \(list); there must be one"))
  }

  private func reportMissing(_ name: String, _ file: String, _ log: inout ProblemLog) {
    let near = nearestName(to: file, among: names.sorted()).map { [$0] } ?? unusedTables
    let list = near.joined(separator: ", ")
    log.add(
      .fileMissing, at: Place(file: file),
      Phrase(
        zh: "缺少文件 \(file)（\(name)）"
          + (near.isEmpty ? "" : "；文件夹里有 \(list)，可在 rules.json 的 files 中指定"),
        en: "there is no \(file) (the table \(name))"
          + (near.isEmpty ? "" : "; the folder has \(list), which `files` in rules.json may name")))
  }

  /// Files of the folder that look like tables, and that no name of ours stands for: the first few.
  private var unusedTables: [String] {
    let endings = [".csv", ".xlsx", ".xls", ".dbf", ".et", ".ods"]
    let free = names.filter { file in
      endings.contains { file.lowercased().hasSuffix($0) }
        && !RuleSet.tables.contains { rules?.isFile(file, of: $0) ?? false }
    }
    return Array(free.sorted().prefix(3))
  }

  /// Checks that no file changed while it was read, and hands over the digests, some still to be
  /// made.
  func finish(log: inout ProblemLog) -> InputDigests {
    let digests = InputDigests(opened)
    do throws(FileError) { try digests.checkUnchanged() } catch { log.add(error.problem) }
    digests.letGo()
    return digests
  }
}
