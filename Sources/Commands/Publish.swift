import Audit
import Diagnostics
import OfficeFiles
import Tables

extension Command {
  /// `zhibiao publish RUN -o FILE`.
  static let publish = Command(
    name: "publish", usage: "RUN -o FILE.xlsx|FILE.csv|- [--table list|cutoffs] [--min-cell N]",
    summary: Phrase(
      zh: "公示表：考生号和姓名遮盖，附录取线", en: "the public list, codes and names masked, and the cutoffs"),
    options: [
      Option(
        "--output", short: "-o", "FILE",
        Phrase(
          zh: "输出；.xlsx 两张表，.csv 一张，- 为标准输出（CSV）",
          en: "output: .xlsx has both tables, .csv one;\n- is standard output, as CSV")),
      Option(
        "--table", "list|cutoffs",
        Phrase(zh: ".csv 写哪一张（默认 list）", en: "which one .csv holds (default: list)")),
      .caseOfRun, .earlierRun,
      Option(
        "--min-cell", "N",
        Phrase(
          zh: "录取不足 N 人的录取线隐去（默认 5；1 为全部公布）",
          en: "hide cutoffs of fewer than N admitted (default 5; 1 shows all)")),
      Option(
        "--keep", "A,B",
        Phrase(zh: "考生号保留前 A 位和后 B 位（默认 4,4）", en: "characters of a code kept (default 4,4)")),
      .replace,
    ],
    examples: [
      (
        "zhibiao publish run --case 2026 -o list.xlsx",
        Phrase(zh: "名单和录取线，各一张工作表", en: "list and cutoffs, a worksheet each")
      ),
      (
        "zhibiao publish run -o cutoffs.csv --table cutoffs --min-cell 10",
        Phrase(zh: "只公布 10 人以上的录取线", en: "cutoffs of ten and more alone")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let output = try arguments.required("--output", "-o FILE")
      var settings = Publication.Settings()
      if let least = try arguments.integer("--min-cell", in: 1...1_000_000) {
        settings.cellMin = least
      }
      if let kept = arguments["--keep"] { settings.mask = try mask(kept) }
      let table = arguments["--table"] ?? "list"
      let isWorkbook = output.hasSuffix(".xlsx")
      guard isWorkbook || output.hasSuffix(".csv") || output == standardStream,
        ["list", "cutoffs"].contains(table),
        !(isWorkbook && arguments.has("--table"))
      else {
        throw UsageError(
          message: Phrase(
            zh: "-o 须以 .xlsx 或 .csv 结尾，或为 -；--table（list 或 cutoffs）只用于 CSV",
            en: "-o must end in .xlsx or .csv, or be -; --table (list or cutoffs) is for CSV alone")
        )
      }
      return PublishCommand(
        path: try arguments.theWord("RUN"), caseFolder: arguments["--case"],
        after: arguments["--after"], output: output,
        table: isWorkbook ? nil : table, settings: settings, asksToKeep: arguments.has("--keep"),
        replacing: arguments.has("--replace"),
        context: context
      ).run()
    })

  private static func mask(_ kept: String) throws(UsageError) -> Mask {
    let parts = kept.split(separator: ",").map { Int($0) }
    guard parts.count == 2, let first = parts[0], let last = parts[1], (0...20).contains(first),
      (0...20).contains(last)
    else {
      throw UsageError(
        message: Phrase(
          zh: "--keep 为 \(kept)，应为两个 0 到 20 的整数，例如 4,4",
          en: "--keep is \(kept); two whole numbers from 0 to 20 were expected, for example 4,4"))
    }
    return Mask(first: first, last: last)
  }
}

/// One call of `publish`.
private struct PublishCommand {
  let path: String
  let caseFolder: String?
  let after: String?
  let output: String
  /// Which table; nil: a workbook of both.
  let table: String?
  let settings: Publication.Settings
  /// Whether `--keep` was given.
  let asksToKeep: Bool
  let replacing: Bool
  let context: Context

