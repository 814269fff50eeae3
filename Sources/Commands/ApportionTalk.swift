import Apportionment
import Diagnostics
import SeatTables
import Tables

/// What `apportion` says and where its results go.
struct ApportionTalk {
  let request: ApportionRequest
  let context: Context

  /// Writes or prints a result, and says what was done.
  func deliver(
    _ result: [UInt8], proof: @autoclosure () -> [UInt8], _ verdict: Phrase, _ sentence: Phrase,
    _ log: ProblemLog
  ) -> ExitCode {
    do throws(FileError) {
      if let path = request.certificate {
        try writeFileAtomically(path, proof().span, replacing: request.isReplacing)
      }
      try writeFileAtomically(request.output, result.span, replacing: request.isReplacing)
    } catch {
      return failToWrite(error)
    }
    if context.isJSON, log.groups.isEmpty { return .done }
    say(verdict)
    say(Phrase(zh: "证明：\(sentence.zh)", en: "certificate: \(sentence.en)"))
    if log.warningCount > 0 { printError(ProblemPrinter(context.language).text(log)) }
    let file = request.output == standardStream ? "RESULT.csv" : request.output
    say(
      Phrase(
        zh: "下一步：任何人都可用同样的选项加 --check \(file) 核对",
        en: "next: anyone can check it with the same options and --check \(file)"))
    return .done
  }

  /// Stops at a tie without a result.
  func stop(_ verdict: Phrase, _ lines: [String], json: () -> [UInt8]) -> ExitCode {
    if context.isJSON { printOut(String(decoding: json(), as: UTF8.self)) }
    say(verdict)
    for line in lines { printError(line + "\n") }
    say(
      Phrase(
        zh: "下一步：公开抽取种子后加 --seed 运行，或由有权者决定（zhibiao help E642）",
        en: "next: draw a seed in public and add --seed, or let those decide who may "
          + "(zhibiao help E642)"))
    return .tie
  }

  /// Says what is wrong; `proof` is the reason that no result exists, for a program to read.
  func refuse(_ log: ProblemLog, proof: [UInt8]? = nil) -> ExitCode {
    if let path = request.certificate, let proof {
      do throws(FileError) {
        try writeFileAtomically(path, proof.span, replacing: request.isReplacing)
      } catch {
        return failToWrite(error)
      }
    }
    if context.isJSON {
      printOut(
        proof.map { String(decoding: $0, as: UTF8.self) }
          ?? ProblemPrinter(context.language).json(log))
    }
    say(
      Phrase(
        zh: "拒绝：\(log.errorCount) 个错误；没有分配任何名额",
        en: "refused: \(counted(log.errorCount, "error")); no seats were given"))
    if !context.isJSON || proof != nil { printError(ProblemPrinter(context.language).text(log)) }
    say(Phrase(zh: "下一步：改正后再次运行同一命令", en: "next: correct this, then run the same command again"))
    return code(of: log)
  }

  /// Says what a check found.
  func finishCheck(_ path: String, _ counts: CheckCounts, _ log: ProblemLog) -> ExitCode {
    if context.isJSON { printOut(ProblemPrinter(context.language).json(log)) }
    let isGood = log.isClean
    var lines = [
      context.say(
        isGood
          ? Phrase(zh: "符合：\(path) 是该方法的结果", en: "good: \(path) is what the method gives")
          : Phrase(
            zh: "不符：\(path) 有 \(log.errorCount) 处不对",
            en: "refused: \(path) fails in \(counted(log.errorCount, "point"))"))
    ]
    let isChinese = context.language == .zh
    if isGood {
      lines += counts.lines.map {
        isChinese
          ? "  核对了 \(grouped($0.count)) \($0.what.zh)"
          : "  checked \(grouped($0.count)) \($0.what.en)"
      }
      lines += counts.notes.map { (isChinese ? "  注意：" : "  note: ") + context.say($0) }
    }
    let next =
      isGood
      ? Phrase(zh: "下一步：可以公布", en: "next: it can be published")
      : Phrase(
        zh: "下一步：确认方法、名额与种子无误；若无误，该结果不可用",
        en: "next: see that method, seats and seed are right; if they are, do not use this result")
    let text = lines.map { terminalSafe($0) + "\n" }.joined()
    let problems = context.isJSON ? "" : ProblemPrinter(context.language).text(log)
    if context.isJSON || !isGood {
      printError(text + problems + context.say(next) + "\n")
    } else {
      printOut(text + context.say(next) + "\n")
      printError(problems)
    }
    return code(of: log)
  }

  private func code(of log: ProblemLog) -> ExitCode {
    let isSystem = log.isSystemFailure
    return isSystem ? .system : log.isClean ? .done : .refused
  }

  private func failToWrite(_ error: FileError) -> ExitCode {
    var log = ProblemLog()
    log.add(error.problem)
    say(Phrase(zh: "结果没有写出", en: "the result was not written"))
    printError(ProblemPrinter(context.language).text(log))
    say(Phrase(zh: "下一步：按上面所说处理输出位置，再次运行", en: "next: see to the output as said above, run again"))
    return error.code.isSystemFailure ? .system : .refused
  }

  private func say(_ phrase: Phrase) { printError(terminalSafe(context.say(phrase)) + "\n") }
}
