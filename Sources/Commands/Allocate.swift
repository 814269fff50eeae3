import Admission
import Cases
import Columns
import Diagnostics
import Runs
import Tables

extension Command {
  /// `zhibiao allocate CASE -o RUN`.
  static let allocate = Command(
    name: "allocate",
    usage: "(CASE -o RUN | --worker) [--after RUN] [--bundle] [--replace] [--strict]",
    summary: Phrase(zh: "按规则录取，写出结果文件夹", en: "admit students by the rules, write a run"),
    options: [
      Option(
        "--output", short: "-o", "RUN",
        Phrase(zh: "结果文件夹，事先不应存在", en: "the run's folder, which should not exist")),
      Option(
        "--after", "RUN",
        Phrase(
          zh: "后一轮（征集志愿）：用该结果剩下的名额",
          en: "a later round: the seats that this run left")),
      Option(
        "--bundle", nil,
        Phrase(zh: "把读入的文件原样保存在 RUN/case 中", en: "keep the files that were read in RUN/case")),
      Option("--replace", nil, Phrase(zh: "替换已有的结果文件夹", en: "replace an existing run")),
      .forEveryone,
      Option(
        "--worker", nil,
        Phrase(
          zh: "从标准输入逐行读案例文件夹，每行回答结果的摘要",
          en: "read folders of cases from standard input, answer each with the digest of its run")),
      Option("--strict", nil, Phrase(zh: "把警告当作错误", en: "take warnings for errors")),
    ],
    examples: [
      (
        "zhibiao allocate datasets/sample-city -o run",
        Phrase(zh: "录取示例城市，结果写入 run", en: "allocate the sample city into run")
      ),
      (
        "zhibiao allocate 2026 -o 2026-run --replace",
        Phrase(zh: "重新录取，一步替换旧结果", en: "allocate again, replacing the old run in one step")
      ),
      (
        "zhibiao allocate round2 --after run -o run2",
        Phrase(
          zh: "征集志愿：用 run 剩下的名额录取 round2 的学生",
          en: "a later round: the seats left in run for the students of round2")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      if arguments.has("--worker") {
        if let extra = arguments.words.first ?? arguments["--output"] {
          throw UsageError(
            message: Phrase(
              zh: "--worker 从标准输入读案例，多余的参数 \(extra)",
              en: "--worker reads cases from standard input; one argument too many: \(extra)"))
        }
        for name in ["--bundle", "--replace", "--public"] where arguments.has(name) {
          throw UsageError(
            message: Phrase(
              zh: "--worker 不写结果文件夹，不与 \(name) 同用",
              en: "--worker writes no run: \(name) does not go with it"))
        }
        return AllocateWorker(
          after: arguments["--after"], isStrict: arguments.has("--strict"), context: context
        ).run()
      }
      let folder = try arguments.theWord("CASE")
      guard let output = arguments["--output"], !output.isEmpty else {
        throw UsageError(message: Phrase(zh: "缺少 -o RUN", en: "-o RUN is missing"))
      }
      return AllocateCommand(
        folder: folder, output: output, after: arguments["--after"],
        bundling: arguments.has("--bundle"), replacing: arguments.has("--replace"),
        isStrict: arguments.has("--strict"), access: arguments.access, context: context
      ).run()
    })
}

/// One call of `allocate`.
private struct AllocateCommand {
  let folder: String
  let output: String
  let after: String?
  let bundling: Bool
  let replacing: Bool
  let isStrict: Bool
  let access: OutputAccess
  let context: Context

  func run() -> ExitCode {
    do throws(FileError) {
      try OutputFolder.check(output, .ofRun, replacing: replacing)
    } catch {
      return refuseOutput(error)
    }
    let reading = readCase(
      folder, after: after, workers: context.workers, observer: .nobody, digestsLater: true)
    let problems = reading.problems
    let isRefused = !problems.isClean || (isStrict && problems.warningCount > 0)
    guard let read = reading.value, !isRefused else { return refuse(problems) }
    if let after {
      // Its ledger says which seats are left, and its digests do not say that the ledger is right.
      let checked = CheckedRun(alone: after, context)
      guard checked.isGood else {
        var log = ProblemLog()
        checked.addFindings(to: &log)
        return context.refuse(checked.refusal, log, next: .seeToRun)
      }
    }
    do throws(AllocationFailure) {
      let outcome = try Admission.allocate(read.market, workers: context.workers)
      releaseMemory()
      return write(read, outcome, problems)
    } catch {
      return explain(error, read)
    }
  }

