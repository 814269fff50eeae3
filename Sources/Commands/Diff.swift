import Audit
import Diagnostics
import Tables

extension Command {
  /// `zhibiao diff RUN_A RUN_B`.
  static let diff = Command(
    name: "diff", usage: "RUN_A RUN_B [--case-a CASE] [--case-b CASE] [-o moved.csv|-]",
    summary: Phrase(
      zh: "比较两次结果：谁变动，谁占了谁的名额", en: "who moved between two runs, and who took whose seat"),
    options: [
      Option(
        "--case-a", "CASE",
        Phrase(zh: "前者的案例（默认用其中保存的）", en: "the case of A (default: its bundle)")),
      Option(
        "--case-b", "CASE",
        Phrase(zh: "后者的案例（默认用其中保存的）", en: "the case of B (default: its bundle)")),
      Option(
        "--output", short: "-o", "moved.csv",
        Phrase(
          zh: "全部变动写成表（- 为标准输出）", en: "write all moves as a table (-: standard output)")),
      .replace,
    ],
    examples: [
      ("zhibiao diff run run-2", Phrase(zh: "比较两次结果", en: "compare two runs")),
      (
        "zhibiao diff run run-2 --case-a 2026 --case-b 2026-amended -o moved.csv",
        Phrase(
          zh: "更正之后：规则逐项、学生逐格比较，变动写成表",
          en: "after a correction: rules key by key, students cell by cell")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      guard arguments.words.count == 2 else {
        throw UsageError(
          message: Phrase(zh: "须给出两个结果文件夹 RUN_A RUN_B", en: "two runs are needed, RUN_A RUN_B"))
      }
      var log = ProblemLog()
      let runs = arguments.words.map { RunFolder.open($0, workers: context.workers, log: &log) }
      let verdict = Phrase(zh: "无法比较", en: "not compared")
      guard let a = runs[0], let b = runs[1],
        let difference = RunDifference(
          a, b, caseA: arguments["--case-a"], caseB: arguments["--case-b"],
          workers: context.workers, log: &log)
      else { return context.refuse(verdict, log, next: .seeToInputs) }
      // Who compares with an altered run wants to see what was altered: it is said, not refused.
      for run in [a, b] {
        let checked = CheckedRun(alone: run.path, context)
        if !checked.isGood { checked.warn(&log) }
      }
      if let output = arguments["--output"] {
        do throws(FileError) {
          try writeFileAtomically(
            output, difference.table(), replacing: arguments.has("--replace"))
        } catch {
          return context.refuse(verdict, error, next: .seeToOutput)
        }
      }
      context.printAbout(
        arguments["--output"],
        context.isJSON ? difference.json() : difference.text(context.language))
      if !context.isJSON {
        context.printAbout(
          arguments["--output"],
          context.lines(
            Phrase(
              zh: "比较的是两次结果所写的内容：没有由输入复算（zhibiao verify RUN --case CASE）",
              en:
                "what the runs say was compared: no outcome was computed again (zhibiao verify RUN "
                + "--case CASE does)")))
      }
      context.warn(log)
      return .done
    })
}
