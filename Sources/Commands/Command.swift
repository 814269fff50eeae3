import Columns
import Diagnostics

/// How a command ended (SPEC section 8).
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
  /// What stands behind the name: `CASE -o RUN`.
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

  /// The command's help.
  func help(_ language: Language) -> String {
    let titles =
      language == .zh ? ("用法", "选项", "例") : ("Usage", "Options", "Examples")
    var lines = [
      "zhibiao \(name)：\(summary[language])", "", "\(titles.0)：zhibiao \(name) \(usage)",
    ]
    if language == .en {
      lines = ["zhibiao \(name): \(summary.en)", "", "\(titles.0): zhibiao \(name) \(usage)"]
    }
    lines += ["", titles.1]
    let heads = allOptions.map { option in
      ([option.short, option.name].compactMap { $0 }.joined(separator: ", "))
        + (option.value.map { " " + $0 } ?? "")
    }
    let width = heads.map(\.count).max()! + 2
    for (head, option) in zip(heads, allOptions) {
      let help = option.help[language].split(separator: "\n")
      lines.append("  \(padded(head, to: width))\(help[0])")
      lines += help.dropFirst().map { "  \(padded("", to: width))\($0)" }
    }
    lines += ["", titles.2]
    for example in examples { lines += ["  \(example.line)", "      \(example.does[language])"] }
    return lines.joined(separator: "\n") + "\n"
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

  /// The language of a file made of a run whose own language is `own`: never the locale's, so that the
  /// same command writes the same bytes on every machine.
  func languageOfFiles(_ own: Language) -> Language { given ?? own }
}

/// The commands, in the order in which they are used.
let commands: [Command] = [
  .initialise, .rules, .check, .plan, .allocate, .verify, .replay, .explain, .diff, .amend,
  .sample, .publish, .report, .apportion, .generate, .simulate,
]
