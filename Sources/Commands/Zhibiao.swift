import Columns
import Diagnostics
import FileCalls
import Runs
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program: finds the command and runs it.
///
/// Sound: texts of the C library are copied at once, and bytes to be written are lent for the
/// length of the call.
package enum Zhibiao {
  /// Does what `words`, the process's arguments, say, and ends the process.
  package static func main(_ words: [String]) -> Never {
    prepare()
    let code = run(words)
    letSignalsEnd()
    exit(code.rawValue)
  }

  /// How the process ends where it cannot go on.
  package static func prepare() {
    // A reader that goes away (`| head`) ends the output, not the program's promises.
    signal(SIGPIPE, SIG_DFL)
    // Inputs are mapped: one that is cut while it is read has no bytes where some were promised.
    endWhenInputIsCut(cutMessage, exitCode: ExitCode.system.rawValue)
    endWithoutMemory(memoryMessage, exitCode: ExitCode.system.rawValue)
    // A signal that ends the process (Ctrl-C, a limit of time) leaves nothing half written behind.
    removeTemporariesOnSignals()
    // A limit on the size of files is a full disk, not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    keepHeap()
  }

  static func run(_ words: [String]) -> ExitCode {
    let language = language(of: words)
    let words =
      words.first == "help" || words.first?.hasPrefix("--lang") == true
      ? withoutLanguage(words) : words
    guard let name = words.first else {
      printError(overview(language))
      return .usage
    }
    switch name {
    case "--help", "-h",
      "help" where words.count == 1 || ["--help", "-h", "help"].contains(words[1]):
      printOut(overview(language))
      return .done
    case "--version":
      printOut("zhibiao \(programVersion)\n")
      return .done
    case "help":
      return help(words[1], language)
    default:
      return runCommand(name, Array(words.dropFirst()), language)
    }
  }

  private static func runCommand(
    _ name: String, _ words: [String], _ language: Language
  ) -> ExitCode {
    guard let command = commands.first(where: { $0.name == name }) else {
      let near = nearestName(to: name, among: commands.map(\.name))
      return refuseUsage(
        Phrase(
          zh: "未知的命令 \(name)" + (near.map { "；是否指 \($0)？" } ?? ""),
          en: "unknown command \(name)" + (near.map { "; did you mean \($0)?" } ?? "")), words,
        Phrase(zh: "全部命令见 zhibiao --help\n", en: "see zhibiao --help for all commands\n")[
          language],
        language)
    }
    if words.contains("--help") || words.contains("-h") {
      printOut(command.help(language))
      return .done
    }
    do throws(UsageError) {
      let arguments = try Arguments(words, options: command.allOptions)
      if let lang = arguments["--lang"], Language(rawValue: lang) == nil {
        throw UsageError(
          message: Phrase(
            zh: "--lang 为 \(lang)，应为 zh 或 en", en: "--lang is \(lang); zh or en was expected"))
      }
      let threads = try arguments.integer("--threads", in: 1...1024)
      let context = Context(
        language: language, given: arguments["--lang"].flatMap(Language.init),
        workers: threads.map { Workers(count: $0) } ?? .all,
        isJSON: arguments.has("--json"))
      if let refused = context.refusesOutputs(of: arguments) { return refused }
      return try command.run(arguments, context)
    } catch {
      var hint = TextLines()
      command.addUsage(to: &hint, behind: Phrase(zh: "用法：", en: "usage: ")[language])
      let help = "zhibiao \(command.name) --help"
      hint.add(Phrase(zh: "详见 \(help)", en: "see \(help)")[language])
      return refuseUsage(error.message, words, hint.text, language)
    }
  }

  /// Says what is wrong with a command line, to programs as they read other problems, and how it
  /// is.
  private static func refuseUsage(
    _ message: Phrase, _ words: [String], _ hint: String, _ language: Language
  ) -> ExitCode {
    if words.contains("--json") {
      var log = ProblemLog()
      log.add(.usageWrong, message)
      printOut(ProblemPrinter(language).json(log))
    } else {
      printError(terminalSafe(message[language]) + "\n")
    }
    printError(hint)
    return .usage
  }

  /// The words without `--lang zh`, which stands anywhere.
  private static func withoutLanguage(_ words: [String]) -> [String] {
    var kept: [String] = []
    var isValue = false
    for word in words {
      if !isValue, word != "--lang", !word.hasPrefix("--lang=") { kept.append(word) }
      isValue = word == "--lang" && !isValue
    }
    return kept
  }

  /// The language asked for, else that of the locale: Chinese where it says so.
  private static func language(of words: [String]) -> Language {
    for (at, word) in words.enumerated() {
      if word == "--lang", at + 1 < words.count, let found = Language(rawValue: words[at + 1]) {
        return found
      }
      if word.hasPrefix("--lang="), let found = Language(rawValue: String(word.dropFirst(7))) {
        return found
      }
    }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = unsafe getenv(name), unsafe value[0] != 0 {
        return unsafe String(cString: value).hasPrefix("zh") ? .zh : .en
      }
    }
    return .en
  }

  /// What the program is, and its commands.
  private static func overview(_ language: Language) -> String {
    let say = Words(language)
    var lines = TextLines()
    lines.add(
      say(
        "zhibiao：按指标名额、成绩与综合素质评价录取高中学生，并可由任何人核验",
        "zhibiao: admits students to high schools by quota and score, and lets anyone check it"))
    lines.add("")
    lines.add(say("用法：zhibiao 命令 …", "Usage: zhibiao COMMAND …"))
    lines.add("")
    for command in commands {
      lines.add(command.summary[language], behind: "  " + padded(command.name, to: 12))
    }
    lines.add("")
    lines.add(
      say(
        "退出码：0 完成；1 输入、规则或结果未通过检查；2 用法不对；3 停在须由人裁定的同分处；4 磁盘、内存或权限出错",
        "Exit codes: 0 done; 1 the input, the rules or a result fails a check; 2 wrong usage; "
          + "3 stopped at a tie that people must decide; 4 the disk, the memory or a permission "
          + "failed"))
    lines.add("")
    lines.add(
      say(
        "zhibiao 命令 --help 显示该命令的说明；zhibiao help E217 解释一个消息代码",
        "zhibiao COMMAND --help explains a command, zhibiao help E217 a message's code"))
    return lines.text
  }

  /// Explains a command or a message's code.
  private static func help(_ topic: String, _ language: Language) -> ExitCode {
    if let command = commands.first(where: { $0.name == topic }) {
      printOut(command.help(language))
      return .done
    }
    guard let code = Code.named(topic) else {
      let near = nearestName(
        to: topic, among: Code.catalogue.map(\.name) + commands.map(\.name))
      printError(
        Phrase(
          zh: "没有 \(terminalSafe(topic)) 的说明" + (near.map { "；最接近的是 \($0)" } ?? ""),
          en: "there is no help on \(terminalSafe(topic))"
            + (near.map { "; the nearest is \($0)" } ?? ""))[
            language] + "\n")
      return .usage
    }
    printOut("\(code.name) \(code.title[language])\n\n\(code.remedy[language])\n")
    return .done
  }
}

