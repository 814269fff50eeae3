import Cases
import Audit
import Diagnostics
import Tables

extension Command {
  /// `zhibiao explain RUN --student ID`.
  static let explain = Command(
    name: "explain", usage: "RUN [--case CASE] (--student ID | --all -o FILE) [--rerun]",
    summary: Phrase(zh: "说明一名学生为何得到这个结果", en: "why a student got what they got"),
    options: [
      Option("--student", "ID", Phrase(zh: "学生代码", en: "the student's code")),
      .caseOfRun, .earlierRun,
      Option(
        "--rerun", nil,
        Phrase(zh: "以重新录取证实“最小的改动”", en: "prove the smallest changes by allocating again")),
      Option(
        "--letter", "FILE.html",
        Phrase(
          zh: "写成一封信（单个网页文件；- 为标准输出）",
          en: "write it as a letter, one page of HTML (-: standard output)")),
      Option(
        "--min-cell", "N",
        Phrase(
          zh: "信中不列录取不足 N 人处末位的成绩（默认 1，即都列）；控制线照列",
          en: "a letter hides the marks of the last of fewer than N admitted (default 1: "
            + "none is hidden); lines are told all the same")),
      Option(
        "--all", nil,
        Phrase(zh: "全部学生，每人每志愿一行，须有 -o", en: "all students, a line a choice; needs -o")),
      Option(
        "--output", short: "-o", "FILE",
        Phrase(
          zh: "--all 的输出（- 为标准输出）", en: "where --all goes (-: standard output)")),
      .replace,
    ],
    examples: [
      (
        "zhibiao explain run --case datasets/sample-city --student 0012600001",
        Phrase(zh: "说明一名学生的结果", en: "explain one student")
      ),
      (
        "zhibiao explain run --student 0012600001 --letter letter.html --lang zh",
        Phrase(zh: "写成给家长的信（输入已随结果保存）", en: "a letter; the run keeps its inputs")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let run = try arguments.theWord("RUN")
      let command = ExplainCommand(
        path: run, caseFolder: arguments["--case"], after: arguments["--after"],
        replacing: arguments.has("--replace"),
        context: context)
      guard arguments.has("--all") == arguments.has("--output"),
        arguments.has("--all") != arguments.has("--student"),
        !(arguments.has("--all") && (arguments.has("--rerun") || arguments.has("--letter"))),
        arguments.has("--letter") || !arguments.has("--min-cell")
      else {
        throw UsageError(
          message: Phrase(
            zh: "须给出 --student ID，或 --all -o FILE（不带其他选项）；--min-cell 只用于 --letter",
            en: "either --student ID or --all -o FILE is needed, the latter by itself; --min-cell "
              + "is for --letter"))
      }
      if arguments.has("--all") {
        return command.all(try arguments.required("--output", "-o FILE"))
      }
      return command.one(
        try arguments.required("--student", "--student ID"), reruns: arguments.has("--rerun"),
        letter: arguments["--letter"],
        leastCell: try arguments.integer("--min-cell", in: 1...1_000_000) ?? 1)
    })
}

/// One call of `explain`.
private struct ExplainCommand {
  let path: String
  let caseFolder: String?
  let after: String?
  let replacing: Bool
  let context: Context

  func one(_ student: String, reruns: Bool, letter: String?, leastCell: Int) -> ExitCode {
    var log = ProblemLog()
    guard
      let found = Explanation.make(
        path, caseFolder: caseFolder, student: student, workers: context.workers, log: &log)
    else { return refuse(log) }
    let results = reruns ? found.changes.map { found.rerun($0, workers: context.workers) } : []
    if let letter {
      do throws(FileError) {
        try writeFileAtomically(
          letter,
          found.letter(
            context.languageOfFiles(found.run.language), leastCell: leastCell, rerun: results),
          replacing: replacing)
      } catch {
        return context.refuse(output: letter, error)
      }
      if context.isJSON {
        var json = JSONWriter()
        json.object { json in
          json.text("file", letter)
          json.text("student", student)
        }
        context.printAbout(letter, String(decoding: json.finish(), as: UTF8.self))
        return Self.code(results)
      }
      let shown = context.shown(letter)
      context.printAbout(
        letter,
        terminalSafe(
          context.say(
            Phrase(
              zh: "信已写入 \(shown)；其中有该生的成绩，只交给本人",
              en: "the letter is in \(shown); it holds the student's marks: give it to nobody else"
            ))) + smallCell(found, leastCell) + "\n")
    } else {
      printOut(
        context.isJSON
          ? found.json(context.language, rerun: results)
          : found.text(context.language, rerun: results))
    }
    return Self.code(results)
  }

  /// What a letter tells of another child where few were admitted, and how to leave it out.
  private func smallCell(_ found: Explanation, _ leastCell: Int) -> String {
    guard let fewest = found.fewestAdmitted(hiding: leastCell), fewest < 5 else { return "" }
    return "\n"
      + context.say(
        Phrase(
          zh: "其中有录取仅 \(fewest) 人处末位的成绩；--min-cell 5 不列",
          en: "it tells the marks of the last of \(fewest) admitted; --min-cell 5 leaves that out"))
  }

  /// 1 where a rerun refutes what was said.
  private static func code(_ results: [RerunResult]) -> ExitCode {
    let isRefuted = results.contains {
      if case .done(_, isConfirmed: false) = $0 { true } else { false }
    }
    return isRefuted ? .refused : .done
  }

  func all(_ output: String) -> ExitCode {
    var log = ProblemLog()
    guard let run = RunFolder.open(path, workers: context.workers, log: &log),
      let all = AllExplained(
        run, caseFolder: caseFolder, after: after, workers: context.workers, log: &log)
    else { return refuse(log) }
    // A cutoff that no other table agrees with would be told to everybody.
    let checked = CheckedRun(alone: path, context)
    guard checked.isGood else {
      checked.addFindings(to: &log)
      return context.refuse(checked.refusal, log, next: .seeToRun)
    }
    let wrong = all.contradicted(workers: context.workers)
    guard wrong.isEmpty else {
      all.report(contradicted: wrong, log: &log)
      let count = wrong.count
      return context.refuse(
        Phrase(
          zh: "没有写出任何内容：有 \(grouped(count)) 名学生的去向与录取线不符",
          en: "nothing was written: the cutoffs contradict the admissions of "
            + counted(count, "student")), log, next: .seeToRun)
    }
    do throws(FileError) {
      try all.write(to: output, replacing: replacing, workers: context.workers)
    } catch {
      return context.refuse(output: output, error)
    }
    if context.isJSON {
      var json = JSONWriter()
      json.object { json in
        json.text("file", output)
        json.number("students", all.students)
      }
      context.printAbout(output, String(decoding: json.finish(), as: UTF8.self))
      return .done
    }
    context.printAbout(
      output, terminalSafe(context.say(verdict(all.students, context.shown(output)))) + "\n")
    return .done
  }

  private func verdict(_ students: Int, _ output: String) -> Phrase {
    Phrase(
      zh: "\(grouped(students)) 名学生逐志愿的说明已写入 \(output)，与录取名单全部一致；"
        + "下一步：其中有每个人的成绩，不得公布",
      en: "\(counted(students, "student")) explained in \(output), and all agree with the "
        + "admissions; next: it holds everybody's marks, so do not publish it")
  }

  private func refuse(_ log: ProblemLog) -> ExitCode {
    context.refuse(Phrase(zh: "无法说明", en: "nothing was explained"), log, next: .seeToInputs)
  }
}