  func run() -> ExitCode {
    var log = ProblemLog()
    let verdict = Phrase.notWritten(output)
    guard let run = RunFolder.open(path, workers: context.workers, log: &log),
      let found = Publication(
        run, caseFolder: caseFolder, after: after, settings,
        language: context.languageOfFiles(run.language),
        workers: context.workers,
        log: &log)
    else { return context.refuse(verdict, log, next: .seeToInputs) }
    let checked = CheckedRun(path, caseFolder: caseFolder, after: after, context)
    guard checked.isGood else {
      checked.addFindings(to: &log)
      return context.refuse(checked.refusal, log, next: .seeToRun)
    }
    if table == nil {
      for sheet in [found.list, found.cutoffs] where sheet.rowCount >= WrittenWorkbook.rowsMax {
        log.add(
          .tooManyRows, at: Place(file: output),
          Phrase(
            zh:
              "\(sheet.title)有 \(grouped(sheet.rowCount)) 行，工作表至多 \(grouped(WrittenWorkbook.rowsMax)) 行",
            en: "\(sheet.title): \(grouped(sheet.rowCount)) rows, a worksheet has "
              + grouped(WrittenWorkbook.rowsMax)))
      }
      guard log.isClean else { return context.refuse(verdict, log, next: .seeToOutput) }
    }
    do throws(FileError) {
      // It is for the public: readable for all.
      if let table {
        let sheet = table == "list" ? found.list : found.cutoffs
        try writeFileAtomically(output, sheet.csv().span, replacing: replacing, access: .everyone)
      } else {
        let bytes = WrittenWorkbook([found.list, found.cutoffs]).bytes()
        try writeFileAtomically(output, bytes.span, replacing: replacing, access: .everyone)
      }
    } catch {
      return context.refuse(verdict, error, next: .seeToOutput)
    }
    report(run, found, checked, &log)
    return .done
  }

  /// What of a list somebody should know before it is out.
  private func warn(_ found: Publication, _ log: inout ProblemLog) {
    let place = Place(file: output)
    if found.hiddenCount > 0, table != "list" {
      log.add(
        .smallCellsHidden, at: place,
        Phrase(
          zh: "隐去 \(grouped(found.hiddenCount)) 条录取不足 \(settings.cellMin) 人的录取线",
          en: "\(counted(found.hiddenCount, "cutoff")) of fewer than \(settings.cellMin) admitted "
            + "hidden"))
    }
    if table == "cutoffs" { return }
    let (repeated, narrowed) = (found.codes.repeatedCount, found.codes.narrowedCount)
    if repeated > 0 {
      log.add(
        .maskedCodesRepeat, at: place,
        Phrase(
          zh: "\(grouped(repeated)) 行的遮盖号与别的行相同",
          en: "\(counted(repeated, "row")) with a masked code that another row has too"))
    }
    if let few = found.codes.guessableCount {
      log.add(
        .maskedCodesGuessed, at: place,
        Phrase(
          zh: "\(grouped(found.list.rowCount)) 个考生号遮盖的部分只有 \(few) 种",
          en: "only \(counted(few, "different part")) hidden of "
            + counted(found.list.rowCount, "code")))
    }
    if asksToKeep, narrowed > 0 {
      let kept = "\(settings.mask.kept.first),\(settings.mask.kept.last)"
      log.add(
        .fewerKept, at: place,
        Phrase(
          zh: "\(grouped(narrowed)) 个考生号保留的位数少于 --keep \(kept)",
          en: "fewer characters than `--keep \(kept)` of \(counted(narrowed, "code"))"))
    }
  }

  private func report(
    _ run: RunFolder, _ found: Publication, _ checked: CheckedRun, _ log: inout ProblemLog
  ) {
    warn(found, &log)
    let (list, cutoffs) = (found.list.rowCount, found.cutoffs.rowCount)
    if context.isJSON {
      var json = JSONWriter()
      json.object { json in
        json.text("file", output)
        json.number("admitted", list)
        json.number("cutoffs", cutoffs)
        json.number("hidden", found.hiddenCount)
        json.number("repeated", found.codes.repeatedCount)
        json.text("checked", checked.word)
        context.add(waiversOf: run, to: &json)
      }
      context.printAbout(output, String(decoding: json.finish(), as: UTF8.self))
    } else {
      let shown = context.shown(output)
      context.printAbout(
        output,
        terminalSafe(
          context.say(
            Phrase(
              zh: "已写出 \(shown)：录取 \(grouped(list)) 人，录取线 \(grouped(cutoffs)) 条",
              en: "\(shown) is written: \(grouped(list)) admitted, "
                + counted(cutoffs, "cutoff"))))
          + "\n")
      context.printAbout(output, context.waivers(of: run) + context.lines(checked.said))
      context.printAbout(
        output,
        context.lines(
          Phrase(
            zh: "下一步：公布前请打开核对；结果文件夹本身含有成绩，不要公布",
            en:
              "next: look it through before it is published; never publish the run's folder itself"
          )))
    }
    context.warn(log)
  }
}
