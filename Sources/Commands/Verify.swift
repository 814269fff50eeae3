import Cases
import Columns
import Diagnostics
import Runs
import Tables
import Verification

extension Command {
  /// `zhibiao verify RUN`.
  static let verify = Command(
    name: "verify",
    usage: "RUN [--case CASE] [--after RUN] [--commitment HEX] [--statement FILE.html]",
    summary: Phrase(
      zh: "由输入独立复算，核验结果的每名学生、每条线、每个名额",
      en: "check a run by computing it again: every student, cutoff and seat"),
    options: [
      Option(
        "--case", "CASE",
        Phrase(zh: "产生该结果的案例（默认 RUN/case）", en: "the case it was made from (default: RUN/case)")),
      Option(
        "--after", "RUN",
        Phrase(
          zh: "后一轮的结果：它之前那一轮的结果（其中保存了案例的，也一并复算）",
          en: "of a later round: the run before it (computed again too if it keeps its case)")),
      Option(
        "--commitment", "HEX",
        Phrase(zh: "抽签之前公布的承诺值", en: "the commitment published before the draw")),
      Option(
        "--statement", "FILE.html",
        Phrase(
          zh: "另写一页供签字的声明（- 为标准输出）",
          en: "write a page to print and sign (-: standard output)")),
    ],
    examples: [
      (
        "zhibiao verify run --case datasets/sample-city",
        Phrase(zh: "用示例城市核验结果 run", en: "verify the run of the sample city")
      ),
      (
        "zhibiao verify run --case 2026 --statement statement.html",
        Phrase(zh: "核验并写出待签字的声明", en: "verify, and write a statement to sign")
      ),
      (
        "zhibiao verify run",
        Phrase(zh: "没有案例时，只核验结果自身", en: "without a case: what the run alone can show")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let run = try arguments.theWord("RUN")
      let commitment = arguments["--commitment"]
      if let commitment, Digest(hex: commitment) == nil {
        throw UsageError(
          message: Phrase(
            zh: "--commitment 应为 64 位十六进制数", en: "--commitment should be 64 hexadecimal digits"))
      }
      let verification = Verification.verify(
        run, caseFolder: arguments["--case"], after: arguments["--after"], commitment: commitment,
        programVersion: programVersion, threads: PlainThreads(count: context.workers.count))
      return VerifyReport(
        verification: verification, commitment: commitment, statement: arguments["--statement"],
        context: context
      ).print()
    })
}

/// What `verify` prints: the verdict, what was checked, what differs, what was not checked.
private struct VerifyReport {
  let verification: Verification
  let commitment: String?
  let statement: String?
  let context: Context

  private var isAlone: Bool { verification.caseFolder == nil }

  func print() -> ExitCode {
    context.printAbout(statement, context.isJSON ? json() : text(), isYetToCome: true)
    guard let statement else { return exitCode }
    let language = context.languageOfFiles(verification.facts?.language ?? .zh)
    let page = Statement(verification, language, programVersion: programVersion).html()
    do throws(FileError) {
      try writeFileAtomically(statement, Array(page.utf8).span)
    } catch {
      let message = "\(error.path): \(error.code.name) \(context.say(error.message))"
      printError(terminalSafe(message) + "\n")
      return error.code.isSystemFailure ? .system : .refused
    }
    let shown = context.shown(statement)
    context.printAbout(
      statement,
      context.lines(
        Phrase(
          zh: "待签字的声明在 \(shown)：打印、核对、签名，与指纹一同公布",
          en: "the page to sign is in \(shown): print, compare, sign and publish it with the "
            + "fingerprint")))
    return exitCode
  }

  private var exitCode: ExitCode {
    verification.isGood ? .done : verification.hasSystemFailure ? .system : .refused
  }

  // MARK: For people

  private func text() -> String {
    var lines = TextLines()
    lines.add(terminalSafe(context.say(verdict)), hang: 4)
    func add(_ section: [String], isWhole: Bool = false) {
      lines.add("")
      for line in section.map(terminalSafe) {
        isWhole ? lines.add(whole: line) : lines.add(line, hang: 4)
      }
    }
    for waiver in waivers { lines.add(terminalSafe(context.say(waiver)), hang: 2) }
    add(checks)
    if !verification.isGood {
      // What was found stands whole, for editors that jump to it.
      add(findings, isWhole: true)
      for remedy in remedies { lines.add(terminalSafe(remedy), behind: "  → ") }
    }
    if !verification.unchecked.isEmpty {
      add(
        [context.say(Phrase(zh: "没有核验的：", en: "Not checked:"))]
          + verification.unchecked.map { "  " + context.say($0) })
    }
    add(fingerprints + [context.say(next)])
    return lines.text
  }

  private var verdict: Phrase {
    let run = verification.run
    let count = verification.findings.count
    if count > 0, verification.isUnread {
      return Phrase(
        zh: "无法核验 \(run)：没有读到所需的文件", en: "\(run) cannot be verified: not all of it could be read")
    }
    if count > 0 {
      return Phrase(
        zh: "未通过：\(run) 有 \(grouped(count)) 处不符",
        en: "not verified: \(counted(count, "difference")) in \(run)")
    }
    if !isAlone, verification.earlier?.isComputed == false {
      return Phrase(
        zh: "通过：\(run) 的每一项都由输入和前一轮所记的名额、录取复算得出；前一轮自身没有复算",
        en: "verified: all of \(run) follows from its inputs and what the earlier run states, "
          + "computed again; the earlier run itself was not")
    }
    return isAlone
      ? Phrase(
        zh: "自身没有矛盾：\(run)；没有案例，未由输入复算",
        en: "no contradiction in \(run) itself; without a case nothing was computed again")
      : Phrase(
        zh: "通过：\(run) 的每一项都由输入复算得出",
        en: "verified: all of \(run) follows from its inputs, computed again")
  }

