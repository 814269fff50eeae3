import Cases
import Audit
import Diagnostics
import Tables

extension Command {
  /// `zhibiao amend CASE --corrections FILE -o CASE2`.
  static let amend = Command(
    name: "amend",
    usage: "CASE --corrections FILE (-o CASE2 | --no-displacement --run RUN [-o FILE])",
    summary: Phrase(
      zh: "按复核结果更正成绩，写出新案例", en: "correct students' cells after an appeal, in a new case"),
    options: [
      Option(
        "--corrections", "FILE",
        Phrase(
          zh: "更正表：student,column,old,new,decided_by,reason；另表的志愿列名写作 LIST:NUMBER",
          en: "student,column,old,new,decided_by,reason; LIST:NUMBER for a row of choices.csv")),
      Option(
        "--output", short: "-o", "CASE2",
        Phrase(
          zh: "新的案例文件夹；有 --run 时为表（- 为标准输出）",
          en: "the new case's folder; with --run a table\n(-: standard output)")),
      Option(
        "--no-displacement", nil,
        Phrase(
          zh: "不写新案例：按已公布的录取线，更正者应得什么",
          en: "no new case: what is due by the published cutoffs")),
      Option("--run", "RUN", Phrase(zh: "已公布的结果", en: "the published run")),
      .earlierRun, .replace,
    ],
    examples: [
      (
        "zhibiao amend 2026 --corrections appeals.csv -o 2026-amended",
        Phrase(zh: "更正后可重新录取，再用 diff 比较", en: "then allocate it and compare by diff")
      ),
      (
        "zhibiao amend 2026 --corrections appeals.csv --no-displacement --run run",
        Phrase(zh: "只补录更正者，不动他人", en: "seats beyond the plan, nobody else moves")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let command = AmendCommand(
        folder: try arguments.theWord("CASE"),
        corrections: try arguments.required("--corrections", "--corrections FILE"),
        after: arguments["--after"], output: arguments["--output"],
        replacing: arguments.has("--replace"), context: context)
      guard arguments.has("--no-displacement") == arguments.has("--run") else {
        throw UsageError(
          message: Phrase(
            zh: "--no-displacement 与 --run RUN 须一同给出",
            en: "--no-displacement and --run RUN go together"))
      }
      if let run = arguments["--run"] { return command.judge(run) }
      return command.write(to: try arguments.required("--output", "-o CASE2"))
    })
}

/// One call of `amend`.
private struct AmendCommand {
  let folder: String
  let corrections: String
  let after: String?
  let output: String?
  let replacing: Bool
  let context: Context

  func write(to output: String) -> ExitCode {
    var log = ProblemLog()
    guard let rows = Corrections(corrections, log: &log),
      let amended = AmendedCase(
        folder, after: after, rows, workers: context.workers, log: &log)
    else { return refuse(log) }
    let (cells, students) = amended.counts
    do throws(FileError) {
      try amended.write(to: output, replacing: replacing)
    } catch {
      return context.refuse(output: output, error)
    }
    if context.isJSON {
      var json = JSONWriter()
      json.object { json in
        json.text("case", output)
        json.number("cells", cells)
        json.number("students", students)
      }
      printOut(String(decoding: json.finish(), as: UTF8.self))
      return .done
    }
    printOut(
      terminalSafe(
        context.say(
          Phrase(
            zh:
              "已更正 \(students) 名学生的 \(cells) 处，新案例在 \(output)（更正记录：\(output)/corrections.csv）；若有 controls.csv，其合计也须更正",
            en:
              "\(counted(cells, "cell")) of \(counted(students, "student")) corrected; the new case "
              + "is in \(output), with its corrections.csv; totals of a controls.csv must follow")))
        + "\n")
    let round = after.map { " --after \(shellQuoted($0))" } ?? ""
    printOut(
      terminalSafe(
        context.say(
          Phrase(
            zh:
              "下一步：zhibiao allocate \(shellQuoted(output))\(round) -o RUN2，然后 zhibiao diff RUN RUN2 --case-a \(shellQuoted(folder)) --case-b \(shellQuoted(output))",
            en: "next: zhibiao allocate \(shellQuoted(output))\(round) -o RUN2, then "
              + "zhibiao diff RUN RUN2 --case-a \(shellQuoted(folder)) --case-b \(shellQuoted(output))"
          ))) + "\n")
    return .done
  }

  func judge(_ path: String) -> ExitCode {
    var log = ProblemLog()
    guard let rows = Corrections(corrections, log: &log),
      let run = RunFolder.open(path, workers: context.workers, log: &log),
      let seats = ExcessSeats(
        run, caseFolder: folder, after: after, rows, workers: context.workers, log: &log)
    else { return refuse(log) }
    // What is due follows from the published tables: they must at least not contradict each other.
    let checked = CheckedRun(alone: path, context)
    guard checked.isGood else { return refuse(checked, &log) }
    if let output {
      do throws(FileError) {
        try writeFileAtomically(output, seats.table(), replacing: replacing)
      } catch {
        return context.refuse(output: output, error)
      }
    }
    if context.isJSON {
      context.printAbout(output, seats.json())
      return .done
    }
    context.printAbout(output, seats.text(context.language))
    context.printAbout(
      output,
      context.say(
        Phrase(
          zh: "下一步：由办公室决定并公布增加的录取；更正的依据一并归档\n",
          en: "next: the office decides and publishes what is added, with the grounds on file\n")))
    return .done
  }

  private func refuse(_ checked: CheckedRun, _ log: inout ProblemLog) -> ExitCode {
    checked.addFindings(to: &log)
    return context.refuse(checked.refusal, log, next: .seeToRun)
  }

  private func refuse(_ log: ProblemLog) -> ExitCode {
    context.refuse(
      Phrase(zh: "没有更正任何内容", en: "nothing was corrected"), log, next: .seeToInputs)
  }
}
