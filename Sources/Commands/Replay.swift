import Cases
import Audit
import Diagnostics
import Tables

extension Command {
  /// `zhibiao replay RUN`.
  static let replay = Command(
    name: "replay", usage: "RUN [--case CASE] [--after RUN]",
    summary: Phrase(zh: "由原输入重做一次，逐字节比较", en: "make the run again, compare every byte"),
    options: [.caseOfRun, .earlierRun],
    examples: [
      (
        "zhibiao replay run --case datasets/sample-city",
        Phrase(zh: "重做并比较", en: "make it again from its case and compare")
      ),
      ("zhibiao replay run", Phrase(zh: "输入已随结果保存时", en: "where the run keeps its inputs")),
    ],
    run: { (arguments, context) throws(UsageError) in
      ReplayCommand(
        path: try arguments.theWord("RUN"), caseFolder: arguments["--case"],
        after: arguments["--after"], context: context
      ).run()
    })
}

/// One call of `replay`.
private struct ReplayCommand {
  let path: String
  let caseFolder: String?
  let after: String?
  let context: Context

  func run() -> ExitCode {
    var log = ProblemLog()
    do throws(FileError) {
      let scratch = try ScratchFolder()
      guard let run = RunFolder.open(path, workers: context.workers, log: &log),
        let replay = Replay(
          run, caseFolder: caseFolder, after: after, scratch: scratch.path + "/run",
          workers: context.workers,
          log: &log)
      else { return refuse(log) }
      printOut(context.isJSON ? json(replay) : text(replay, run))
      context.warn(log)
      return replay.isSame ? .done : .refused
    } catch {
      log.add(error.problem)
      return refuse(log)
    }
  }

  private func refuse(_ log: ProblemLog) -> ExitCode {
    context.refuse(Phrase(zh: "无法重做", en: "not replayed"), log, next: .seeToInputs)
  }

  private func text(_ replay: Replay, _ run: RunFolder) -> String {
    let (same, all) = (replay.sameCount, replay.files.count)
    var lines = [
      context.say(
        replay.isSame
          ? Phrase(zh: "相同：\(all) 个文件逐字节一致。", en: "Same: \(all) files, byte for byte.")
          : Phrase(
            zh: "E749 不同：\(all) 个文件中 \(all - same) 个不一致。",
            en: "E749 Different: \(all - same) of \(all) files."))
    ]
    lines += run.waivers.map(context.say)
    var isFirst = true
    for file in replay.files where file.comparison != .same {
      lines += describe(file.name, file.comparison, inFull: isFirst)
      isFirst = false
    }
    lines.append(
      context.say(
        replay.isSame
          ? Phrase(
            zh: "下一步：\(verifying)（不用录取引擎的独立核验）",
            en: "Next: \(verifying), an independent check without the engine")
          : Code.replayDiffers.remedy))
    return lines.map { terminalSafe($0) + "\n" }.joined()
  }

  /// The command that checks the same run against the same inputs.
  private var verifying: String {
    let options = [("--case", caseFolder), ("--after", after)].compactMap { name, folder in
      folder.map { " \(name) \(shellQuoted($0))" }
    }
    return "zhibiao verify \(shellQuoted(path))" + options.joined()
  }

  private func describe(
    _ name: String, _ comparison: Replay.Comparison, inFull: Bool
  ) -> [String] {
    switch comparison {
    case .same: return []
    case .onlyInRun:
      return [
        context.say(Phrase(zh: "  \(name)：重做没有此文件", en: "  \(name): the rerun has no such file"))
      ]
    case .onlyInRerun:
      return [context.say(Phrase(zh: "  \(name)：只有重做才有", en: "  \(name): only the rerun has it"))]
    case .different(let first, let count):
      var lines = [
        context.say(
          Phrase(
            zh: "  \(name):\(first.line):\(first.column)：共 \(grouped(count)) 行不同",
            en: "  \(name):\(first.line):\(first.column): "
              + (count == 1 ? "1 line differs" : "\(grouped(count)) lines differ")))
      ]
      guard inFull else { return lines }
      let end = context.say(Phrase(zh: "（文件已结束）", en: "(end of the file)"))
      lines.append(
        context.say(Phrase(zh: "    原结果：", en: "    the run:   ")) + (first.texts[0] ?? end))
      lines.append(
        context.say(Phrase(zh: "    重做：　", en: "    the rerun: ")) + (first.texts[1] ?? end))
      return lines
    }
  }

  private func json(_ replay: Replay) -> String {
    var json = JSONWriter()
    json.object { json in
      json.flag("same", replay.isSame)
      json.number("files", replay.files.count)
      json.array("differences") { json in
        for file in replay.files where file.comparison != .same {
          json.object { json in
            json.text("file", file.name)
            switch file.comparison {
            case .same: break
            case .onlyInRun: json.text("only", "run")
            case .onlyInRerun: json.text("only", "rerun")
            case .different(let first, let count):
              json.number("line", first.line)
              json.number("column", first.column)
              json.text("run", first.texts[0])
              json.text("rerun", first.texts[1])
              json.number("lines", count)
            }
          }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }
}