/// What is said where mapped bytes could not be read, most often because the input was cut
/// meanwhile; the signal does not tell. Nothing was written under its final name, and what stands
/// under a temporary one is swept away by the next run.
private let cutMessage: StaticString = """
  E804 an input could not be read to its end: it was cut short meanwhile, or the disk failed; nothing was written; run again when it is at rest
  E804 输入文件未能读完：读取期间被截短，或磁盘出错；没有写出任何结果；请待文件不再改动后重新运行

  """

/// What is said where the system gives no memory: nothing was given its final name, as above.
private let memoryMessage: StaticString = """
  E822 the system gave no more memory; nothing was written; raise the limit, or use a machine with more
  E822 系统不再提供内存；没有写出任何结果；请放宽限制，或换内存更多的机器

  """

/// Prints to standard output, whole or with a failure that ends the program. What could mislead a
/// terminal or an eye is made visible, wherever in the text it came from. `written` is an output
/// that is whole on the disk already, which the failure then says.
func printOut(_ text: String, written: String? = nil) {
  write(safeLines(text), to: 1, written: written)
}

/// Prints what somebody's program reads, as it is.
func printData(_ text: String) { write(text, to: 1) }
func printData(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe write($0, to: 1) } }

/// Prints to standard error, made safe like `printOut`.
func printError(_ text: String) { write(safeLines(text), to: 2) }

/// Writes over the line of a terminal that standard error is, made safe like `printError`; an empty
/// text wipes the line.
func printOverLine(_ text: String) { write("\r\(terminalSafe(text))\u{1B}[K", to: 2) }

private func safeLines(_ text: String) -> String {
  text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    .map { terminalSafe(String($0)) }.joined(separator: "\n")
}

private func write(_ text: String, to descriptor: Int32, written: String? = nil) {
  var text = text
  text.withUTF8 { unsafe write(UnsafeRawBufferPointer($0), to: descriptor, written: written) }
}

private func write(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, written: String? = nil
) {
  var rest = unsafe bytes
  while unsafe !rest.isEmpty {
    switch unsafe FileSystem.write(descriptor, rest, as: descriptor == 1 ? "-" : "messages") {
    case .success(let written):
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    case .failure(let failed):
      // Nobody can be told that standard error is gone; lost results are a failure.
      if descriptor == 1 {
        let reason = unsafe String(cString: strerror(failed.errno))
        printError("zhibiao: standard output: \(reason)\n")
        if let written { printError("\(written) is written all the same / 已完整写出\n") }
        exit(ExitCode.system.rawValue)
      }
      return
    }
  }
}
