import Cases
import Columns
import Diagnostics
import Exact
import OfficeFiles
import Tables

/// What an office publishes of a run: who was admitted where, with codes and names masked, and the
/// cutoffs. Nothing else of a student is in it.
public struct Publication: Sendable {
  /// What may be published.
  public struct Settings: Sendable {
    /// How codes and names are masked.
    public var mask = Mask()
    /// Cutoffs of fewer admitted students than this are hidden: the last of one is that child's
    /// marks.
    public var cellMin = Publication.cellMinDefault
    /// Nothing but the defaults.
    public init() {}
  }

  /// Below this many admitted, a cutoff says more of children than of a school.
  public static let cellMinDefault = 5
  /// What stands for a value that is hidden.
  static let hidden = "*"

  /// The students admitted, in the order of the run.
  public let list: Sheet
  /// The cutoffs.
  public let cutoffs: Sheet
  /// How many cutoffs are hidden.
  public let hiddenCount: Int
  /// How the codes of the list were masked.
  public let codes: MaskedCodes

  /// Makes the tables of `run`. With a case, programmes have their names and students theirs,
  /// masked, if it has a column of them. Nil, with messages, where the run or the case is not what
  /// it should be.
  public init?(
    _ run: RunFolder, caseFolder: String?, after: String?, _ settings: Settings, language: Language,
    workers: Workers, log: inout ProblemLog
  ) {
    var titles = ProgrammeTitles()
    var names: CodeColumn?
    if let folder = caseFolder ?? run.bundle {
      guard let source = CaseOfRun(of: run, folder: folder, after: after, log: &log),
        let reading = source.read(.all, workers: workers, log: &log), let read = reading.value
      else { return nil }
      titles = ProgrammeTitles(read.names)
      if let column = reading.columns?.sources.first(where: { $0.kind == .name }) {
        names = studentNames(folder, read.rules, column.header, workers: workers, log: &log)
      }
    }
    guard
      let list = Publication.list(run, titles, names, settings, language, workers, &log),
      let cutoffs = Publication.cutoffs(run, titles, settings, language, workers, &log)
    else { return nil }
    self.list = list.sheet
    codes = list.codes
    (self.cutoffs, hiddenCount) = cutoffs
  }

  private static func list(
    _ run: RunFolder, _ titles: ProgrammeTitles, _ names: CodeColumn?, _ settings: Settings,
    _ language: Language, _ workers: Workers, _ log: inout ProblemLog
  ) -> (sheet: Sheet, codes: MaskedCodes)? {
    guard var table = run.table("admissions.csv", workers: workers, log: &log),
      table.headers.count == 7
    else { return nil }
    var header = [
      Phrase(zh: "考生号", en: "student"), Phrase(zh: "姓名", en: "name"),
      Phrase(zh: "招生代码", en: "programme"), Phrase(zh: "招生学校", en: "school"),
      Phrase(zh: "批次", en: "stage"), Phrase(zh: "类别", en: "pool"),
    ]
    if names == nil { header.remove(at: 1) }
    let empty = Sheet(
      title: Phrase(zh: "录取名单", en: "Admissions")[language],
      columns: header.map { Sheet.Column($0[language]) })
    let (_, parts) = table.read(workers: workers, log: &log) { _ in
      AdmittedSink(empty: empty, names: names, titles: titles, mask: settings.mask)
    }
    var sheet = empty
    var hidden = HiddenParts()
    for part in parts {
      sheet.add(rowsOf: part.sheet)
      hidden.add(part.hidden)
    }
    let codes = MaskedCodes(
      of: sheet, narrowedCount: parts.reduce(0) { $0 + $1.narrowedCount }, hidden: hidden,
      workers: workers)
    return (sheet, codes)
  }

  private static func cutoffs(
    _ run: RunFolder, _ titles: ProgrammeTitles, _ settings: Settings, _ language: Language,
    _ workers: Workers, _ log: inout ProblemLog
  ) -> (Sheet, Int)? {
    guard let table = run.table("cutoffs.csv", workers: workers, log: &log) else { return nil }
    let text = TextTable(table, log: &log)
    guard text.headers.count == 12 else { return nil }
    let texts = [
      Phrase(zh: "批次", en: "stage"), Phrase(zh: "招生代码", en: "programme"),
      Phrase(zh: "招生学校", en: "school"), Phrase(zh: "类别", en: "pool"),
      Phrase(zh: "面向", en: "audience"),
    ]
    let counts = [
      Phrase(zh: "名额", en: "seats"), Phrase(zh: "录取人数", en: "admitted"),
      Phrase(zh: "剩余", en: "vacant"),
    ]
    let last = [
      Phrase(zh: "录取最低分", en: "lowest score"), Phrase(zh: "末位志愿", en: "last choice"),
      Phrase(zh: "末位各项", en: "last admitted"),
    ]
    var sheet = Sheet(
      title: Phrase(zh: "录取线", en: "Cutoffs")[language],
      columns: texts.map { Sheet.Column($0[language]) }
        + counts.map { Sheet.Column($0[language], isCount: true) }
        + last.map { Sheet.Column($0[language]) })
    var hiddenCount = 0
    for row in 0..<text.rowCount {
      let admitted = Int(text[row, 6]) ?? 0
      let isHidden = admitted > 0 && admitted < settings.cellMin
      hiddenCount += isHidden ? 1 : 0
      let last = [text[row, 9], text[row, 10], PairKey.withoutLottery(text[row, 11])]
      sheet.add(
        row: [
          text[row, 0], text[row, 1], titles.title(of: text[row, 1]), text[row, 2], text[row, 3],
          String(Int(text[row, 4]) ?? 0), String(admitted), String(Int(text[row, 7]) ?? 0),
        ] + (isHidden ? last.map { _ in hidden } : last))
    }
    return (sheet, hiddenCount)
  }
}
