import Columns
import Diagnostics

/// How a command ended (README.md, "Commands").
enum ExitCode: Int32 {
  case done = 0
  /// The input, the result or the rules fail a check.
  case refused = 1
  case usage = 2
  /// A tie needs a decision.
  case tie = 3
  /// Disk, permission.
  case system = 4
}

/// A command: a value that says what it takes and does it.
struct Command: Sendable {
  let name: String
  /// What stands behind the name: `CASE -o RUN`; several forms in a line each.
  let usage: String
  /// What it does, in a line.
  let summary: Phrase
  /// What it takes beside the common options.
  let options: [Option]
  /// Lines of a shell, each with what it does.
  let examples: [(line: String, does: Phrase)]
  /// Does it.
  let run: @Sendable (Arguments, Context) throws(UsageError) -> ExitCode

  /// The options with those that all commands have.
  var allOptions: [Option] { options + Arguments.common }

  /// The command's help, in lines that every terminal shows whole.
  func help(_ language: Language) -> String {
    let titles =
      language == .zh ? ("用法", "选项", "例", "：") : ("Usage", "Options", "Examples", ": ")
    var lines = TextLines()
    lines.add("zhibiao \(name)\(titles.3)\(summary[language])")
    lines.add("")
    addUsage(to: &lines, behind: "\(titles.0)\(titles.3)")
    lines.add("")
    lines.add(titles.1)
    let heads = allOptions.map { option in
      "  " + [option.short, option.name].compactMap { $0 }.joined(separator: ", ")
        + (option.value.map { " " + $0 } ?? "")
    }
    let width = heads.map(displayWidth).max()! + 2
    for (head, option) in zip(heads, allOptions) {
      for (number, part) in option.help[language].split(separator: "\n").enumerated() {
        lines.add(String(part), behind: padded(number == 0 ? head : "", to: width))
      }
    }
    lines.add("")
    lines.add(titles.2)
    for example in examples {
      // A shell joins what a backslash cuts.
      lines.add(Command.usageWords(example.line), behind: "  ", cut: " \\")
      lines.add(example.does[language], behind: "      ")
    }
    return lines.text
  }

  /// Adds the forms of the command line, those below the first under it.
  func addUsage(to lines: inout TextLines, behind title: String) {
    for (number, form) in usage.split(separator: "\n").enumerated() {
      let head = number == 0 ? title : String(repeating: " ", count: displayWidth(title))
      lines.add(Command.usageWords("zhibiao \(name) \(form)"), behind: head)
    }
  }

  /// The words of a command line between which a line may break: not inside brackets or quotes.
  private static func usageWords(_ line: some StringProtocol) -> [String] {
    var words: [String] = []
    var depth = 0
    var isQuoted = false
    var word = ""
    for character in line {
      if character == " ", depth == 0, !isQuoted {
        words.append(word)
        word = ""
        continue
      }
      if "[(".contains(character) { depth += 1 }
      if "])".contains(character) { depth -= 1 }
      if character == "'" { isQuoted.toggle() }
      word.append(character)
    }
    return words + [word]
  }
}

/// What every command has at hand.
struct Context: Sendable {
  let language: Language
  /// The language asked for with `--lang`; nil: `language` is the locale's.
  let given: Language?
  let workers: Workers
  let isJSON: Bool

  /// A text in the language of the user.
  func say(_ phrase: Phrase) -> String { phrase[language] }

  /// The language of a file made of a run whose own language is `own`: never the locale's, so that
  /// the same command writes the same bytes on every machine.
  func languageOfFiles(_ own: Language) -> Language { given ?? own }
}

/// The commands, in the order in which they are used.
let commands: [Command] = [
  .initialise, .rules, .check, .plan, .allocate, .verify, .replay, .explain, .diff, .amend,
  .sample, .publish, .report, .apportion, .generate, .simulate,
]