  private func write(_ read: Case, _ outcome: Outcome, _ problems: ProblemLog) -> ExitCode {
    let facts = RunFacts(of: read, problems)
    do throws(FileError) {
      let writer = RunWriter(read, outcome, facts, workers: context.workers)
      let counts = try writer.write(to: output, replacing: replacing, access: access) {
        (run) throws(FileError) in
        try read.checkInputsUnchanged()  // all of them are digested by now
        if bundling { try Bundle(of: read.inputs, in: folder).add(to: &run) }
      }
      var shown = facts
      shown.findings = RunFacts.findings(of: problems, context.language)
      let summary = RunSummary(read, counts, shown, path: output)
      printOut(
        context.isJSON ? summary.json() : summary.text(context.language), written: output)
      if problems.warningCount > 0 {
        printError(ProblemPrinter(context.language).text(problems))
      }
      removeAnsweredTies(read)
      return .done
    } catch {
      return refuseOutput(error)
    }
  }

  /// The class of equals that an earlier stop wrote beside the run has served; it must not be
  /// published with it by oversight. The run is there, whatever becomes of it.
  private func removeAnsweredTies(_ read: Case) {
    var left: String? = TieFolder.path(ofRun: output)
    do throws(FileError) {
      left = try TieFolder.removeAnswered(besideRun: output, read)
    } catch {
      printError(terminalSafe(context.say(error.problem.message)) + "\n")
    }
    guard let left else { return }
    printError(
      terminalSafe(
        context.say(
          Phrase(
            zh: "\(left) 是先前停在同分处时写出的，其中有学生的各项数值，且被改动过：没有删去，请自行处理",
            en: "\(left) is left of an earlier stop for a tie, with values of students, and was "
              + "changed since: it was not removed, see to it"))) + "\n")
  }

  private func refuseOutput(_ error: FileError) -> ExitCode {
    context.refuse(
      Phrase(zh: "未写出结果：\(output)", en: "nothing was written: \(output)"), error,
      next: .seeToOutput)
  }

  private func refuse(_ problems: ProblemLog) -> ExitCode {
    let errors = problems.errorCount
    return context.refuse(
      errors > 0
        ? Phrase(
          zh: "拒绝录取：\(errors) 个错误；没有写出任何结果",
          en: "refused: \(counted(errors, "error")); nothing was written")
        : Phrase(
          zh: "拒绝录取：--strict 下有 \(problems.warningCount) 个警告",
          en: "refused: \(counted(problems.warningCount, "warning")) under --strict"), problems,
      isStrict: isStrict,
      next: Phrase(
        zh: "下一步：改正后运行 zhibiao check \(shellQuoted(folder))，再重新录取",
        en: "next: correct this, run zhibiao check \(shellQuoted(folder)), then allocate again"))
  }

  private func explain(_ failure: AllocationFailure, _ read: Case) -> ExitCode {
    if case .stop(let stop) = failure { return stopForTie(stop, read) }
    return refuse(read.problems(of: failure))
  }

  private func stopForTie(_ stop: TieStop, _ read: Case) -> ExitCode {
    let names = read.names
    let audience = names.audiences[read.market.pools[stop.pool].audience][stop.audience]
    do throws(FileError) {
      let path = try TieFolder(read, stop).write(besideRun: output)
      let (programme, stopped) = (names.programmes[stop.programme], read.stopped(stop))
      let (stage, pool) = (names.stages[stop.stage], names.pools[stop.pool])
      if context.isJSON { printOut(tieJSON([stage, programme, pool, audience], stop, path)) }
      let decisions = "\(folder)/\(read.rules.fileName("decisions"))"
      let message = context.say(
        Phrase(
          zh: """
            \(stopped.zh)
            没有写出录取结果；同分学生及各项数值见 \(path)/ties.csv
            下一步：填写 \(path)/decisions.csv 的 decision（admit 或 refuse）、decided_by、reason，
            放入 \(decisions)，再次运行同一命令

            """,
          en: """
            \(stopped.en)
            no run was written; the students with all their values are in \(path)/ties.csv
            next: complete decision (admit or refuse), decided_by and reason in \(path)/decisions.csv,
            put it into the case as \(decisions), and run the same command again

            """))
      printError(message.split(separator: "\n").map { terminalSafe(String($0)) + "\n" }.joined())
      return .tie
    } catch {
      // Both are said: where it stopped, and why that is not in a folder.
      var log = ProblemLog()
      log.add(.tieStops, read.stopped(stop))
      log.add(error.problem)
      return context.refuse(
        Phrase(zh: "停在同分处，但无法写出同分名单", en: "stopped at a tie, and the class could not be written"),
        log, next: .seeToOutput)
    }
  }

  /// The stop for a program to read.
  private func tieJSON(_ cell: [String], _ stop: TieStop, _ path: String) -> String {
    var json = JSONWriter()
    json.objectRow { json in
      json.text("status", "tie")
      for (key, name) in zip(["stage", "programme", "pool", "audience"], cell) {
        json.text(key, name)
      }
      json.number("seats", stop.seats)
      json.number("students", stop.students.count)
      json.text("folder", path)
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }
}
