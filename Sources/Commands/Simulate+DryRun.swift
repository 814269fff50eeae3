import Columns
import Diagnostics
import Experiments
import Tables

extension SimulateCommand {
  /// `--dry-run`: the variants, and what running them would take, measured on one cell.
  func dryRun() -> ExitCode {
    open { (opened) throws(ExperimentError) in
      var (variants, problems) = opened.inputs.examine(workers: context.workers)
      // The first variant whose rules are good tells what a cell takes.
      var trial: Trial?
      let areGroupsKnown = !problems.groups.contains { $0.code == .groupsUnknown }
      if let good = variants.first, areGroupsKnown {
        trial = try Trial(opened, opened.experiment.cell(good * opened.experiment.replicates))
      }
      if let trial, case .failure(let code, let message) = trial.result {
        let variant = opened.experiment.variants[variants[0]]
        problems.add(
          .cellsFailed, at: variant.place,
          Phrase(
            zh: "方案 \"\(variant.name)\"：\(code)：\(message)",
            en: "variant \"\(variant.name)\": \(code): \(message)"))
      }
      let report = DryRunReport(
        experiment: opened.experiment, variants: variants, trial: trial,
        others: opened.inputs.withOtherStudents(variants, workers: context.workers),
        context: context)
      printOut(context.isJSON ? report.json() : report.text())
      if !problems.isClean {
        return refuse(
          ExperimentError(problems: problems),
          Phrase(
            zh: "有的方案不能运行：\(problems.errorCount) 个错误",
            en: "some variants cannot be run: \(counted(problems.errorCount, "error"))"))
      }
      return .done
    }
  }
}

/// What `simulate --dry-run` says.
private struct DryRunReport {
  let experiment: Experiment
  let variants: [Int]
  let trial: Trial?
  /// The variants whose students are not the baseline's.
  let others: [Int]
  let context: Context

  /// What the variant sets that not all variants set.
  private func ownChanges(_ number: Int) -> [String] {
    let common = experiment.variants.dropFirst().reduce(Set(experiment.variants[0].changes)) {
      $0.intersection($1.changes)
    }
    let own = experiment.variants[number].changes
    return experiment.variants.count == 1 ? own : own.filter { !common.contains($0) }
  }

  func text() -> String {
    let count = experiment.variants.count
    var text = context.say(
      Phrase(
        zh: "\(count) 个方案 × \(experiment.replicates) 次重复 = \(experiment.cellCount) 格\n\n",
        en: "\(counted(count, "variant")) × \(counted(experiment.replicates, "replicate")) = "
          + "\(counted(experiment.cellCount, "cell"))\n\n"))
    var table = TerminalTable([
      TerminalTable.Column(context.say(Phrase(zh: "格", en: "Cells")), .right),
      TerminalTable.Column(context.say(Phrase(zh: "方案", en: "Variant"))),
      TerminalTable.Column(context.say(Phrase(zh: "设置", en: "Sets"))),
    ])
    for number in variants {
      let variant = experiment.variants[number]
      let first = number * experiment.replicates
      let last = first + experiment.replicates - 1
      let isBaseline = number == experiment.baseline
      table.add([
        first == last ? "\(first)" : "\(first)–\(last)",
        variant.name + (isBaseline ? context.say(Phrase(zh: "（基准）", en: " (baseline)")) : ""),
        ownChanges(number).joined(separator: "; "),
      ])
    }
    text += table.lines(widthMax: 100).map { $0 + "\n" }.joined()
    text += context.say(experiment.notCompared(others))
    if let trial, case .values = trial.result { text += context.say(estimate(trial)) }
    return text
  }

  private func estimate(_ trial: Trial) -> Phrase {
    let threads = context.workers.count
    let (memory, disk) = (megabytes(trial.memory(threads: threads)), megabytes(trial.diskBytes))
    let seconds = trial.seconds(threads: threads)
    return Phrase(
      zh: """

        由一格实测的估计（不是保证），\(threads) 个线程：
          内存  约 \(memory) MB
          磁盘  约 \(disk) MB
          时间  约 \(seconds) 秒（一格 \(trial.milliseconds) 毫秒，开始前读入 \(trial.loadMilliseconds) 毫秒）

        """,
      en: """

        Estimated from one cell that was run (not a promise), with \(counted(threads, "thread")):
          memory  about \(memory) MB
          disk    about \(disk) MB
          time    about \(seconds) s (a cell \(trial.milliseconds) ms, reading before it \
        \(trial.loadMilliseconds) ms)

        """)
  }

  private func megabytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }

  func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.number("cells", experiment.cellCount)
      json.number("replicates", experiment.replicates)
      json.text("baseline", experiment.variants[experiment.baseline].name)
      json.array("variants") { json in
        for number in variants {
          json.object { json in
            json.text("name", experiment.variants[number].name)
            json.number("firstCell", number * experiment.replicates)
            json.texts("sets", experiment.variants[number].changes)
          }
        }
      }
      if let trial {
        let threads = context.workers.count
        json.object("estimate") { json in
          json.number("threads", threads)
          json.number("memoryBytes", trial.memory(threads: threads))
          json.number("diskBytes", trial.diskBytes)
          json.number("seconds", trial.seconds(threads: threads))
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }
}
