import Audit
import Diagnostics
import Report
import Tables
import Verification

extension Command {
  /// `zhibiao report RUN`.
  static let report = Command(
    name: "report", usage: "RUN [-o FILE.html] [--plots DIR]",
    summary: Phrase(
      zh: "再写一次结果的页面，可用另一种语言；图也可另存为 SVG",
      en: "the page of a run again, in either language; its charts as SVG files too"),
    options: [
      Option(
        "--output", short: "-o", "FILE.html",
        Phrase(
          zh: "页面写到这个文件（默认及 - 为标准输出）", en: "where the page goes (default, and -: standard output)")),
      Option(
        "--plots", "DIR",
        Phrase(
          zh: "把各图写成 SVG 文件，放在这个新文件夹", en: "write the charts as SVG files into this new folder")),
      .replace,
    ],
    examples: [
      (
        "zhibiao report run --lang en -o report-en.html",
        Phrase(zh: "同一结果的英文页面", en: "the page of the run in English")
      ),
      (
        "zhibiao report run --plots plots",
        Phrase(zh: "各图的 SVG 文件，可用于报告或论文", en: "its charts, as a paper could use them")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let output = arguments["--output"] ?? (arguments.has("--plots") ? nil : standardStream)
      return ReportCommand(
        path: try arguments.theWord("RUN"), output: output,
        plots: arguments["--plots"], replacing: arguments.has("--replace"), context: context
      ).run()
    })
}

/// One call of `report`.
private struct ReportCommand {
  let path: String
  /// The page's file; nil: no page.
  let output: String?
  let plots: String?
  let replacing: Bool
  let context: Context

  func run() -> ExitCode {
    var log = ProblemLog()
    let verdict = Phrase(zh: "没有写出页面", en: "no page was written")
    guard RunFolder.open(path, workers: context.workers, log: &log) != nil else {
      return context.refuse(verdict, log, next: .seeToInputs)
    }
    let checked = CheckedRun(alone: path, context)
    // What does not belong there first: run.json is not to blame for it.
    guard checked.isGoodButItsPage else {
      checked.addFindings(to: &log)
      return context.refuse(checked.refusal, log, next: .seeToRun)
    }
    guard let page = RunPage(ofRun: path) else {
      log.add(
        .pageWrong, at: Place(file: "run.json"),
        Phrase(
          zh: "缺少页面所示的内容：更早的版本写出，或被改动过",
          en:
            "something that the page shows is missing: an older version wrote it, or it was altered"
        ))
      return context.refuse(verdict, log, next: .seeToInputs)
    }
    do throws(FileError) {
      let html = page.html(context.languageOfFiles(page.rules.language))
      if let output {
        // Nothing in it is about a single student: readable for all, like other public lists.
        try writeFileAtomically(output, html, replacing: replacing, access: .everyone)
      }
      let count = try plots.map { (folder) throws(FileError) in try write(page, to: folder) }
      report(count, checked)
      return .done
    } catch {
      return context.refuse(verdict, error, next: .seeToOutput)
    }
  }

  /// Writes the charts; returns how many there are.
  private func write(_ page: RunPage, to path: String) throws(FileError) -> Int {
    let plots = page.plots(context.languageOfFiles(page.rules.language))
    var folder = try OutputFolder(at: path, .ofCharts, replacing: replacing)
    for plot in plots { try folder.add(plot.name + ".svg", plot.svg) }
    try folder.commit()
    return plots.count
  }

  private func report(_ plotCount: Int?, _ checked: CheckedRun) {
    if context.isJSON {
      var json = JSONWriter()
      json.object { json in
        json.text("verdict", "done")
        if let output { json.text("page", output) }
        if let plots {
          json.text("plots", plots)
          json.number("plotCount", plotCount)
        }
        json.text("checked", checked.word)
      }
      return context.printAbout(output, String(decoding: json.finish(), as: UTF8.self))
    }
    var lines: [Phrase] = []
    if let output {
      let shown = context.shown(output)
      lines.append(Phrase(zh: "页面已写到\(shown)", en: "the page is in \(shown)"))
    }
    if let plots, let plotCount {
      lines.append(
        Phrase(
          zh: "\(plotCount) 幅图已写到 \(plots)", en: "\(counted(plotCount, "chart")) in \(plots)"))
    }
    lines.append(checked.said)
    lines.append(
      Phrase(
        zh: "下一步：用浏览器打开，公布前核对",
        en: "next: open it in a browser, and look it through before it is published"))
    for line in lines { context.printAbout(output, context.lines(line)) }
  }
}
