import Columns
import Diagnostics
import Experiments
import Tables

extension Command {
  /// `zhibiao simulate EXPERIMENT.json -o DIR`.
  static let simulate = Command(
    name: "simulate",
    usage: """
      EXPERIMENT.json -o DIR [--plots] [--replace]
      EXPERIMENT.json (--dry-run | --cells | --worker)
      EXPERIMENT.json --cell N -o RUN
      EXPERIMENT.json --shard I/N -o PARTS
      EXPERIMENT.json --merge PARTS -o DIR
      """,
    summary: Phrase(zh: "比较几种政策方案", en: "compare variants of a policy"),
    options: [
      Option(
        "--output", short: "-o", "DIR",
        Phrase(zh: "结果文件夹，事先不应存在", en: "the folder of results, which should not exist")),
      Option("--plots", nil, Phrase(zh: "另存 SVG 图，供论文使用", en: "write the charts as SVG files too")),
      Option.replace,
      Option(
        "--dry-run", nil,
        Phrase(
          zh: "只列出方案，并估计内存、磁盘和时间", en: "list the variants; estimate memory, disk and time")),
      Option(
        "--cell", "N",
        Phrase(
          zh: "把第 N 格（从 0 起）写成一次普通的录取结果",
          en: "write cell N (from 0) as an ordinary run, which verify accepts")),
      Option(
        "--cells", nil, Phrase(zh: "列出全部格，每格一行 JSON", en: "list all cells, a line of JSON each")),
      Option(
        "--worker", nil,
        Phrase(zh: "从标准输入读格，逐行回答", en: "read cells from standard input, answer line by line")),
      Option(
        "--shard", "I/N",
        Phrase(
          zh: "只算 N 份中的第 I 份（从 0 起），写入文件夹 PARTS",
          en: "run part I of N (from 0) into the folder PARTS")),
      Option(
        "--merge", "PARTS",
        Phrase(
          zh: "合并各份（文件夹，或 - 为标准输入），与单机的结果逐字节相同",
          en:
            "bring parts together (a folder, or - for standard input): the bytes that one machine "
            + "writes")),
    ],
    examples: [
      (
        "zhibiao simulate datasets/experiments/quota-share.json -o share",
        Phrase(zh: "比较指标比例，结果和报告写入 share", en: "compare quota shares; results and a page in share")
      ),
      (
        "zhibiao simulate share.json --cell 7 -o run && zhibiao verify run",
        Phrase(zh: "看第 7 格的录取，并核验", en: "look at the admissions of cell 7, and check them")
      ),
      (
        "zhibiao simulate share.json --shard $SLURM_ARRAY_TASK_ID/200 -o parts",
        Phrase(zh: "在 Slurm 的一个阵列任务中算一份", en: "one task of a Slurm array")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let path = try arguments.theWord("EXPERIMENT.json")
      let modes = ["--dry-run", "--cell", "--cells", "--worker", "--shard", "--merge"]
      let chosen = modes.filter { arguments.has($0) }
      guard chosen.count < 2 else {
        throw UsageError(
          message: Phrase(
            zh: "\(chosen[0]) 与 \(chosen[1]) 不能同用",
            en: "\(chosen[0]) and \(chosen[1]) exclude one another"))
      }
      let takesOutput = !["--dry-run", "--cells", "--worker"].contains(chosen.first)
      var output = ""
      if takesOutput { output = try arguments.required("--output", "-o DIR") }
      if !takesOutput, arguments.has("--output") {
        throw UsageError(
          message: Phrase(
            zh: "\(chosen[0]) 不写文件，不与 -o 同用",
            en: "\(chosen[0]) writes no files: -o does not go with it"))
      }
      let command = SimulateCommand(
        path: path, output: output, replacing: arguments.has("--replace"),
        withPlots: arguments.has("--plots"), context: context)
      switch chosen.first {
      case "--dry-run": return command.dryRun()
      case "--cells": return command.listCells()
      case "--worker": return command.work()
      case "--cell":
        return command.writeCell(try arguments.integer("--cell", in: 0...Int.max)!)
      case "--shard": return command.runShard(try shard(arguments["--shard"]!))
      case "--merge": return command.merge(arguments["--merge"]!)
      default: return command.run()
      }
    })

  /// `I/N`.
  private static func shard(_ text: String) throws(UsageError) -> (number: Int, count: Int) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      (1...Shard.countMax).contains(count), (0..<count).contains(number)
    {
      return (number, count)
    }
    throw UsageError(
      message: Phrase(
        zh: "--shard 为 \(text)，应为 I/N，I 从 0 到 N−1，N 至多 \(Shard.countMax)",
        en: "--shard is \(text); I/N was expected, I from 0 to N−1, N at most \(Shard.countMax)"))
  }
}

/// One call of `simulate`.
struct SimulateCommand {
  let path: String
  let output: String
  let replacing: Bool
  let withPlots: Bool
  let context: Context

  /// Opens the experiment and does `work`; says why the one or the other cannot be done. A command
  /// that `writesResults` looks first whether their folder may be made, and at the rules of every
  /// variant.
  func open(
    writesResults: Bool = false,
    _ work: (OpenExperiment) throws(ExperimentError) -> ExitCode
  ) -> ExitCode {
    if writesResults {
      do throws(FileError) {
        try OutputFolder.check(output, .ofResults, replacing: replacing)
      } catch {
        return refuseOutput(error)
      }
    }
    do throws(ExperimentError) {
      return try work(
        try OpenExperiment(path, isThorough: writesResults, workers: context.workers))
    } catch {
      return refuse(error)
    }
  }

  /// Says why an experiment cannot be run, and what to do.
  func refuse(_ error: ExperimentError, _ verdict: Phrase? = nil) -> ExitCode {
    let count = error.problems.errorCount
    return context.refuse(
      verdict
        ?? Phrase(
          zh: "拒绝模拟：\(count) 个错误；没有写出任何结果",
          en: "refused: \(counted(count, "error")); nothing was written"), error.problems,
      next: .seeToInputs)
  }

  /// Says why the output cannot be written.
  func refuseOutput(_ error: FileError) -> ExitCode {
    context.refuse(
      Phrase(zh: "未写出结果：\(output)", en: "nothing was written: \(output)"), error,
      next: .seeToOutput)
  }
}
