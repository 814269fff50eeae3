import Cases
import Columns
import Diagnostics
import Planning
import Rules
import Tables

extension Command {
  /// `zhibiao check CASE`.
  static let check = Command(
    name: "check", usage: "CASE [--for plan|allocate] [--after RUN] [--strict]",
    summary: Phrase(
      zh: "检查案例的每个文件，一次列出全部问题", en: "check every file of a case, all problems in one run"),
    options: [
      Option(
        "--for", "plan|allocate",
        Phrase(zh: "为哪个命令检查（默认 allocate）", en: "the command to check for (default: allocate)")),
      Option(
        "--after", "RUN",
        Phrase(
          zh: "后一轮（征集志愿）：用该结果剩下的名额",
          en: "a later round: the seats that this run left")),
      Option("--strict", nil, Phrase(zh: "把警告当作错误", en: "take warnings for errors")),
    ],
    examples: [
      (
        "zhibiao check datasets/sample-city",
        Phrase(zh: "检查示例城市", en: "check the sample city")
      )
    ],
    run: { (arguments, context) throws(UsageError) in
      let folder = try arguments.theWord("CASE")
      let purpose = arguments["--for"] ?? "allocate"
      guard let purpose = Purpose(rawValue: purpose) else {
        throw UsageError(
          message: Phrase(
            zh: "--for 为 \(purpose)，应为 plan 或 allocate",
            en: "--for is \(purpose); plan or allocate was expected"))
      }
      let after = arguments["--after"]
      guard after == nil || purpose == .allocate else {
        throw UsageError(
          message: Phrase(
            zh: "--after 只用于 --for allocate", en: "--after goes with --for allocate only"))
      }
      let reading = read(folder, purpose, after, context)
      return CheckReport(
        folder: folder, purpose: purpose, after: after, reading: reading,
        isStrict: arguments.has("--strict"),
        context: context
      ).print()
    })

  /// What the command would read; for a plan also what laying it out shows, up to the draw.
  private static func read(
    _ folder: String, _ purpose: Purpose, _ after: String?, _ context: Context
  ) -> CaseReading {
    guard purpose == .plan else {
      return readCase(folder, after: after, thorough: true, workers: context.workers)
    }
    var found = readPlanCase(folder, isThorough: true, workers: context.workers)
    if let planCase = found.value { found.reading.problems.merge(Planner(planCase).problems) }
    return found.reading
  }
}

/// What `check` prints: the verdict, the problems, what to compare, what to do next.
private struct CheckReport {
  let folder: String
  let purpose: Purpose
  let after: String?
  let reading: CaseReading
  let isStrict: Bool
  let context: Context

  private var isGood: Bool {
    reading.problems.isClean && !(isStrict && reading.problems.warningCount > 0)
  }

  func print() -> ExitCode {
    if context.isJSON {
      printOut(json())
      return code
    }
    var lines = [context.say(verdict), ""]
    if !reading.problems.groups.isEmpty {
      lines.append(ProblemPrinter(context.language, strict: isStrict).text(reading.problems))
    }
    lines += waivers + tables + columns + seats + commitment
    lines.append(context.say(Phrase(zh: "下一步：\(next.zh)", en: "next: \(next.en)")))
    printOut(lines.joined(separator: "\n") + "\n")
    return code
  }

