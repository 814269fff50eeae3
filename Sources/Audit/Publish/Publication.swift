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
    /// Cutoffs of fewer admitted students than this are hidden: the last of one is that child's marks.
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

  /// Makes the tables of `run`. With a case, programmes have their names and students theirs, masked,
  /// if it has a column of them. Nil, with messages, where the run or the case is not what it should be.
  public init?(
    _ run: RunFolder, caseFolder: String?, after: String?, _ settings: Settings, language: Language,
    workers: Workers, log: inout ProblemLog
  ) {
    var titles: [ByteText: String] = [:]
    var names: StudentCells?
    if let folder = caseFolder ?? run.bundle {
      guard let source = CaseOfRun(of: run, folder: folder, after: after, log: &log),
        let reading = source.read(.all, workers: workers, log: &log), let read = reading.value
      else { return nil }
      titles = Dictionary(
        zip([ByteText](read.names.programmes), read.names.programmeTitles),
        uniquingKeysWith: { a, _ in a })
      if let column = reading.columns?.sources.first(where: { $0.kind == .name }) {
        names = StudentCells(
          folder, read.rules, columns: [column.header], of: nil, workers: workers, log: &log)
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
    _ run: RunFolder, _ titles: [ByteText: String], _ names: StudentCells?, _ settings: Settings,
    _ language: Language, _ workers: Workers, _ log: inout ProblemLog
  ) -> (sheet: Sheet, codes: MaskedCodes)? {
    guard let table = run.table("admissions.csv", workers: workers, log: &log) else { return nil }
    let text = TextTable(table, log: &log)
    guard text.headers.count == 7 else { return nil }
    var header = [
      Phrase(zh: "考生号", en: "student"), Phrase(zh: "姓名", en: "name"),
      Phrase(zh: "招生代码", en: "programme"), Phrase(zh: "招生学校", en: "school"),
      Phrase(zh: "批次", en: "stage"), Phrase(zh: "类别", en: "pool"),
    ].map { $0[language] }
    if names == nil { header.remove(at: 1) }
    var sheet = Sheet(
      title: Phrase(zh: "录取名单", en: "Admissions")[language], header: header, rows: [])
    var codes = MaskedCodes()
    for row in 0..<text.rowCount where text[row, 1] == "admitted" {
      var cells: [Sheet.Cell] = [.text(codes.mask(text[row, 0], by: settings.mask))]
      if let names { cells.append(.text(settings.mask.name(names.rows[row]?[0] ?? ""))) }
      cells += [.text(text[row, 2]), .text(titles[ByteText(text[row, 2])] ?? "")]
      sheet.rows.append(cells + [.text(text[row, 3]), .text(text[row, 4])])
    }
    return (sheet, codes)
  }

  private static func cutoffs(
    _ run: RunFolder, _ titles: [ByteText: String], _ settings: Settings, _ language: Language,
    _ workers: Workers, _ log: inout ProblemLog
  ) -> (Sheet, Int)? {
    guard let table = run.table("cutoffs.csv", workers: workers, log: &log) else { return nil }
    let text = TextTable(table, log: &log)
    guard text.headers.count == 12 else { return nil }
    let header = [
      Phrase(zh: "批次", en: "stage"), Phrase(zh: "招生代码", en: "programme"),
      Phrase(zh: "招生学校", en: "school"), Phrase(zh: "类别", en: "pool"),
      Phrase(zh: "面向", en: "audience"), Phrase(zh: "名额", en: "seats"),
      Phrase(zh: "录取人数", en: "admitted"), Phrase(zh: "剩余", en: "vacant"),
      Phrase(zh: "录取最低分", en: "lowest score"), Phrase(zh: "末位志愿", en: "last choice"),
      Phrase(zh: "末位各项", en: "last admitted"),
    ].map { $0[language] }
    var sheet = Sheet(title: Phrase(zh: "录取线", en: "Cutoffs")[language], header: header, rows: [])
    var hiddenCount = 0
    for row in 0..<text.rowCount {
      let admitted = Int(text[row, 6]) ?? 0
      let isHidden = admitted > 0 && admitted < settings.cellMin
      hiddenCount += isHidden ? 1 : 0
      let last = PairKey.withoutLottery(text[row, 11])
      let values = [text[row, 9], text[row, 10], last].map { isHidden ? hidden : $0 }
      sheet.rows.append(
        [
          .text(text[row, 0]), .text(text[row, 1]), .text(titles[ByteText(text[row, 1])] ?? ""),
          .text(text[row, 2]), .text(text[row, 3]), .count(Int(text[row, 4]) ?? 0),
          .count(admitted),
          .count(Int(text[row, 7]) ?? 0),
        ] + values.map { .text($0) })
    }
    return (sheet, hiddenCount)
  }
}
