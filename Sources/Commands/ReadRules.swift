import Cases
import Diagnostics
import RuleSentences
import Rules
import Tables

extension Command {
  /// `zhibiao rules CASE`.
  static let rules = Command(
    name: "rules", usage: "CASE|FILE",
    summary: Phrase(
      zh: "把规则逐条念成中文或英文句子，各带键路径", en: "read the rules back as sentences, each with its key path"),
    options: [],
    examples: [
      (
        "zhibiao rules datasets/sample-city --lang zh",
        Phrase(zh: "念出示例城市的规则", en: "read the sample city's rules in Chinese")
      ),
      (
        "zhibiao rules datasets/presets/shanghai/rules.json",
        Phrase(zh: "也可以直接给规则文件（- 为标准输入）", en: "a rule file will do too (- is standard input)")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let path = try arguments.theWord("CASE")
      let bytes: [UInt8]
      do throws(FileError) {
        bytes = try readRuleFile(path)
      } catch {
        var log = ProblemLog()
        log.add(error.problem)
        return refuse(path, log, context, isSystem: error.code.isSystemFailure)
      }
      let (rules, problems) = RuleSet.read(bytes, file: lastName(path))
      guard let rules else { return refuse(path, problems, context, isSystem: false) }
      let reading = ReadBack(path: path, rules: rules, context: context)
      printOut(context.isJSON ? reading.json : reading.text)
      return .done
    })

  private static func refuse(
    _ path: String, _ problems: ProblemLog, _ context: Context, isSystem: Bool
  ) -> ExitCode {
    if context.isJSON {
      printOut(ProblemPrinter(context.language).json(problems))
    }
    printError(
      context.say(Phrase(zh: "规则不能念出", en: "refused: the rules cannot be read")) + "\n\n"
        + ProblemPrinter(context.language).text(problems)
        + context.say(
          Phrase(
            zh: "下一步：改正以上问题，再运行 zhibiao rules \(terminalSafe(shellQuoted(path)))\n",
            en:
              "next: correct the problems above, then run zhibiao rules \(terminalSafe(shellQuoted(path)))\n"
          ))
    )
    return isSystem ? .system : .refused
  }
}

/// The rules of a case, or a rule file itself.
private func readRuleFile(_ path: String) throws(FileError) -> [UInt8] {
  do throws(FileError) {
    return try readSmallFile(path, bytesMax: JSONTree.bytesMax)
  } catch  where error.code == .notAFile && path != "-" {
    let file = path.hasSuffix("/") ? path + "rules.json" : path + "/rules.json"
    return try readSmallFile(file, bytesMax: JSONTree.bytesMax)
  }
}

/// The name that problems give the file.
private func lastName(_ path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  return name.hasSuffix(".json") || name.hasSuffix(".json5") ? name : "rules.json"
}

/// What `rules` prints.
private struct ReadBack {
  let path: String
  let rules: RuleSet
  let context: Context

  private static let width = 80

  private var sections: [RuleSection] { rules.sentences() }

  private var verdict: Phrase {
    let count = sections.reduce(0) { $0 + $1.sentences.count }
    let open = rules.undecided.count
    let name = terminalSafe(rules.name)
    return Phrase(
      zh: "“\(name)”共 \(count) 条" + (open > 0 ? "，待定 \(open) 项，尚不能运行" : "，没有待定事项"),
      en: "\"\(name)\": \(counted(count, "sentence"))"
        + (open > 0 ? ", \(open) undecided: not to be run yet" : ", none undecided"))
  }

  /// For people: sections, and sentences with their numbers.
  var text: String {
    var lines = wrapped(context.say(verdict), to: ReadBack.width)
    for section in sections {
      lines += ["", terminalSafe(context.say(section.title))]
      for sentence in section.sentences { lines += show(sentence) }
    }
    let shown = terminalSafe(path)
    let next = Phrase(
      zh: "下一步：逐条与依据文件核对；改动规则后再念一遍：zhibiao rules \(shown)",
      en:
        "next: compare each with the documents; after a change, read again: zhibiao rules \(shown)")
    return (lines + [""] + wrapped(context.say(next), to: ReadBack.width)).joined(separator: "\n")
      + "\n"
  }

  private func show(_ sentence: RuleSentence) -> [String] {
    var text = context.say(sentence.text)
    if !sentence.clauses.isEmpty {
      let clauses = sentence.clauses.map { context.say($0) }
      text += context.say(
        Phrase(
          zh: "依据：\(clauses.joined(separator: "；"))。",
          en: " Basis: \(clauses.joined(separator: "; ")).")
      )
    }
    let head = padded(String(sentence.number), to: 4, .right) + "  "
    let blank = String(repeating: " ", count: 6)
    var lines = wrapped(terminalSafe(text), to: ReadBack.width - 6)
    // A key path is to be copied: it stays whole, on a line of its own where it must.
    let path = terminalSafe("[\(sentence.path)]")
    if displayWidth(lines[lines.count - 1]) + 1 + displayWidth(path) <= ReadBack.width - 6 {
      lines[lines.count - 1] += " " + path
    } else {
      lines.append(path)
    }
    return lines.enumerated().map { at, line in (at == 0 ? head : blank) + line }
  }

  /// For programs: both languages.
  var json: String {
    var json = JSONWriter()
    json.object { json in
      json.text("name", rules.name)
      json.number("undecided", rules.undecided.count)
      json.array("sentences") { json in
        for section in sections {
          for sentence in section.sentences { write(sentence, section, &json) }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private func write(_ sentence: RuleSentence, _ section: RuleSection, _ json: inout JSONWriter) {
    json.object(nil) { json in
      json.number("number", sentence.number)
      json.text("path", sentence.path)
      json.text("section", context.say(section.title))
      json.text("zh", sentence.text.zh)
      json.text("en", sentence.text.en)
      json.texts("basis", sentence.clauses.map { context.say($0) })
    }
  }
}
