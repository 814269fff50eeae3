import Diagnostics

/// One page to print and sign: what was checked, what was found, what cannot be known, and blanks
/// for name and date.
///
/// The page needs nothing from elsewhere, and every text in it is escaped.
public struct Statement: Sendable {
  private let verification: Verification
  private let language: Language
  private let programVersion: String

  /// A statement about `verification`, by this version of the program.
  public init(_ verification: Verification, _ language: Language, programVersion: String) {
    (self.verification, self.language) = (verification, language)
    self.programVersion = programVersion
  }

  /// The page, in UTF-8 with a line end.
  public func html() -> String {
    let title = say("核验声明", "Statement of verification")
    let parts = [
      heading(title), result, identity, counts, waivers, decisions, checks, unchecked, blanks,
    ]
    return """
      <!DOCTYPE html>
      <html lang="\(language == .zh ? "zh-CN" : "en")">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>\(Statement.style)</style>
      </head>
      <body>
      \(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private static let style = """
    body{font:14px/1.5 sans-serif;max-width:48em;margin:2em auto;padding:0 1em;color:#000}
    h1{font-size:1.5em}h2{font-size:1.1em;margin:1.2em 0 .3em}
    table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:.2em .5em;
    text-align:left;vertical-align:top}td.n{text-align:right}
    .good,.bad{border:2px solid #000;padding:.5em;font-weight:bold}
    code{font-family:monospace;overflow-wrap:anywhere}
    .blank{border-bottom:1px solid #000;display:inline-block;width:16em;height:2em}
    @media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}
    """

  private var say: Words { Words(language) }
  private func escaped(_ phrase: Phrase) -> String { htmlEscaped(phrase[language]) }

  // MARK: Parts

  private func heading(_ title: String) -> String {
    guard let facts = verification.facts else { return "<h1>\(title)</h1>" }
    return "<h1>\(title)</h1>\n<p>\(htmlEscaped(facts.rules)) \(htmlEscaped(facts.year))</p>"
  }

  private var result: String {
    let count = verification.findings.count
    if count == 0, verification.caseFolder != nil {
      let isOnTrust = verification.earlier?.isComputed == false
      return "<p class=\"good\">"
        + (isOnTrust
          ? say(
            "由输入和前一轮所记的名额、录取独立复算，未发现不符；前一轮自身的录取没有复算。",
            "Computed again from the inputs and from the seats and admissions that the earlier run "
              + "states; nothing was found to differ. The earlier run itself was not computed again."
          )
          : say("由输入独立复算，未发现不符。", "Computed again from the inputs; nothing was found to differ."))
        + "</p>"
    }
    if count == 0 {
      return "<p class=\"good\">"
        + say(
          "结果自身没有矛盾；没有案例，未由输入复算。",
          "The run does not contradict itself; without a case nothing was computed again.")
        + "</p>"
    }
    let shown = verification.findings.first.prefix(20).map { problem in
      let place = problem.place.map { "\(htmlEscaped($0.description)): " } ?? ""
      return "<li>\(place)\(problem.code.name) \(escaped(problem.message))</li>"
    }
    return "<p class=\"bad\">"
      + say("发现 \(grouped(count)) 处不符，不能宣布通过。", "\(grouped(count)) differences: not verified.")
      + "</p>\n<ul>\n\(shown.joined(separator: "\n"))\n</ul>"
  }

  private var identity: String {
    var rows = [
      (
        say("结果指纹（SHA256SUMS 的 SHA-256）", "Fingerprint (SHA-256 of SHA256SUMS)"),
        verification.fingerprint
      ),
      (say("前 32 位，供两人口头核对", "Its first 32 digits, to read aloud"), verification.spokenFingerprint),
    ]
    if let earlier = verification.earlier {
      rows.append(
        (
          earlier.isComputed
            ? say("前一轮的指纹（已由其案例复算）", "Fingerprint of the earlier run (computed again too)")
            : say("前一轮的指纹（没有复算）", "Fingerprint of the earlier run (not computed again)"),
          earlier.fingerprint
        ))
    }
    if let commitment = verification.commitment {
      rows.append((say("承诺值", "Commitment"), commitment))
    }
    for (name, seed) in verification.facts?.seeds ?? [] {
      let file = name == "planSeed" ? "plan-seed.txt" : "seed.txt"
      rows.append((say("种子 \(file)", "Seed \(file)"), seed))
    }
    if let facts = verification.facts {
      rows.append((say("产生结果的版本", "Made by version"), facts.version))
    }
    rows.append((say("核验程序的版本", "Verified by version"), programVersion))
    return section(say("对象", "What was verified"), table(rows.map { [$0.0, $0.1] }, code: true))
  }

  private var counts: String {
    guard let facts = verification.facts else { return "" }
    let head = [
      say("批次", "Stage"), say("参加", "Candidates"), say("名额", "Seats"), say("录取", "Admitted"),
    ]
    // What a run says may be no number.
    func number(_ text: String) -> String { Int(text).map { grouped($0) } ?? text }
    let stages = facts.stages.map { stage in
      [stage.name] + [stage.candidates, stage.seats, stage.admitted].map(number)
    }
    let (all, admitted, not) = (
      htmlEscaped(number(facts.students.all)), htmlEscaped(number(facts.students.admitted)),
      htmlEscaped(number(facts.students.notAdmitted))
    )
    let total = say(
      "考生 \(all)，录取 \(admitted)，未录取 \(not)。",
      "Students \(all), admitted \(admitted), not admitted \(not).")
    return section(say("人数", "Counts"), "<p>\(total)</p>\n" + table([head] + stages, head: true))
  }

  private var waivers: String {
    let rows = (verification.facts?.waivers ?? []).map { [$0.point, $0.reason] }
    return section(
      say("豁免的合规要点", "Compliance points waived"),
      rows.isEmpty ? "<p>\(say("无", "None"))</p>" : table(rows))
  }

  private var decisions: String {
    let rows = verification.facts?.decisions ?? []
    let head = [
      say("批次", "Stage"), say("招生代码", "Programme"), say("类别", "Pool"), say("受众", "Audience"),
      say("学生", "Student"), say("裁定", "Decision"), say("裁定人", "Decided by"), say("理由", "Reason"),
    ]
    return section(
      say("同分裁定", "Decisions on ties"),
      rows.isEmpty ? "<p>\(say("无", "None"))</p>" : table([head] + rows, head: true))
  }

  private var checks: String {
    let rows = verification.checks.map { [$0.name[language], grouped($0.count)] }
    return section(say("核验了什么", "What was checked"), table(rows))
  }

  private var unchecked: String {
    let items = verification.unchecked.map { "<li>\(escaped($0))</li>" }
    return section(
      say("没有核验、无法核验的", "What was not, and what cannot be"),
      "<ul>\n\(items.joined(separator: "\n"))\n</ul>")
  }

  private var blanks: String {
    let names = [say("单位", "Office"), say("姓名", "Name"), say("签字", "Signature"), say("日期", "Date")]
    let lines = names.map { "<p>\($0)\(say("：", ": "))<span class=\"blank\"></span></p>" }
    return section(say("签署", "Signed"), lines.joined(separator: "\n"))
  }

  // MARK: Elements

  private func section(_ title: String, _ content: String) -> String {
    "<h2>\(title)</h2>\n\(content)"
  }

  /// Rows of texts, which are escaped here.
  private func table(_ rows: [[String]], head: Bool = false, code: Bool = false) -> String {
    let lines = rows.enumerated().map { number, row in
      let tag = head && number == 0 ? "th" : "td"
      let cells = row.enumerated().map { at, cell in
        let text = code && at > 0 ? "<code>\(htmlEscaped(cell))</code>" : htmlEscaped(cell)
        return "<\(tag)>\(text)</\(tag)>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return "<table>\n\(lines.joined(separator: "\n"))\n</table>"
  }
}
