import Audit
import Diagnostics
import Tables

extension Context {
  /// Says that nothing was done and why: the verdict, the problems, what to do next; the problems
  /// to programs on standard output, and then not a second time for people. Under `isStrict`
  /// warnings are errors. Returns the exit code: 4 where the system failed, else 1.
  func refuse(
    _ verdict: Phrase, _ problems: ProblemLog, isStrict: Bool = false, next: Phrase
  ) -> ExitCode {
    let printer = ProblemPrinter(language, strict: isStrict)
    if isJSON { printOut(printer.json(problems)) }
    printError(terminalSafe(say(verdict)) + "\n")
    if !isJSON { printError(printer.text(problems)) }
    // Whole, however long: it names paths to copy.
    printError(terminalSafe(say(next)) + "\n")
    return problems.isSystemFailure ? .system : .refused
  }

  /// The same for a file that could not be written or read.
  func refuse(_ verdict: Phrase, _ error: FileError, next: Phrase) -> ExitCode {
    var log = ProblemLog()
    log.add(error.problem)
    return refuse(verdict, log, next: next)
  }

  /// Says that `output` could not be written.
  func refuse(output: String, _ error: FileError) -> ExitCode {
    refuse(.notWritten(output), error, next: .seeToOutput)
  }

  /// Prints what is said about the file `output`: to standard error where the file itself goes to
  /// standard output, which then holds nothing else. Unless it `isYetToCome`, the file is there,
  /// whatever becomes of standard output.
  func printAbout(_ output: String?, _ text: String, isYetToCome: Bool = false) {
    if output == standardStream {
      printError(text)
    } else {
      printOut(text, written: isYetToCome ? nil : output)
    }
  }

  /// A sentence in lines of a terminal.
  func lines(_ phrase: Phrase) -> String {
    var lines = TextLines()
    lines.add(terminalSafe(say(phrase)), hang: 2)
    return lines.text
  }

  /// The points that the rules of `run` waive, as everything printed says them at its top.
  func waivers(of run: RunFolder) -> String { run.waivers.map(lines).joined() }

  /// The same as an entry of an object.
  func add(waiversOf run: RunFolder, to json: inout JSONWriter) {
    json.texts("waivers", run.waivers.map { say($0) })
  }

  /// `output` as people call it.
  func shown(_ output: String) -> String {
    output == standardStream ? say(Phrase(zh: "标准输出", en: "standard output")) : output
  }

  /// Prints the warnings of a command that did its work.
  func warn(_ problems: ProblemLog) {
    if problems.warningCount > 0 { printError(ProblemPrinter(language).text(problems)) }
  }
}

extension ProblemLog {
  /// Whether the system failed (disk, permission), rather than an input or an output that is not
  /// what it should be.
  var isSystemFailure: Bool { groups.contains(where: \.code.isSystemFailure) }
}

extension Phrase {
  /// The verdict where an output was not made.
  static func notWritten(_ output: String) -> Phrase {
    Phrase(zh: "未写出：\(output)", en: "nothing was written: \(output)")
  }
  /// What to do about an output that could not be written.
  static let seeToOutput = Phrase(
    zh: "下一步：按上面所说处理输出位置，再运行同一命令",
    en: "next: see to the output as said above, then run the same command again")
  /// What to do about a run that is not verified.
  static let seeToRun = Phrase(
    zh: "下一步：结果可能被改动过；以 zhibiao verify RUN --case CASE 查明，取得原来的结果，再运行同一命令",
    en:
      "next: the run may have been altered: see by zhibiao verify RUN --case CASE, get the original, "
      + "then run the same command again")
  /// What to do about a run or case that is not what it should be.
  static let seeToInputs = Phrase(
    zh: "下一步：按上面所说处理，再运行同一命令",
    en: "next: see to what is said above, then run the same command again")
}

extension Arguments {
  /// Who may read what is written.
  var access: OutputAccess { has("--public") ? .everyone : .owner }

  /// The value of an option that must be given and not empty.
  func required(_ name: String, _ what: String) throws(UsageError) -> String {
    guard let value = self[name], !value.isEmpty else {
      throw UsageError(message: Phrase(zh: "缺少 \(what)", en: "\(what) is missing"))
    }
    return value
  }
}

extension Option {
  /// Where the inputs of a run are, for commands that need them.
  static let caseOfRun = Option(
    "--case", "CASE",
    Phrase(zh: "录取所用的案例（默认用 RUN/case）", en: "the case of the run (default: RUN/case)"))
  /// The earlier run of a later round.
  static let earlierRun = Option(
    "--after", "RUN",
    Phrase(zh: "后一轮所依据的前一轮结果", en: "the earlier run that a later round follows"))
  /// Whether an output is for everyone.
  static let forEveryone = Option(
    "--public", nil,
    Phrase(
      zh: "输出人人可读（0644）；默认只有本人可读（0600）",
      en: "an output that everyone may read (0644); default: its owner alone"))
  /// Whether an output may take the place of an older one.
  static let replace = Option(
    "--replace", nil, Phrase(zh: "替换已有的输出", en: "replace an existing output"))
}
