import Admission
import Cases
import Diagnostics
import Exact
import Tables

/// What `allocate` writes instead of a run where people must decide: `RUN.ties/` with the class of
/// equals (`ties.csv`) and a `decisions.csv` to complete and put into the case.
public struct TieFolder: Sendable {
  /// The class of equals with all that their ranking compares.
  public static let tiesName = "ties.csv"
  /// The decisions of the case, and a row for each student of the class.
  public static let decisionsName = "decisions.csv"

  private let read: Case
  private let stop: TieStop

  /// Will write what has to be decided at `stop`.
  public init(_ read: Case, _ stop: TieStop) {
    self.read = read
    self.stop = stop
  }

  /// The folder that belongs to a run at `run`.
  public static func path(ofRun run: String) -> String {
    var bytes = Array(run.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self) + ".ties"
  }

  /// Writes the folder beside `run`, whole or not at all, and returns its path. An older one of
  /// this kind is replaced, unless answers stand in it that the case does not have.
  @discardableResult
  public func write(besideRun run: String) throws(FileError) -> String {
    let path = TieFolder.path(ofRun: run)
    try checkOlder(path)
    var folder = try OutputFolder(at: path, .ofTies, replacing: true)
    try folder.add(TieFolder.tiesName, ties())
    try folder.add(TieFolder.decisionsName, decisionsToComplete())
    try folder.commit()
    return path
  }

  /// Removes the folder that an earlier stop left beside `run`, which is written now: it names
  /// students with all their values. What people put there stays: returns the path of a folder that
  /// was not removed because it holds more than the program wrote, or answers that are not those of
  /// the case; else nil.
  public static func removeAnswered(
    besideRun run: String, _ read: Case
  ) throws(FileError) -> String? {
    let path = TieFolder.path(ofRun: run)
    func bytes(_ name: String) throws(FileError) -> [UInt8]? {
      try OutputFolder.bytesIfThere(path + "/" + name)
    }
    guard let text = try bytes(OutputFolder.sumsName) else { return nil }
    let names = [OutputFolder.sumsName, decisionsName, tiesName]
    guard let sums = try? DigestList(parsing: text), try filesOfFolder(at: path) == names,
      sums.entries.map(\.name) == [decisionsName, tiesName],
      let ties = try bytes(tiesName), let kept = try bytes(decisionsName),
      SHA256.digest(of: ties.span) == sums[tiesName]
    else { return path }
    let digest = SHA256.digest(of: kept.span)
    let name = read.rules.fileName("decisions")
    let given = read.inputs.first { $0.name == name }?.digest
    guard digest == sums[decisionsName] || digest == given else { return path }
    try removeTree(at: path)
    return nil
  }

  // MARK: The tables

  /// The codes of the cell that is decided on.
  private var cell: [String] {
    let division = read.market.pools[stop.pool].audience
    return [
      read.names.stages[stop.stage], read.names.programmes[stop.programme],
      read.names.pools[stop.pool], read.names.audiences[division][stop.audience],
    ]
  }

  /// `ties.csv`: one row a student of the class, in the order of `students.csv`.
  func ties() -> String {
    var keys: [Int] = []
    let ranking = read.market.ranking(ofQueue: read.market.stages[stop.stage])
    for key in ranking.keys where !keys.contains(key.number) { keys.append(key.number) }
    let names = read.names.numbers
    var text = CSVText.row(
      ["stage", "programme", "pool", "audience", "seats_left", "student"]
        + keys.map { names[$0].name })
    for student in stop.students {
      text += CSVText.row(
        cell + [String(stop.seats), read.names.students.text(student)]
          + keys.map { names[$0].text(read.market.cohort.numbers[$0][student]) })
    }
    return text
  }

  /// `decisions.csv`: what was decided before, then what has to be.
  func decisionsToComplete() -> String {
    let cell = cell
    let decided = Set(
      read.decisions.filter {
        [ByteText]([$0.stage, $0.programme, $0.pool, $0.audience]) == [ByteText](cell)
      }.map { ByteText($0.student) })
    var text = CSVText.row(DecisionRow.columns)
    for row in read.decisions { text += CSVText.row(row.cells) }
    for student in stop.students {
      let code = read.names.students.text(student)
      // A class decided in part: the rest is asked for, nothing twice.
      if !decided.contains(ByteText(code)) { text += CSVText.row(cell + [code, "", "", ""]) }
    }
    return text
  }

  // MARK: The older folder

  /// Refuses to replace a folder of another kind, or answers that would be lost with it: those in a
  /// `decisions.csv` that was changed since it was written, and is not the one that the case has.
  private func checkOlder(_ path: String) throws(FileError) {
    guard let sums = try OutputFolder.bytesIfThere(path + "/" + OutputFolder.sumsName) else {
      return
    }
    let listed = try? DigestList(parsing: sums)
    guard listed?[TieFolder.tiesName] != nil, let written = listed?[TieFolder.decisionsName] else {
      throw FileError(
        .create, path, .outputIsNotARun,
        Phrase(
          zh: "不替换 \(path)：其中不是待裁定的同分",
          en: "will not replace \(path): it does not hold ties to decide"))
    }
    let name = read.rules.fileName("decisions")
    try OutputFolder.checkDecisions(
      TieFolder.decisionsName, in: path, written: written,
      given: read.inputs.first { $0.name == name }?.digest)
  }
}
