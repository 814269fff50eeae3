import Cases
import Columns
import Diagnostics
import Planning
import Runs
import Tables

extension Command {
  /// `zhibiao plan CASE`.
  static let plan = Command(
    name: "plan",
    usage: """
      CASE [-o DIR] [--replace] [--import FILE [--split NAME]] [--strict]
      --check CASE [--plan DIR] [--import FILE [--split NAME]]
      """,
    summary: Phrase(zh: "把指标名额分到初中（或区县）", en: "split the quota seats over middle schools"),
    options: [
      Option(
        "--output", short: "-o", "DIR",
        Phrase(zh: "写到哪个文件夹（默认：案例本身）", en: "the folder to write into (default: the case)")),
      Option(
        "--replace", nil,
        Phrase(zh: "替换已有的 quotas.csv", en: "replace quotas.csv where there is one")),
      .forEveryone,
      Option(
        "--import", "FILE",
        Phrase(
          zh: "检查并采用已有的名额矩阵（初中为行，招生代码为列，或相反）",
          en: "check and take a matrix: schools by programmes")),
      Option(
        "--split", "NAME",
        Phrase(zh: "矩阵属于哪个方案（只有一个方案时可省）", en: "the split that the matrix is for")),
      Option("--strict", nil, Phrase(zh: "把警告当作错误", en: "take warnings for errors")),
      Option(
        "--check", nil, Phrase(zh: "用独立的程序核对已有的方案", en: "check a plan, by separate code")),
      Option(
        "--plan", "DIR",
        Phrase(zh: "要核对的方案所在的文件夹（默认：案例本身）", en: "where the plan to check is (default: the case)")
      ),
    ],
    examples: [
      (
        "zhibiao plan datasets/sample-city -o plan",
        Phrase(zh: "分配示例城市的名额，写入文件夹 plan", en: "split the sample city's seats into the folder plan")
      ),
      (
        "zhibiao plan 2026 --import matrix.csv --split school",
        Phrase(
          zh: "方案 school 采用招生办自己的矩阵，核对全部合计",
          en: "take the office's own matrix, after checking all totals")
      ),
      (
        "zhibiao plan --check datasets/sample-city --plan plan",
        Phrase(
          zh: "核对文件夹 plan 中的方案：每行、每个合计、每份证明，并重放种子",
          en: "check every row, total and certificate of it, and replay the seed")
      ),
      (
        "zhibiao plan --check 2026 --import matrix.csv",
        Phrase(
          zh: "方案取自矩阵时：与原矩阵逐格核对", en: "of seats that came as a matrix: cell by cell against it")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let folder = try arguments.theWord("CASE")
      if arguments.has("--split"), !arguments.has("--import") {
        throw UsageError(
          message: Phrase(zh: "--split 只能与 --import 同用", en: "--split goes with --import only"))
      }
      if arguments.has("--check") { return try runPlanCheck(folder, arguments, context) }
      if arguments.has("--plan") {
        throw UsageError(
          message: Phrase(zh: "--plan 只能与 --check 同用", en: "--plan goes with --check only"))
      }
      let output = arguments["--output"] ?? folder
      guard !output.isEmpty else {
        throw UsageError(message: Phrase(zh: "-o 之后缺少文件夹", en: "-o needs a folder"))
      }
      return PlanCommand(
        folder: folder, output: output, replacing: arguments.has("--replace"),
        access: arguments.access,
        matrix: arguments["--import"], split: arguments["--split"],
        isStrict: arguments.has("--strict"), context: context
      ).run()
    })
}

/// One call of `plan`.
private struct PlanCommand {
  let folder: String
  let output: String
  let replacing: Bool
  let access: OutputAccess
  let matrix: String?
  let split: String?
  let isStrict: Bool
  let context: Context

  func run() -> ExitCode {
    let found = readPlanCase(folder, workers: context.workers)
    var problems = found.reading.problems
    guard let planCase = found.value else { return refuse(problems) }
    do throws(FileError) {
      try PlanWriter.check(output, planCase.rules, replacing: replacing)
    } catch {
      return refuseOutput(error)
    }
    reportSeatsOfOthers(
      in: output, planCase.rules, as: .quotasWouldBeLost, workers: context.workers, log: &problems)
    if isElsewhere {
      reportSeatsOfOthers(
        in: folder, planCase.rules, as: .quotasOfOthers, workers: context.workers, log: &problems)
    }
    let planner = Planner(planCase)
    problems.merge(planner.problems)
    let imported = readMatrix(planCase, &problems)
    guard problems.isClean, !(isStrict && problems.warningCount > 0) else {
      return refuse(problems)
    }
    switch planner.plan(imported) {
    case .plan(let plan): return write(plan, problems)
    case .ties(let ties): return stop(planCase, ties)
    case .refused(let log):
      problems.merge(log)
      return refuse(problems)
    }
  }

