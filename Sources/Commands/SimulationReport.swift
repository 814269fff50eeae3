import Diagnostics
import Experiments
import Tables

/// What `simulate` says when it is done.
struct SimulationReport {
  let experiment: Experiment
  let summary: Summary
  let output: String
  let context: Context

  /// Of so many metrics at most so many rows are printed; all are in summary.csv.
  private static let metricsMax = 4
  private static let rowsMax = 40

  func text() -> String {
    let variants = experiment.variants.count
    let cells = grouped(experiment.cellCount)
    var text = context.say(
      Phrase(
        zh: "完成：\(variants) 个方案，各 \(experiment.replicates) 次重复，共 \(cells) 格。\n\n",
        en: "Done: \(counted(variants, "variant")), \(counted(experiment.replicates, "replicate")) "
          + "each, \(counted(experiment.cellCount, "cell")).\n\n"))
    text += table()
    text += context.say(experiment.notCompared(summary.notCompared(experiment)))
    text += context.say(
      Phrase(
        zh:
          "\n结果在 \(output)：report.html 供人看，results.csv 和 summary.csv 供程序读\n下一步：打开 \(output)/report.html\n",
        en:
          "\nThe results are in \(output): report.html for people, results.csv and summary.csv for "
          + "programs\nNext: open \(output)/report.html\n"))
    return text
  }

  private func table() -> String {
    let all = summary.entries.filter { $0.group == "*" }
    let shown = all.filter { $0.metric < SimulationReport.metricsMax }
      .prefix(SimulationReport.rowsMax)
    func column(_ zh: String, _ en: String, _ alignment: Alignment) -> TerminalTable.Column {
      TerminalTable.Column(context.say(Phrase(zh: zh, en: en)), alignment)
    }
    var table = TerminalTable([
      column("方案", "Variant", .left), column("指标", "Metric", .left),
      column("均值", "Mean", .right), column("与基准之差", "Difference", .right),
    ])
    for entry in shown {
      table.add([
        experiment.variants[entry.variant].name, experiment.metrics[entry.metric].name,
        entry.value.text, entry.difference?.text ?? "",
      ])
    }
    let rest = all.count - shown.count
    let more = Phrase(
      zh: "另有 \(grouped(rest)) 行见 summary.csv\n",
      en: "\(grouped(rest)) more \(rest == 1 ? "row is" : "rows are") in summary.csv\n")
    return table.lines().map { $0 + "\n" }.joined() + (rest > 0 ? context.say(more) : "")
  }

  func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.text("status", "done")
      json.text("output", output)
      json.text("experiment", experiment.name)
      json.number("variants", experiment.variants.count)
      json.number("replicates", experiment.replicates)
      json.number("cells", experiment.cellCount)
      json.text("baseline", experiment.variants[experiment.baseline].name)
      json.array("summary") { json in
        for entry in summary.entries where entry.group == "*" {
          json.object { json in
            json.text("variant", experiment.variants[entry.variant].name)
            json.text("metric", experiment.metrics[entry.metric].name)
            json.text("mean", entry.value.meanText)
            if let difference = entry.difference { json.text("difference", difference.meanText) }
          }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }
}
