import Audit
import Diagnostics
import OfficeFiles
import Tables

extension Command {
  /// `zhibiao sample RUN --students N --seed S -o FILE`.
  static let sample = Command(
    name: "sample", usage: "RUN [--case CASE] --students N --seed S -o FILE.csv|FILE.xlsx|-",
    summary: Phrase(
      zh: "抽样核对清单：各校末位、首位落选与分层抽样", en: "checklists of a sample, to trace to paper"),
    options: [
      Option("--students", "N", Phrase(zh: "人数", en: "how many students")),
      Option("--seed", "S", Phrase(zh: "抽样的种子，任何文字", en: "the seed of the draw, any text")),
      .caseOfRun, .earlierRun,
      Option(
        "--output", short: "-o", "FILE",
        Phrase(
          zh: "清单（- 为标准输出，CSV）", en: "the checklists (-: standard output, as CSV)")),
      .replace,
    ],
    examples: [
      (
        "zhibiao sample run --students 200 --seed 2026-07-20 -o sample.xlsx",
        Phrase(zh: "200 人的核对清单", en: "checklists of 200 students")
      )
    ],
    run: { (arguments, context) throws(UsageError) in
      let path = try arguments.theWord("RUN")
      let output = try arguments.required("--output", "-o FILE")
      let seed = try arguments.required("--seed", "--seed S")
      guard let students = try arguments.integer("--students", in: 1...1_000_000) else {
        throw UsageError(message: Phrase(zh: "缺少 --students N", en: "--students N is missing"))
      }
      guard [".csv", ".xlsx"].contains(where: output.hasSuffix) || output == standardStream else {
        throw UsageError(
          message: Phrase(
            zh: "-o 须以 .csv 或 .xlsx 结尾，或为 -", en: "-o must end in .csv or .xlsx, or be -"))
      }
      var log = ProblemLog()
      let verdict = Phrase.notWritten(output)
      guard let run = RunFolder.open(path, workers: context.workers, log: &log),
        let sample = Sample(
          run, caseFolder: arguments["--case"], after: arguments["--after"], students: students,
          seed: seed, language: context.languageOfFiles(run.language), workers: context.workers,
          log: &log),
        let sheet = sample.checklist(
          context.languageOfFiles(run.language), workers: context.workers, log: &log)
      else { return context.refuse(verdict, log, next: .seeToInputs) }
      let checked = CheckedRun(
        path, caseFolder: arguments["--case"], after: arguments["--after"], context)
      guard checked.isGood else {
        checked.addFindings(to: &log)
        return context.refuse(checked.refusal, log, next: .seeToRun)
      }
      do throws(FileError) {
        let replacing = arguments.has("--replace")
        if output.hasSuffix(".xlsx"), sheet.rowCount < WrittenWorkbook.rowsMax {
          let bytes = WrittenWorkbook([sheet]).bytes()
          try writeFileAtomically(output, bytes.span, replacing: replacing)
        } else if output.hasSuffix(".xlsx") {
          log.add(.tooManyRows, at: Place(file: output), Code.tooManyRows.title)
          return context.refuse(verdict, log, next: .seeToOutput)
        } else {
          try writeFileAtomically(output, sheet.csv().span, replacing: replacing)
        }
      } catch {
        return context.refuse(verdict, error, next: .seeToOutput)
      }
      context.printAbout(output, report(run, sample, checked, output, context))
      context.warn(log)
      return .done
    })

  private static func report(
    _ run: RunFolder, _ sample: Sample, _ checked: CheckedRun, _ output: String,
    _ context: Context
  ) -> String {
    if context.isJSON {
      var json = JSONWriter()
      json.object { json in
        json.text("file", output)
        json.number("students", sample.count)
        json.number("margins", sample.marginCount)
        json.text("checked", checked.word)
        context.add(waiversOf: run, to: &json)
      }
      return String(decoding: json.finish(), as: UTF8.self)
    }
    let shown = context.shown(output)
    let lines =
      [
        Phrase(
          zh: "已写出 \(shown)：\(grouped(sample.count)) 名学生的核对清单，其中各校录取末位和首位落选 "
            + "\(grouped(sample.marginCount)) 名",
          en: "\(shown) is written: checklists of \(counted(sample.count, "student")), "
            + "\(grouped(sample.marginCount)) of them last admitted or first refused")
      ] + run.waivers + [
        checked.said,
        Phrase(
          zh: "下一步：逐项与试卷、学籍、志愿表核对，填写并签名；其中有学生的成绩，不得公布",
          en: "next: compare each value with the papers, fill in and sign; it holds marks: do not "
            + "publish it"),
      ]
    return lines.map { context.lines($0) }.joined()
  }
}