  /// Whether the plan goes to another folder than the case's.
  private var isElsewhere: Bool {
    // Without the slashes at their ends.
    let (to, from) = (output.utf8.reversed(), folder.utf8.reversed())
    let slash = UInt8(ascii: "/")
    return !to.drop { $0 == slash }.elementsEqual(from.drop { $0 == slash })
  }

  /// The matrix that the office brought, for the split that it is for.
  private func readMatrix(_ planCase: PlanCase, _ log: inout ProblemLog) -> [ImportedMatrix] {
    guard let matrix else { return [] }
    let names = planCase.rules.plan.splits.map(\.name)
    guard let at = split.map({ name in names.firstIndex(of: name) }) ?? (names.count == 1 ? 0 : nil)
    else {
      let near = split.flatMap { nearestName(to: $0, among: names) }
      let all = names.joined(separator: ", ")
      log.add(
        .importShape, cause: "split",
        Phrase(
          zh: "--split 应为 \(all) 之一" + (near.map { "；最接近的是 \($0)" } ?? ""),
          en: "--split names one of \(all)" + (near.map { "; the nearest is \($0)" } ?? "")))
      return []
    }
    let read = WideMatrix(
      matrix, for: planCase, split: at, workers: context.workers, log: &log)
    return read.map { [ImportedMatrix($0, split: at)] } ?? []
  }

  private func write(_ plan: Plan, _ problems: ProblemLog) -> ExitCode {
    let writer = PlanWriter(plan, version: programVersion, workers: context.workers)
    do throws(FileError) {
      let summary = try writer.write(to: output, replacing: replacing, access: access)
      let report = PlanReport(
        plan: plan, totals: writer.totals, folder: folder, output: output, context: context)
      printOut(
        context.isJSON ? String(decoding: summary, as: UTF8.self) : report.text(), written: output)
      if problems.warningCount > 0 {
        printError(ProblemPrinter(context.language).text(problems))
      }
      return .done
    } catch {
      return refuseOutput(error)
    }
  }

  // MARK: Refusals

  private func stop(_ planCase: PlanCase, _ ties: [PlanTie]) -> ExitCode {
    let folder = PlanTieFolder(planCase, ties)
    do throws(FileError) {
      let path = try folder.write(to: output)
      if context.isJSON { printOut(folder.json(path: path)) }
      let target = "\(self.folder)/\(planCase.rules.fileName("plan-decisions"))"
      let shown = folder.lines(countMax: 8, context.language).map { "  " + $0 }
      let message = context.say(
        Phrase(
          zh: """
            停在并列处：\(ties.count) 处并列决定名额，没有裁定也没有种子；没有写出名额
            \(shown.joined(separator: "\n"))
            下一步：公开抽取种子写入 \(self.folder)/plan-seed.txt；或填写 \(path)/plan-decisions.csv，
            放入 \(target)；然后再次运行同一命令

            """,
          en: """
            stopped: \(counted(ties.count, "tie decides", plural: "ties decide")) seats, and \
            there is neither a decision nor a seed; nothing was written
            \(shown.joined(separator: "\n"))
            next: draw a seed in public into \(self.folder)/plan-seed.txt; or complete
            \(path)/plan-decisions.csv, put it into the case as \(target),
            and run the same command again

            """))
      printError(message.split(separator: "\n").map { terminalSafe(String($0)) + "\n" }.joined())
      return .tie
    } catch {
      // Both are said: where it stopped, and why that is not in a folder.
      var log = folder.problems
      log.add(error.problem)
      return context.refuse(
        Phrase(zh: "停在并列处，但无法写出", en: "stopped at ties, which could not be written"),
        log, next: .seeToOutput)
    }
  }

  private func refuse(_ problems: ProblemLog) -> ExitCode {
    let errors = problems.errorCount
    let verdict =
      errors > 0
      ? Phrase(
        zh: "拒绝分配：\(errors) 个错误；没有写出任何名额",
        en: "refused: \(counted(errors, "error")); nothing was written")
      : Phrase(
        zh: "拒绝分配：--strict 下有 \(problems.warningCount) 个警告",
        en: "refused: \(counted(problems.warningCount, "warning")) under --strict")
    return context.refuse(
      verdict, problems, isStrict: isStrict,
      next: Phrase(
        zh: "下一步：改正后运行 zhibiao check \(shellQuoted(folder)) --for plan，再重新分配",
        en:
          "next: correct this, run zhibiao check \(shellQuoted(folder)) --for plan, then plan again"
      ))
  }

  private func refuseOutput(_ error: FileError) -> ExitCode {
    context.refuse(
      Phrase(zh: "未写出名额：\(output)", en: "nothing was written: \(output)"), error,
      next: error.code == .outputExists
        ? Phrase(
          zh: "下一步：确认要替换时加 --replace，或用 -o 另选文件夹",
          en: "next: add --replace to replace it, or choose another folder with -o") : .seeToOutput)
  }
}
