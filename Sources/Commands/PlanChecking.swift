import Cases
import Diagnostics
import Runs
import Verification

extension Command {
  /// `zhibiao plan --check CASE [--plan DIR] [--import FILE [--split NAME]]`.
  static func runPlanCheck(
    _ folder: String, _ arguments: Arguments, _ context: Context
  ) throws(UsageError) -> ExitCode {
    for name in ["--output", "--replace", "--strict"]
    where arguments.has(name) {
      throw UsageError(
        message: Phrase(zh: "--check 不能与 \(name) 同用", en: "--check does not go with \(name)"))
    }
    let plan = arguments["--plan"] ?? folder
    let brought = arguments["--import"].map {
      BroughtMatrix(path: $0, split: arguments["--split"])
    }
    let verdict = checkPlan(
      caseFolder: folder, planFolder: plan, brought: brought, programVersion: programVersion)
    return PlanCheckReport(folder: folder, plan: plan, verdict: verdict, context: context).print()
  }
}

/// What the check of a plan prints: the verdict, what was checked and how many of each, what is
/// wrong, what to do next.
private struct PlanCheckReport {
  let folder: String
  let plan: String
  let verdict: PlanVerdict
  let context: Context

  private var isGood: Bool { verdict.log.isClean }

  func print() -> ExitCode {
    let code: ExitCode = isGood ? .done : .refused
    if context.isJSON {
      printOut(json())
      return code
    }
    var text = title + "\n"
    for split in verdict.brought { text += "  " + terminalSafe(context.say(words(split))) + "\n" }
    for waiver in verdict.waivers {
      text += "  \(waiver.point): \(terminalSafe(waiver.reason))\n"
    }
    if !verdict.counts.isEmpty {
      text += "\n" + context.say(Phrase(zh: "核对了", en: "Checked")) + "\n"
      for (count, what) in verdict.counts {
        text += "  \(padded(grouped(count), to: 11, .right))  \(context.say(what))\n"
      }
    }
    if !verdict.log.groups.isEmpty {
      text += "\n" + ProblemPrinter(context.language).text(verdict.log)
    }
    printOut(text + "\n" + next + "\n")
    return code
  }

  private var title: String {
    let errors = verdict.log.errorCount
    return terminalSafe(
      context.say(
        isGood
          ? (verdict.brought.isEmpty
            ? Phrase(
              zh: "成立：\(plan) 中的方案符合规则、各表与种子",
              en: "good: the plan in \(plan) is what rules, tables and seed give")
            : Phrase(
              zh: "成立：\(plan) 中的方案符合各项合计；其中有名额由招生办给出，不是按规则的方法得出",
              en:
                "good: the plan in \(plan) keeps all totals; seats in it were brought by the office, "
                + "not drawn"))
          : Phrase(
            zh: "不成立：\(plan) 中的方案有 \(grouped(errors)) 处不符",
            en: "refused: the plan in \(plan) fails in \(counted(errors, "point"))")))
  }

  /// Whose seats they are, where no method of the rules gave them.
  private func words(_ brought: BroughtSplit) -> Phrase {
    let (split, file) = (brought.split, brought.file)
    return Phrase(
      zh: "方案 \(split)：由招生办以 \(file) 给出，不是抽签或计算得出",
      en: "split \(split): brought by the office as \(file), not drawn")
  }

  private var next: String {
    terminalSafe(
      context.say(
        isGood
          ? Phrase(
            zh: "下一步：公布 plan.csv 与 plan-summary.json，任何人都可同样核对",
            en: "next: publish plan.csv and plan-summary.json; anyone can check them like this")
          : Phrase(
            zh: "下一步：不要使用这份方案；查明改动，或运行 zhibiao plan \(shellQuoted(folder)) 重新分配",
            en: "next: do not use this plan; find out what was changed, or run zhibiao plan "
              + folder)))
  }

  /// The verdict for a program: `status`, the splits that were `brought` by the office and not
  /// drawn, `checked`, and the problems as `check` prints them.
  private func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.text("status", isGood ? "good" : "refused")
      json.array("brought") { json in
        for split in verdict.brought {
          json.objectRow { json in
            json.text("split", split.split)
            json.text("file", split.file)
          }
        }
      }
      json.array("checked") { json in
        for count in verdict.counts {
          json.objectRow { json in
            json.text("what", context.say(count.what))
            json.number("count", count.count)
          }
        }
      }
      json.raw("problems", ProblemPrinter(context.language).jsonArray(verdict.log))
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }
}
