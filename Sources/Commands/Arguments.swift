import Diagnostics

/// A wrong way to call the program: printed with the command's usage, exit code 2.
struct UsageError: Error {
  let message: Phrase
}

/// The words behind a command's name, taken apart by what the command says it takes.
struct Arguments {
  /// Words that are no options, in order.
  private(set) var words: [String] = []
  private var values: [String: String] = [:]

  /// Options in all commands: language, threads, JSON.
  static let common: [Option] = [
    Option(
      "--lang", "zh|en",
      Phrase(
        zh: "输出的语言（默认取自系统区域设置）；文件的语言（默认同该结果）",
        en: "language: of what is printed (default: the locale's),\nof files (default: the run's)")),
    Option("--json", nil, Phrase(zh: "以 JSON 输出，供程序读取", en: "print JSON, for programs")),
    Option(
      "--threads", "N",
      Phrase(
        zh: "线程数（默认：全部处理器）；不影响结果",
        en: "threads (default: all processors); results do not depend on it")),
    Option("--help", nil, Phrase(zh: "显示本说明", en: "show this help")),
  ]

  /// Takes `words` apart. Options are written `--name value`, `--name=value` or, where short, `-o
  /// value`; behind `--` everything is a word.
  init(_ words: [String], options: [Option]) throws(UsageError) {
    var rest = words[...]
    var isOpen = true
    while let word = rest.popFirst() {
      if !isOpen || !word.hasPrefix("-") || word == "-" {
        self.words.append(word)
        continue
      }
      if word == "--" {
        isOpen = false
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0] == "-h" ? "--help" : String(parts[0])
      guard let option = options.first(where: { $0.name == name || $0.short == name }) else {
        throw Arguments.unknown(name, options)
      }
      guard values[option.name] == nil else {
        throw UsageError(
          message: Phrase(zh: "选项 \(name) 出现了两次", en: "the option \(name) is given twice"))
      }
      if option.value == nil {
        guard parts.count == 1 else {
          throw UsageError(
            message: Phrase(zh: "选项 \(name) 不带值", en: "the option \(name) takes no value"))
        }
        values[option.name] = ""
      } else if parts.count == 2 {
        values[option.name] = String(parts[1])
      } else if let value = rest.first, !Arguments.isOption(value) {
        rest.removeFirst()
        values[option.name] = value
      } else {
        throw UsageError(
          message: Phrase(
            zh: "选项 \(name) 缺少值 \(option.value!)",
            en: "the option \(name) needs a value \(option.value!)"))
      }
    }
  }

  /// Whether a word is an option rather than a value: `-` is a stream, `-5` a number.
  private static func isOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word != "-"
      && !word.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func unknown(_ name: String, _ options: [Option]) -> UsageError {
    let near = nearestName(to: name, among: options.map(\.name))
    return UsageError(
      message: Phrase(
        zh: "未知的选项 \(name)" + (near.map { "；是否指 \($0)？" } ?? ""),
        en: "unknown option \(name)" + (near.map { "; did you mean \($0)?" } ?? "")))
  }

  /// The value of an option; nil where it is not given, empty where it takes none.
  subscript(name: String) -> String? { values[name] }

  /// Whether an option is given.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option as a whole number within `range`; nil where it is not given.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = values[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        message: Phrase(
          zh: "\(name) 为 \(text)，应为 \(range.lowerBound) 到 \(range.upperBound) 的整数",
          en: "\(name) is \(text); a whole number from \(range.lowerBound) to \(range.upperBound) "
            + "was expected"))
    }
    return value
  }

  /// The one word that the command takes.
  func theWord(_ what: String) throws(UsageError) -> String {
    guard let first = words.first else {
      throw UsageError(message: Phrase(zh: "缺少 \(what)", en: "\(what) is missing"))
    }
    guard words.count == 1 else {
      throw UsageError(
        message: Phrase(zh: "多余的参数 \(words[1])", en: "one argument too many: \(words[1])"))
    }
    return first
  }
}

/// An option that a command takes.
struct Option: Sendable {
  let name: String
  let short: String?
  /// What its value is called in the help; nil: it takes none.
  let value: String?
  let help: Phrase

  init(_ name: String, short: String? = nil, _ value: String?, _ help: Phrase) {
    self.name = name
    self.short = short
    self.value = value
    self.help = help
  }
}