  private var waivers: [Phrase] {
    (verification.facts?.waivers ?? []).map { .waived($0.point, because: $0.reason) }
  }

  private var checks: [String] {
    [context.say(Phrase(zh: "核验了：", en: "Checked:"))]
      + verification.checks.map {
        let count = grouped($0.count)
        let padding = String(repeating: " ", count: max(0, 13 - count.utf8.count))
        return "\(padding)\(count)  \(context.say($0.name))"
      }
  }

  private var findings: [String] {
    let kept = verification.findings.first
    var lines: [String] = []
    for problem in kept {
      let place = problem.place.map { "\($0): " } ?? ""
      lines.append("\(place)\(problem.code.name) \(context.say(problem.message))")
    }
    let rest = verification.findings.count - kept.count
    if rest > 0 {
      lines.append(
        context.say(Phrase(zh: "…… 另有 \(grouped(rest)) 处", en: "… and \(grouped(rest)) more")))
    }
    return lines
  }

  /// What to do about each kind of finding.
  private var remedies: [String] {
    var explained: [Code] = []
    for code in verification.findings.first.map(\.code) where !explained.contains(code) {
      explained.append(code)
    }
    return explained.map { "\($0.name) \(context.say($0.remedy))" }
  }

  private var fingerprints: [String] {
    guard !verification.fingerprint.isEmpty else { return [] }
    var lines = [
      context.say(Phrase(zh: "指纹：", en: "Fingerprint: ")) + verification.spokenFingerprint
    ]
    if let earlier = verification.earlier {
      lines.append(
        context.say(Phrase(zh: "前一轮的指纹：", en: "Fingerprint of the earlier run: "))
          + Verification.spoken(earlier.fingerprint))
    }
    if let own = verification.commitment {
      lines.append(context.say(Phrase(zh: "承诺值：", en: "Commitment: ")) + own)
    }
    return lines
  }

  private var next: Phrase {
    let run = verification.run
    if verification.isUnread {
      return Phrase(
        zh: "下一步：按上面所说处理路径、权限或磁盘，再运行同一命令",
        en:
          "next: see to the path, permission or disk as said above, then run the same command again"
      )
    }
    let isOfCommitment = verification.findings.first.allSatisfy { $0.code == .commitmentWrong }
    if !verification.isGood, isOfCommitment, !isAlone {
      return Phrase(
        zh: "下一步：结果与这些输入相符；取得抽签之前承诺的那一份输入，比较哪个文件不同（INPUTS.sha256）",
        en:
          "next: the run agrees with these inputs; get those that were committed to before the draw, "
          + "and see by INPUTS.sha256 which file differs")
    }
    if !verification.isGood {
      return Phrase(
        zh: "下一步：按上面所说处理；同一输入应得同一结果，可请公布者重新录取并比对",
        en: "next: see to the above; equal inputs give an equal run, so ask for it to be made again"
      )
    }
    if isAlone {
      return Phrase(
        zh: "下一步：取得案例后运行 zhibiao verify \(shellQuoted(run)) --case CASE",
        en: "next: get the case, then zhibiao verify \(shellQuoted(run)) --case CASE")
    }
    if let earlier = verification.earlier, !earlier.isComputed {
      let words = earlier.isLater ? "--case CASE --after RUN" : "--case CASE"
      let command = "zhibiao verify \(shellQuoted(earlier.path)) \(words)"
      return Phrase(
        zh: "下一步：用前一轮的案例核验它：\(command)",
        en: "next: verify the earlier run with its own case: \(command)")
    }
    if statement != nil {
      return commitment == nil
        ? Phrase(
          zh: "下一步：把承诺值与抽签之前公布的核对（--commitment HEX）",
          en: "next: compare the commitment with the one published (--commitment HEX)")
        : Phrase(zh: "下一步：签署下面的声明", en: "next: sign the page named below")
    }
    if commitment == nil {
      return Phrase(
        zh: "下一步：把承诺值与抽签之前公布的核对（--commitment HEX）；--statement FILE.html 写出待签字的声明",
        en: "next: compare the commitment with the one published (--commitment HEX); "
          + "--statement FILE.html writes a page to sign")
    }
    return Phrase(
      zh: "下一步：zhibiao verify … --statement FILE.html 写出待签字的声明",
      en: "next: zhibiao verify … --statement FILE.html writes a page to sign")
  }

  // MARK: For programs

  private func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.text("verdict", verification.isGood ? (isAlone ? "consistent" : "verified") : "refused")
      json.text("run", verification.run)
      json.text("case", verification.caseFolder)
      json.text("fingerprint", verification.fingerprint)
      if let earlier = verification.earlier {
        json.object("earlier") { json in
          json.text("fingerprint", earlier.fingerprint)
          json.flag("computed", earlier.isComputed)
        }
      }
      json.text("commitment", verification.commitment)
      json.texts("waivers", waivers.map { context.say($0) })
      json.array("checked") { json in
        for check in verification.checks {
          json.object { json in
            json.text("what", context.say(check.name))
            json.number("count", check.count)
          }
        }
      }
      json.texts("notChecked", verification.unchecked.map { context.say($0) })
      json.number("differences", verification.findings.count)
      json.array("first") { json in
        for problem in verification.findings.first {
          json.object { json in
            json.text("code", problem.code.name)
            json.text("file", problem.place?.file)
            json.number("line", problem.place?.line)
            json.text("message", context.say(problem.message))
          }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }
}