  /// The same for a program: the problems, then what stands below them.
  private func json() -> String {
    let counts = reading.counts
    var json = JSONWriter()
    json.object { json in
      json.text("verdict", isGood ? "good" : "refused")
      json.number("errors", reading.problems.errorCount)
      json.number("warnings", reading.problems.warningCount)
      json.objectRow("rows") { json in
        for table in counts.rows { json.number(table.file, table.rows) }
      }
      json.number("plan", counts.plan)
      json.objectRow("seats") { json in
        for (pool, seats) in counts.seats { json.number(pool, seats) }
      }
      json.number("withoutSchool", counts.withoutSchool)
      if isGood { json.text("commitment", "\(committed.digest)") }
      json.text("next", context.say(next))
      json.raw(
        "problems",
        ProblemPrinter(context.language, strict: isStrict).jsonArray(reading.problems))
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private var committed: Commitment {
    Commitment(reading.inputs, reading.rules, for: purpose, after: reading.after)
  }

  private var code: ExitCode {
    let isSystem = reading.problems.isSystemFailure
    return isGood ? .done : isSystem ? .system : .refused
  }

  private var verdict: Phrase {
    let (errors, warnings) = (reading.problems.errorCount, reading.problems.warningCount)
    if errors > 0 {
      return Phrase(
        zh: "不可用：\(grouped(errors)) 个错误，\(grouped(warnings)) 个警告",
        en: "refused: \(counted(errors, "error")), \(counted(warnings, "warning"))")
    }
    if !isGood {
      return Phrase(
        zh: "不可用：--strict 下有 \(grouped(warnings)) 个警告",
        en: "refused: \(counted(warnings, "warning")) under --strict")
    }
    return Phrase(
      zh: "可用：没有错误，\(grouped(warnings)) 个警告",
      en: "good: no errors, \(counted(warnings, "warning"))")
  }

  private var next: Phrase {
    let seed = purpose == .plan ? "plan-seed.txt" : "seed.txt"
    let isDrawn = reading.inputs.contains { $0.name == seed }
    let round = after.map { " --after \(shellQuoted($0))" } ?? ""
    if !isGood {
      return Phrase(
        zh: "改正以上问题，再运行 zhibiao check \(shellQuoted(folder))",
        en: "correct the problems above, then run zhibiao check \(shellQuoted(folder)) again")
    }
    let command =
      purpose == .plan
      ? "zhibiao plan \(shellQuoted(folder))"
      : "zhibiao allocate \(shellQuoted(folder))\(round) -o RUN"
    if !draws {
      return Phrase(
        zh: "公布承诺值，然后 \(command)（规则不抽签，不需要 \(seed)）",
        en: "publish the commitment, then \(command) (the rules draw no lots; no \(seed) is needed)"
      )
    }
    return isDrawn
      ? Phrase(
        zh: "\(command)（\(seed) 已抽取；承诺值须公布在先）",
        en: "\(command) (\(seed) is drawn; was the commitment out before?)")
      : Phrase(
        zh: "公布承诺值，抽取 \(seed)，然后 \(command)",
        en: "publish the commitment, draw \(seed), then \(command)")
  }

  /// Whether anything may be drawn by lot: not where all rankings admit equals or stop for them.
  private var draws: Bool {
    purpose == .plan || reading.rules?.drawsLots ?? true
  }

  private var waivers: [String] {
    guard let rules = reading.rules, !rules.waivers.isEmpty else { return [] }
    return [context.say(Phrase(zh: "豁免的合规要点", en: "Compliance points waived"))]
      + rules.waivers.map { "  \($0.point.rawValue): \(terminalSafe($0.reason))" } + [""]
  }

  private var tables: [String] {
    guard !reading.counts.rows.isEmpty else { return [] }
    let title = context.say(Phrase(zh: "行数（请与原始记录核对）", en: "Rows (compare with your own records)"))
    return [title]
      + reading.counts.rows.map { file, rows, blank in
        let extra =
          blank == 0
          ? ""
          : context.say(
            Phrase(zh: "，另有空行 \(grouped(blank))", en: ", and \(grouped(blank)) blank ones"))
        return "  \(padded(terminalSafe(file), to: 24))\(grouped(rows))\(extra)"
      } + [""]
  }

  private var columns: [String] {
    guard !reading.counts.columns.isEmpty else { return [] }
    var lines = [context.say(Phrase(zh: "各列被当作", en: "Columns taken as"))]
    for file in Set(reading.counts.columns.map(\.file)).sorted() {
      let taken = reading.counts.columns.filter { $0.file == file }.map { column in
        column.name == column.header ? column.name : "\(column.name)=\(column.header)"
      }
      lines += wrapped(taken, title: "  \(terminalSafe(file)): ")
      let unused = reading.counts.unused.filter { $0.file == file }.map(\.header)
      if !unused.isEmpty {
        lines += wrapped(unused, title: context.say(Phrase(zh: "    未使用：", en: "    not used: ")))
      }
    }
    return lines + [""]
  }

  private var seats: [String] {
    guard !reading.counts.seats.isEmpty else { return [] }
    var lines = [
      context.say(
        Phrase(
          zh: "计划 \(grouped(reading.counts.plan)) 个名额",
          en: "Seats of the plan: \(grouped(reading.counts.plan))"))
    ]
    for (pool, seats) in reading.counts.seats {
      lines.append("  \(padded(terminalSafe(pool), to: 24))\(grouped(seats))")
    }
    if reading.counts.withoutSchool > 0 {
      lines.append(
        context.say(
          Phrase(
            zh: "没有初中的学生：\(grouped(reading.counts.withoutSchool))",
            en: "students of no middle school: \(grouped(reading.counts.withoutSchool))")))
    }
    return lines + [""]
  }

  private var commitment: [String] {
    guard isGood else { return [] }
    return [
      context.say(Phrase(zh: "承诺值（抽签之前公布）", en: "Commitment (publish it before the draw)")),
      "  \(committed.digest)",
      context.say(Phrase(zh: "用下面一行可以复算", en: "This line computes it again")),
      "  \(committed.shellLine(folder: folder, after: after))", "",
    ]
  }

  /// Words behind a title, in lines of at most 80 columns.
  private func wrapped(_ words: [String], title: String) -> [String] {
    var lines: [String] = []
    var line = title
    for (at, word) in words.enumerated() {
      let piece = terminalSafe(word) + (at < words.count - 1 ? "," : "")
      if displayWidth(line + piece) > 79, line != title {
        lines.append(line)
        line = String(repeating: " ", count: 5)
      }
      line += (at == 0 ? "" : " ") + piece
    }
    return lines + [line]
  }
}
